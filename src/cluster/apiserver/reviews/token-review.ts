import { required } from '#machinery/field-error.ts';
import type { TokenReview, TokenReviewStatus } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { invalidObject } from '#machinery/status-errors.ts';
import type { ApiCall } from '../api-call.ts';
import { API_AUDIENCE, readAudiences } from '../service-account-token.ts';
import type { Review } from './review.ts';

/** Whose token is this? What a webhook or a dashboard asks. */
export const tokenReview: Review = {
  group: 'authentication.k8s.io',
  kind: 'TokenReview',
  plural: 'tokenreviews',
  namespaced: false,
  schema: 'authentication.v1.TokenReview',
  answer(call, question) {
    const { spec } = question as TokenReview;
    if (!spec?.token)
      throw invalidObject({ group: 'authentication.k8s.io', kind: 'TokenReview' }, '', [
        required('spec.token', 'token is required for TokenReview in authentication'),
      ]);
    return { ...question, status: judge(call, spec.token, spec.audiences ?? []) } as KubeObject;
  },
};

function judge({ core }: ApiCall, token: string, wanted: readonly string[]): TokenReviewStatus {
  const identity = core.recognise?.(token);
  if (!identity) return { user: {}, error: '[invalid bearer token, unknown token]' };
  const audiences = wanted.length === 0 ? [API_AUDIENCE] : wanted.filter((audience) => readAudiences(token).includes(audience));
  if (audiences.length === 0) {
    return { user: {}, error: `token audiences ${formatList(readAudiences(token))} is invalid for the target audiences ${formatList(wanted)}` };
  }
  const { name, uid, groups, extra } = identity;
  return { authenticated: true, user: { username: name, ...(uid !== undefined && { uid }), groups, ...(extra && { extra }) }, audiences };
}

/** As Go prints a list of quoted texts. */
function formatList(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(' ')}]`;
}
