import { hashText } from '#sim/hash.ts';
import type { Authenticator } from './authentication.ts';
import { bearerToken } from './authentication.ts';
import { type Identity, serviceAccountIdentity } from './identity.ts';

/** What a token of a service account says. Times are seconds since 1970. */
export interface TokenClaims {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly nbf: number;
  readonly iss: string;
  readonly jti: string;
  readonly sub: string;
  readonly 'kubernetes.io': {
    readonly namespace: string;
    readonly serviceaccount: { readonly name: string; readonly uid: string };
    readonly pod?: { readonly name: string; readonly uid: string };
  };
}

export const TOKEN_ISSUER = 'https://kubernetes.default.svc.cluster.local';
/** For whom a token must be meant that the API server takes. */
export const API_AUDIENCE = TOKEN_ISSUER;

/** For whom a token is meant; for the API server when it does not say. */
export function readAudiences(token: string): readonly string[] {
  const payload = token.split('.')[1];
  return payload === undefined ? [API_AUDIENCE] : readClaims(payload).aud;
}

function readClaims(payload: string): TokenClaims {
  return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as TokenClaims;
}

/** A token in the form of a JSON Web Token. The signature only keeps apart what this cluster has issued; it is no cryptography. */
export function signToken(claims: TokenClaims, key: string): string {
  const head = `${encode(JSON.stringify({ alg: 'RS256', kid: keyId(key) }))}.${encode(JSON.stringify(claims))}`;
  return `${head}.${signature(head, key)}`;
}

/** The claims of a token that was signed with the key and is valid now; undefined otherwise. */
export function verifyToken(token: string, key: string, nowMs: number): TokenClaims | undefined {
  const [head, payload, signed] = token.split('.');
  if (head === undefined || payload === undefined || signed !== signature(`${head}.${payload}`, key)) return undefined;
  const claims = readClaims(payload);
  return nowMs / 1000 < claims.exp && nowMs / 1000 >= claims.nbf ? claims : undefined;
}

/**
 * Recognises service accounts by their tokens.
 * @param isAlive whether the account (and the pod it is bound to) is still there
 * @param audience for whom a token must be meant; undefined: for anybody
 */
export function createTokenAuthenticator(key: string, now: () => number, isAlive: (claims: TokenClaims) => boolean, audience?: string): Authenticator {
  return {
    name: 'ServiceAccountToken',
    authenticate(request): Identity | undefined {
      const token = bearerToken(request);
      const claims = token === undefined ? undefined : verifyToken(token, key, now());
      if (!claims || !isAlive(claims) || (audience !== undefined && !claims.aud.includes(audience))) return undefined;
      const { namespace, serviceaccount, pod } = claims['kubernetes.io'];
      const identity = serviceAccountIdentity(namespace, serviceaccount.name, serviceaccount.uid);
      const extra = {
        'authentication.kubernetes.io/credential-id': [`JTI=${claims.jti}`],
        ...(pod && { 'authentication.kubernetes.io/pod-name': [pod.name], 'authentication.kubernetes.io/pod-uid': [pod.uid] }),
      };
      return { ...identity, extra };
    },
  };
}

function signature(text: string, key: string): string {
  let bytes = '';
  for (let i = 0; i < 64; i++) {
    const word = hashText(text, hashText(key, i));
    bytes += String.fromCharCode(word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24);
  }
  return encode(bytes);
}

function keyId(key: string): string {
  return encode(Array.from({ length: 32 }, (_, i) => String.fromCharCode(hashText(key, 1000 + i) & 0xff)).join(''));
}

function encode(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
