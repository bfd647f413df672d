import type { ApiRequest } from '#client/transport.ts';
import type { KubeObject } from '#machinery/object.ts';
import { parseGroupVersion } from '#machinery/resource-type.ts';
import { decodeObject } from '#machinery/schema/decode.ts';
import { jsonKindOf } from '#machinery/schema/go-errors.ts';
import { badRequest, requestEntityTooLarge, unsupportedMediaType } from '#machinery/status-errors.ts';
import { decodeCustom } from '#machinery/structural/decode.ts';
import type { JsonSchema } from '#machinery/structural/json-schema.ts';
import { parseYamlDocuments } from '#machinery/yaml.ts';
import type { ApiCall } from './api-call.ts';
import { parseStrictJson } from './json-text.ts';
import { isProtobuf, PROTOBUF_MEDIA_TYPE, readProtobuf } from './protobuf-body.ts';
import { queryText } from './request-info.ts';

/** The body as JSON values. `duplicates` are paths of keys that a text gave twice. */
export interface RawBody {
  readonly value: unknown;
  readonly duplicates: readonly string[];
  readonly text: string | undefined;
  readonly error?: string;
}

/** What a body must be. Subresources take other kinds than their resource. */
export interface BodyType {
  readonly apiVersion: string;
  readonly kind: string;
  /** The name of its schema. */
  readonly schema: string;
  /** Of a custom resource: the schema itself. */
  readonly custom?: JsonSchema;
}

const decoder = new TextDecoder();
/** Go's name for what it first reads of any object. */
const TYPE_META = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/**
 * Reads a body that is JSON, YAML or protobuf, or an object handed over in-process.
 * @param limit bytes a body may have
 * @throws StatusError 413, 415
 */
export function readRawBody(request: ApiRequest, limit: number): RawBody {
  const { body } = request;
  if (body === undefined) return { value: undefined, duplicates: [], text: undefined };
  if (typeof body === 'object' && !(body instanceof Uint8Array)) return { value: body, duplicates: [], text: undefined };
  if (body.length > limit) throw requestEntityTooLarge(`limit is ${limit}`);
  if (body instanceof Uint8Array && isProtobuf(request)) {
    const read = readProtobuf(body);
    if (read) return { value: read.value, duplicates: [], text: '', ...(read.error !== undefined && { error: read.error }) };
  }
  const text = typeof body === 'string' ? body : decoder.decode(body);
  const type = (request.headers?.['content-type'] ?? 'application/json').split(';')[0]?.trim() ?? '';
  if (text === '') return { value: undefined, duplicates: [], text };
  if (type === 'application/yaml' || type === 'application/apply-patch+yaml') return readYaml(text);
  if (type.endsWith('json') || type === '*/*') return { ...parseStrictJson(text), text };
  throw unsupportedMediaType(['application/json', 'application/yaml', PROTOBUF_MEDIA_TYPE]);
}

function readYaml(text: string): RawBody {
  try {
    const [value] = parseYamlDocuments(text);
    return { value, duplicates: [], text };
  } catch (error) {
    if (error instanceof Error && error.name === 'YamlError') return { value: undefined, duplicates: [], text, error: error.message };
    throw error;
  }
}

/**
 * The object in a request's body, decoded strictly: unknown and repeated fields are errors, warnings or nothing
 * as the parameter `fieldValidation` asks (default Warn). What the control plane sends is taken as it is.
 * @throws StatusError 400 with upstream's texts
 */
export function readObject(call: ApiCall, as: BodyType = bodyTypeOf(call)): KubeObject {
  const { request, trusted, core } = call;
  if (trusted) return withType((request.body ?? {}) as KubeObject, as);
  const raw = readRawBody(request, core.simulation.limits.requestBytes);
  const value = raw.value;
  if (raw.error !== undefined) throw badRequest(unrecognized(as.kind, raw.error, raw.text));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest(
      unrecognized(
        as.kind,
        `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonKindOf(value ?? null)} into Go value of type ${TYPE_META}`,
        raw.text,
      ),
    );
  }
  return decodeFor(call, value, raw.duplicates, as);
}

function decodeFor(call: ApiCall, value: object, duplicates: readonly string[], as: BodyType): KubeObject {
  const given = value as KubeObject;
  const saidVersion = typeof given.apiVersion === 'string' && given.apiVersion !== '' ? given.apiVersion : as.apiVersion;
  const saidKind = typeof given.kind === 'string' && given.kind !== '' ? given.kind : as.kind;
  const prefix = `${saidKind} in version ${JSON.stringify(saidVersion.slice(saidVersion.indexOf('/') + 1))} cannot be handled as a ${as.kind}: `;
  requireKnownKind(call, saidVersion, saidKind, prefix);
  if (saidVersion !== as.apiVersion) {
    throw badRequest(`the API version in the data (${saidVersion}) does not match the expected API version (${as.apiVersion})`);
  }
  if (saidKind !== as.kind) throw badRequest(`${prefix}converting (${goType(saidVersion, saidKind)}) to (${internalType(as)}): unknown conversion`);
  const decoded = decodeAs(as, value);
  if (decoded.error !== undefined) throw badRequest(prefix + decoded.error);
  const problems = describeLoose(duplicates, decoded.unknownFields);
  const mode = fieldValidationOf(call);
  if (problems.length > 0 && mode === 'Strict') throw badRequest(`${prefix}strict decoding error: ${problems.join(', ')}`);
  if (mode === 'Warn') call.warnings.push(...problems);
  return withType(decoded.object as KubeObject, as);
}

/** An object that the server itself has put together, in canonical form. @throws StatusError 400 for values of a wrong type */
export function decodeFinished(call: ApiCall, value: object): KubeObject {
  const as = bodyTypeOf(call);
  const { object, error } = decodeAs(as, value);
  if (error !== undefined) throw badRequest(`${as.kind} in version ${JSON.stringify(call.resource.kind.version)} cannot be handled as a ${as.kind}: ${error}`);
  return withType(object as KubeObject, as);
}

/** Subresources take kinds of their own, which are no resources. */
const BODY_KINDS = new Set(['autoscaling/v1 Scale', 'v1 Binding', 'policy/v1 Eviction', 'authentication.k8s.io/v1 TokenRequest']);

function requireKnownKind({ core }: ApiCall, apiVersion: string, kind: string, prefix: string): void {
  if (BODY_KINDS.has(`${apiVersion} ${kind}`) || core.registry.all().some((resource) => resource.apiVersion === apiVersion && resource.kind.kind === kind))
    return;
  throw badRequest(
    `${prefix}no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/api/legacyscheme/scheme.go:30"`,
  );
}

/** Go's names of a kind: `v1.Node` on the wire, `core.Node` inside the server. */
function goType(apiVersion: string, kind: string): string {
  return `${apiVersion.slice(apiVersion.indexOf('/') + 1)}.${kind}`;
}

function internalType({ apiVersion, kind }: BodyType): string {
  const { group } = parseGroupVersion(apiVersion);
  return `${group === '' ? 'core' : (group.split('.')[0] ?? group)}.${kind}`;
}

/** What strict decoding complains about, in its words. */
export function describeLoose(duplicates: readonly string[], unknownFields: readonly string[]): string[] {
  const quote = (complaint: string) => (field: string) => `${complaint} field ${JSON.stringify(field)}`;
  return [...duplicates.map(quote('duplicate')), ...unknownFields.map(quote('unknown'))];
}

/** Ignore, Warn or Strict; a server that is not told warns. */
export function fieldValidationOf(call: ApiCall): string {
  return queryText(call.request, 'fieldValidation') || 'Warn';
}

function withType(object: KubeObject, { apiVersion, kind }: BodyType): KubeObject {
  return object.apiVersion === apiVersion && object.kind === kind ? object : { ...object, apiVersion, kind };
}

/** Decodes strictly: by the table of built-in types, or by the schema of a custom resource. */
export function decodeAs(
  { schema, custom }: BodyType,
  value: unknown,
): { readonly object: object; readonly unknownFields: readonly string[]; readonly error?: string } {
  return custom ? decodeCustom(custom, value) : decodeObject(schema, value);
}

/** What the path of a request takes. */
export function bodyTypeOf({ resource }: ApiCall): BodyType {
  const { kind, schema, custom } = resource.kind;
  return { apiVersion: resource.apiVersion, kind, schema, ...(custom && { custom: custom.schema }) };
}

/** As upstream's: the beginning of what was sent, in hexadecimal. */
function unrecognized(kind: string, problem: string, text: string | undefined): string {
  const bytes = new TextEncoder().encode(text ?? '');
  const hex = [...bytes.subarray(0, 30)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `the object provided is unrecognized (must be of type ${kind}): ${problem} (${hex}${bytes.length > 30 ? ' ...' : ''})`;
}
