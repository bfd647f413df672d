import { required } from '#machinery/field-error.ts';
import type { PolicyRule, SelfSubjectRulesReview, SubjectRulesReviewStatus } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { invalidObject } from '#machinery/status-errors.ts';
import { formatTime } from '#machinery/time.ts';
import { MASTERS } from '../identity.ts';
import type { Review } from './review.ts';

/** Who am I? (`kubectl auth whoami`) */
export const selfSubjectReview: Review = {
  group: 'authentication.k8s.io',
  kind: 'SelfSubjectReview',
  plural: 'selfsubjectreviews',
  namespaced: false,
  schema: 'authentication.v1.SelfSubjectReview',
  answer(call, question) {
    const { name, uid, groups, extra } = call.identity;
    return {
      ...question,
      metadata: { creationTimestamp: formatTime(call.core.simulation.clock.now) },
      status: { userInfo: { username: name, ...(uid !== undefined && { uid }), groups, ...(extra && { extra }) } },
    } as KubeObject;
  },
};

const everything: PolicyRule = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };

/** What may I? (`kubectl auth can-i --list`) */
export const selfSubjectRulesReview: Review = {
  group: 'authorization.k8s.io',
  kind: 'SelfSubjectRulesReview',
  plural: 'selfsubjectrulesreviews',
  namespaced: false,
  schema: 'authorization.v1.SelfSubjectRulesReview',
  answer(call, question) {
    const namespace = (question as SelfSubjectRulesReview).spec?.namespace ?? '';
    if (namespace === '') {
      throw invalidObject({ group: 'authorization.k8s.io', kind: 'SelfSubjectRulesReview' }, '', [required('spec.namespace', 'no namespace on request')]);
    }
    const rules = call.core.rulesFor?.(call.identity, namespace) ?? [];
    const isMaster = call.identity.groups.includes(MASTERS);
    const resourceRules = rules
      .filter((rule) => rule.resources?.length)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        ...(apiGroups && { apiGroups }),
        ...(resources && { resources }),
        ...(resourceNames && { resourceNames }),
      }));
    const nonResourceRules = rules.filter((rule) => rule.nonResourceURLs?.length).map(({ verbs, nonResourceURLs = [] }) => ({ verbs, nonResourceURLs }));
    const status: SubjectRulesReviewStatus = {
      resourceRules: isMaster && rules.length === 0 ? [everything] : resourceRules,
      nonResourceRules: isMaster && rules.length === 0 ? [{ verbs: ['*'], nonResourceURLs: ['*'] }] : nonResourceRules,
      incomplete: false,
    };
    return { ...question, status } as KubeObject;
  },
};
