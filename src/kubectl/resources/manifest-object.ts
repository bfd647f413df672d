import { compactGoJson } from '#machinery/json.ts';
import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';

/** How strictly a manifest's document is looked at before it is sent. */
export interface ManifestCheck {
  /** Whether `--validate` asks for more than that it can be decoded. */
  readonly validate: boolean;
}

/**
 * The objects in one document: itself, or the items of a List.
 * @throws UsageError with kubectl's text when it is no API object
 */
export function readManifestObject(value: unknown, source: string, check: ManifestCheck): KubeObject[] {
  if (!isRecord(value)) throw new UsageError(notAnObject(value, source, check));
  const missing = [...(isText(value['apiVersion']) ? [] : ['apiVersion not set']), ...(isText(value['kind']) ? [] : ['kind not set'])];
  if (missing.length > 0 && check.validate) {
    throw invalidManifest(source, missing.length === 1 ? (missing[0] ?? '') : `[${missing.join(', ')}]`);
  }
  if (!isText(value['kind'])) throw undecodable(source, `Object 'Kind' is missing in '${compactGoJson(value)}'`);
  if (!isText(value['apiVersion'])) throw undecodable(source, `Object 'apiVersion' is missing in '${compactGoJson(value)}'`);
  const items = value['items'];
  if (!value['kind'].endsWith('List') || !Array.isArray(items)) return [value as KubeObject];
  return items.flatMap((item) => readManifestObject(item, source, check));
}

function notAnObject(value: unknown, source: string, check: ManifestCheck): string {
  const type = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  const reason = `json: cannot unmarshal ${type} into Go value of type ${check.validate ? 'map[string]interface {}' : 'unstructured.detector'}`;
  return check.validate ? invalidManifest(source, reason).message : undecodable(source, reason).message;
}

function invalidManifest(source: string, reason: string): UsageError {
  return new UsageError(
    `error validating "${source}": error validating data: ${reason}; if you choose to ignore these errors, turn validation off with --validate=false`,
  );
}

function undecodable(source: string, reason: string): UsageError {
  return new UsageError(`unable to decode "${source}": ${reason}`);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
