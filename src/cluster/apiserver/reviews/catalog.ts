import { defineKind, type Kind } from '#kinds/kind.ts';
import type { KubeObject } from '#machinery/object.ts';
import { localSubjectAccessReview, selfSubjectAccessReview, subjectAccessReview } from './access-reviews.ts';
import type { Review } from './review.ts';
import { selfSubjectReview, selfSubjectRulesReview } from './self-reviews.ts';
import { tokenReview } from './token-review.ts';

/** The questions that the server answers. */
export const reviews: readonly Review[] = [
  selfSubjectReview,
  tokenReview,
  localSubjectAccessReview,
  selfSubjectAccessReview,
  selfSubjectRulesReview,
  subjectAccessReview,
];

/** A review as discovery and routing see it. */
export function kindOfReview({ group, kind, plural, namespaced, schema }: Review): Kind {
  return defineKind<KubeObject>({
    group,
    version: 'v1',
    kind,
    plural,
    singular: kind.toLowerCase(),
    namespaced,
    shortNames: [],
    categories: [],
    schema,
    verbs: ['create'],
    hasStatus: false,
    hasGeneration: false,
    columns: [],
    example: { apiVersion: `${group}/v1`, kind },
  });
}
