import { expect, it } from 'vitest';
import { bootstrapClusterRoles } from './apiserver/rbac/bootstrap-roles.ts';
import { planRules } from './controllers/clusterrole-aggregation/clusterrole-aggregation.ts';

type Role = Parameters<typeof planRules>[0];

it('finds the standard roles complete', () => {
  const roles = [...bootstrapClusterRoles].sort((a, b) => ((a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1)) as unknown as Role[];
  for (const standard of roles.filter(({ aggregationRule }) => aggregationRule)) expect(planRules(standard, roles)).toEqual(standard.rules);
});
