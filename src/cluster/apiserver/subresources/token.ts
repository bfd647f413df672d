import { invalid } from '#machinery/field-error.ts';
import type { TokenRequest } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { conflict, invalidObject } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import type { ApiAnswer, ApiCall } from '../api-call.ts';
import { readObject } from '../request-body.ts';
import { signToken, TOKEN_ISSUER, type TokenClaims } from '../service-account-token.ts';
import { requireObject } from '../stored-object.ts';
import type { Subresource } from './subresource.ts';

const DEFAULT_SECONDS = 3600;
const SHORTEST_SECONDS = 600;
const LONGEST_SECONDS = 2 ** 32;

/** `serviceaccounts/token`: a token for a while, for a pod or for a person. */
export const tokenSubresource: Subresource = {
  name: 'token',
  isOn: ({ kind }) => kind.group === '' && kind.plural === 'serviceaccounts',
  create: issueToken,
};

function issueToken(call: ApiCall): ApiAnswer {
  const type = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', schema: 'authentication.v1.TokenRequest' };
  const wanted = readObject(call, type) as TokenRequest & KubeObject;
  const account = requireObject(call);
  const seconds = wanted.spec?.expirationSeconds ?? DEFAULT_SECONDS;
  requireSensible(call, seconds);
  const audiences = wanted.spec?.audiences?.length ? wanted.spec.audiences : [TOKEN_ISSUER];
  const nowSeconds = Math.floor(call.core.simulation.clock.now / 1000);
  const { namespace = '', name, uid } = account.metadata;
  const pod = boundPod(call, wanted);
  const claims: TokenClaims = {
    aud: audiences,
    exp: nowSeconds + seconds,
    iat: nowSeconds,
    nbf: nowSeconds,
    iss: TOKEN_ISSUER,
    jti: call.core.random.uuid(),
    sub: `system:serviceaccount:${namespace}:${name}`,
    'kubernetes.io': { namespace, serviceaccount: { name, uid }, ...(pod && { pod }) },
  };
  const body: TokenRequest & KubeObject = {
    apiVersion: type.apiVersion,
    kind: type.kind,
    metadata: { name, namespace, creationTimestamp: formatTime(nowSeconds * 1000) },
    spec: { ...wanted.spec, audiences, expirationSeconds: seconds },
    status: { token: signToken(claims, call.core.simulation.seed), expirationTimestamp: formatTime(claims.exp * 1000) },
  };
  return { status: 201, body };
}

function requireSensible(call: ApiCall, seconds: number): void {
  const complaint =
    seconds < SHORTEST_SECONDS
      ? 'may not specify a duration less than 10 minutes'
      : seconds > LONGEST_SECONDS
        ? 'may not specify a duration larger than 2^32 seconds'
        : undefined;
  if (complaint === undefined) return;
  throw invalidObject({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, call.info.name, [invalid('spec.expirationSeconds', seconds, complaint)]);
}

/** The pod that the token dies with. @throws StatusError 409 when it is another one than meant */
function boundPod(call: ApiCall, wanted: TokenRequest & KubeObject): { name: string; uid: string } | undefined {
  const reference = wanted.spec?.boundObjectRef;
  if (reference?.kind !== 'Pod') return undefined;
  const pod = call.core.registry.find('', 'v1', 'pods')?.collection.get(call.info.namespace, reference.name ?? '');
  const uid = reference.uid ?? '';
  if (!pod || (uid !== '' && pod.metadata.uid !== uid)) {
    const message = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw conflict({ group: '', plural: 'pods' }, reference.name ?? '', message);
  }
  return { name: pod.metadata.name, uid: pod.metadata.uid };
}
