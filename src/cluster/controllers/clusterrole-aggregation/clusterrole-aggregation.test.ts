import { expect, it } from 'vitest';
import { planRules } from './clusterrole-aggregation.ts';

type Role = Parameters<typeof planRules>[0];

const role = (name: string, labels: Record<string, string>, verbs: readonly string[], more: object = {}): Role =>
  ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name, labels },
    rules: [{ apiGroups: [''], resources: ['x'], verbs }],
    ...more,
  }) as unknown as Role;

it('gathers the rules of the roles that a selector means, each once', () => {
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { to: 'all' } }] };
  const whole = role('whole', { to: 'all' }, ['own'], { aggregationRule });
  const roles = [role('a', { to: 'all' }, ['get']), role('b', {}, ['delete']), role('c', { to: 'all' }, ['list']), role('d', { to: 'all' }, ['get']), whole];
  expect(planRules(whole, roles).map(({ verbs }) => verbs)).toEqual([['get'], ['list']]);
});
