import type { ApiRequest } from '#client/transport.ts';
import { notAcceptable } from '#machinery/status-errors.ts';

/** In which form a client wants its answer. */
export interface AcceptedForm {
  readonly encoding: 'json' | 'yaml';
  readonly as: 'object' | 'table' | 'partial' | 'discovery';
}

const PLAIN: AcceptedForm = { encoding: 'json', as: 'object' };
const ACCEPTED = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/**
 * The first form in an Accept header that this server can give.
 * Protobuf is passed over, as a client that asks for it also takes JSON. OpenAPI documents have forms of their own.
 * @throws StatusError 406 when there is none
 */
export function negotiate(request: ApiRequest): AcceptedForm {
  const header = request.headers?.['accept'];
  if (header === undefined || header === '' || header === 'application/json' || request.path.startsWith('/openapi/')) return PLAIN;
  for (const wish of header.split(',')) {
    const [type = '', ...parameters] = wish.split(';').map((part) => part.trim());
    const encoding = encodingOf(type);
    if (!encoding) continue;
    const as = formOf(parameters);
    if (as) return { encoding, as };
  }
  throw notAcceptable(ACCEPTED);
}

function encodingOf(type: string): AcceptedForm['encoding'] | undefined {
  if (type === 'application/yaml') return 'yaml';
  return type === 'application/json' || type === '*/*' || type === 'application/*' || type === 'text/plain' || type === 'text/*' ? 'json' : undefined;
}

function formOf(parameters: readonly string[]): AcceptedForm['as'] | undefined {
  const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
  if (as === undefined) return 'object';
  const isMeta = parameters.includes('g=meta.k8s.io') && (parameters.includes('v=v1') || parameters.includes('v=v1beta1'));
  if (as === 'Table') return isMeta ? 'table' : undefined;
  if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return isMeta ? 'partial' : undefined;
  if (as === 'APIGroupDiscoveryList') return parameters.includes('v=v2') ? 'discovery' : undefined;
  return undefined;
}
