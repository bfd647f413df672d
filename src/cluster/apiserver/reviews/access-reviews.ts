import { invalid } from '#machinery/field-error.ts';
import type {
  LocalSubjectAccessReview,
  NonResourceAttributes,
  ResourceAttributes,
  SelfSubjectAccessReview,
  SubjectAccessReview,
  SubjectAccessReviewStatus,
} from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { badRequest, invalidObject } from '#machinery/status-errors.ts';
import type { ApiCall } from '../api-call.ts';
import type { Identity } from '../identity.ts';
import type { RequestInfo, Verb } from '../request-info.ts';
import type { Review } from './review.ts';

const GROUP = 'authorization.k8s.io';

/** May I? (`kubectl auth can-i`) */
export const selfSubjectAccessReview: Review = {
  group: GROUP,
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
  namespaced: false,
  schema: 'authorization.v1.SelfSubjectAccessReview',
  answer(call, question) {
    const review = question as SelfSubjectAccessReview & KubeObject;
    return { ...question, status: decide(call, call.identity, review.spec ?? {}, review.kind ?? '') } as KubeObject;
  },
};

/** May somebody? */
export const subjectAccessReview: Review = {
  group: GROUP,
  kind: 'SubjectAccessReview',
  plural: 'subjectaccessreviews',
  namespaced: false,
  schema: 'authorization.v1.SubjectAccessReview',
  answer: (call, question) => answerForSubject(call, question as SubjectAccessReview & KubeObject),
};

/** May somebody, in this namespace? */
export const localSubjectAccessReview: Review = {
  group: GROUP,
  kind: 'LocalSubjectAccessReview',
  plural: 'localsubjectaccessreviews',
  namespaced: true,
  schema: 'authorization.v1.LocalSubjectAccessReview',
  answer(call, question) {
    const review = question as LocalSubjectAccessReview & KubeObject;
    if (review.spec?.resourceAttributes && review.spec.resourceAttributes.namespace !== call.info.namespace) {
      throw badRequest(`spec.resourceAttributes.namespace must match namespace: ${call.info.namespace}`);
    }
    return answerForSubject(call, review);
  },
};

function answerForSubject(call: ApiCall, review: (SubjectAccessReview | LocalSubjectAccessReview) & KubeObject): KubeObject {
  const { user = '', groups = [], uid } = review.spec ?? {};
  if (user === '' && groups.length === 0) {
    throw invalidObject({ group: GROUP, kind: review.kind ?? '' }, '', [invalid('spec.user', '', 'at least one of user or group must be specified')]);
  }
  const identity: Identity = { name: user, groups, ...(uid !== undefined && { uid }) };
  const status = decide(call, identity, review.spec ?? {}, review.kind ?? '');
  return { ...(review as KubeObject), status } as KubeObject;
}

interface Asked {
  readonly resourceAttributes?: ResourceAttributes;
  readonly nonResourceAttributes?: NonResourceAttributes;
}

function decide(call: ApiCall, identity: Identity, { resourceAttributes, nonResourceAttributes }: Asked, kind: string): SubjectAccessReviewStatus {
  if ((resourceAttributes === undefined) === (nonResourceAttributes === undefined)) {
    const message = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    throw invalidObject({ group: GROUP, kind }, '', [invalid('spec.resourceAttributes', nonResourceAttributes ?? null, message)]);
  }
  const { decision, reason } = call.core.decide?.(identity, resourceAttributes ? resourceInfo(resourceAttributes) : pathInfo(nonResourceAttributes ?? {})) ?? {
    decision: 'no-opinion',
    reason: '',
  };
  return { allowed: decision === 'allow', ...(decision === 'deny' && { denied: true }), ...(reason && { reason }) };
}

function resourceInfo({ group = '', version = '*', namespace = '', resource = '', name = '', subresource = '', verb = '' }: ResourceAttributes): RequestInfo {
  return { isResource: true, verb: verb as Verb, group, version, namespace, resource, name, subresource, rest: '' };
}

function pathInfo({ path = '', verb = '' }: NonResourceAttributes): RequestInfo {
  return { isResource: false, path, verb };
}
