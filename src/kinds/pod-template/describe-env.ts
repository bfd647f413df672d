import type { Container, EnvFromSource, EnvVar, EphemeralContainer } from '#machinery/generated/types.ts';
import type { DescribeWriter } from '../describe-writer/describe-writer.ts';
import { extractContainerResource } from './downward-resources.ts';

/** Where whole sets of variables come from. */
export function writeEnvFrom(writer: DescribeWriter, sources: readonly EnvFromSource[]): void {
  if (sources.length === 0) return;
  writer.line(2, 'Environment Variables from:');
  for (const source of sources) {
    const reference = source.configMapRef ?? source.secretRef;
    let from = source.secretRef ? 'Secret' : '';
    if (source.configMapRef) from = 'ConfigMap';
    const prefix = source.prefix ? ` with prefix '${source.prefix}'` : '';
    writer.line(3, reference?.name ?? '', `${from}${prefix}`, `Optional: ${reference?.optional ?? false}`);
  }
}

/** Variables with their values, or where those come from. @param fieldValue of the pod, '' in a template */
export function writeEnv(writer: DescribeWriter, container: Container | EphemeralContainer, fieldValue: (path: string) => string): void {
  const env = container.env ?? [];
  if (env.length === 0) {
    writer.line(2, 'Environment:', '<none>');
    return;
  }
  writer.line(2, 'Environment:');
  for (const variable of env) writeVariable(writer, variable, container, fieldValue);
}

function writeVariable(writer: DescribeWriter, variable: EnvVar, container: Container | EphemeralContainer, fieldValue: (path: string) => string): void {
  const source = variable.valueFrom;
  const title = `${variable.name}:`;
  if (!source) {
    for (const [index, line] of (variable.value ?? '').split('\n').entries()) writer.line(3, index === 0 ? title : '', line);
  } else if (source.fieldRef) {
    const { apiVersion = '', fieldPath = '' } = source.fieldRef;
    writer.line(3, title, `${fieldValue(fieldPath)} (${apiVersion}:${fieldPath})`);
  } else if (source.resourceFieldRef) {
    const { resource = '' } = source.resourceFieldRef;
    const amount = extractContainerResource(source.resourceFieldRef, container);
    const isWholeNode = amount === '0' && (resource === 'limits.cpu' || resource === 'limits.memory');
    writer.line(3, title, `${isWholeNode ? 'node allocatable' : amount} (${resource})`);
  } else if (source.secretKeyRef) {
    const { key = '', name = '', optional = false } = source.secretKeyRef;
    writer.line(3, title, `<set to the key '${key}' in secret '${name}'>`, `Optional: ${optional}`);
  } else if (source.configMapKeyRef) {
    const { key = '', name = '', optional = false } = source.configMapKeyRef;
    writer.line(3, title, `<set to the key '${key}' of config map '${name}'>`, `Optional: ${optional}`);
  }
}
