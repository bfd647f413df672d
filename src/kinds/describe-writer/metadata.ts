import type { KubeObject } from '#machinery/object.ts';
import { controllerOf } from '#machinery/owner.ts';
import { formatRfc1123Z, parseTime } from '#machinery/time.ts';
import type { DescribeWriter } from './describe-writer.ts';

type Labels = Readonly<Record<string, string>> | undefined;

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
/** Longer annotations go on lines of their own, and are cut there. */
const maxAnnotationLength = 140;

/** Name, namespace (where there is one), labels and annotations: how most descriptions begin. */
export function writeHeader(writer: DescribeWriter, object: KubeObject): void {
  writer.line(0, 'Name:', object.metadata?.name ?? '');
  if (object.metadata?.namespace) writer.line(0, 'Namespace:', object.metadata.namespace);
  writeLabels(writer, 'Labels', object.metadata?.labels);
  writeAnnotations(writer, 'Annotations', object.metadata?.annotations);
}

/** Labels one below the other, sorted by key. @param title with its indentation, without the colon */
export function writeLabels(writer: DescribeWriter, title: string, labels: Labels): void {
  const keys = Object.keys(labels ?? {}).sort();
  writeColumn(
    writer,
    title,
    keys.map((key) => `${key}=${labels?.[key] ?? ''}`),
  );
}

/** Several values of one title, one below the other; `<none>` for none. */
export function writeColumn(writer: DescribeWriter, title: string, values: readonly string[]): void {
  if (values.length === 0) writer.line(0, `${title}:`, '<none>');
  for (const [index, value] of values.entries()) writer.line(0, index === 0 ? `${title}:` : '', value);
}

/** Annotations one below the other, sorted by key, without the one that `kubectl apply` keeps its notes in. */
export function writeAnnotations(writer: DescribeWriter, title: string, annotations: Labels): void {
  const keys = Object.keys(annotations ?? {})
    .filter((key) => key !== lastApplied)
    .sort();
  if (keys.length === 0) {
    writer.line(0, `${title}:`, '<none>');
    return;
  }
  for (const [index, key] of keys.entries()) {
    const value = (annotations?.[key] ?? '').replace(/\n$/, '');
    const first = index === 0 ? `${title}:` : '';
    if (value.length + key.length + 2 <= maxAnnotationLength && !value.includes('\n')) {
      writer.line(0, first, `${key}: ${value}`);
      continue;
    }
    writer.line(0, first, `${key}:`);
    for (const line of value.split('\n')) writer.line(0, '', `  ${shorten(line, maxAnnotationLength - 2)}`);
  }
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text;
}

/** `ReplicaSet/web-7bd99cb586`, or '' when nothing controls the object. */
export function formatController(object: KubeObject): string {
  const owner = controllerOf(object);
  return owner ? `${owner.kind}/${owner.name}` : '';
}

/** `Fri, 20 Nov 2026 10:05:35 +0000`. Go prints a time that is not set as the year 1. */
export function formatLongTime(time: string | undefined): string {
  return time ? formatRfc1123Z(parseTime(time)) : 'Mon, 01 Jan 0001 00:00:00 +0000';
}
