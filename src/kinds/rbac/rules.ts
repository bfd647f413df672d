import { type FieldError, invalid, required } from '#machinery/field-error.ts';
import type { PolicyRule } from '#machinery/generated/types.ts';
import { compareText } from '../text-order.ts';

/** What is wrong with the rules of a role. @param isNamespaced a Role's, not a ClusterRole's */
export function checkRules(rules: readonly PolicyRule[] | undefined, isNamespaced: boolean, errors: FieldError[]): void {
  for (const [index, rule] of (rules ?? []).entries()) {
    const path = `rules[${index}]`;
    const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
    if (verbs.length === 0) errors.push(required(`${path}.verbs`, 'verbs must contain at least one value'));
    if (nonResourceURLs.length > 0) {
      if (isNamespaced) errors.push(invalid(`${path}.nonResourceURLs`, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'));
      if (apiGroups.length + resources.length + resourceNames.length > 0) {
        errors.push(invalid(`${path}.nonResourceURLs`, nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs'));
      }
      continue;
    }
    if (apiGroups.length === 0) errors.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
    if (resources.length === 0) errors.push(required(`${path}.resources`, 'resource rules must supply at least one resource'));
  }
}

/**
 * Rules as tables show them: one line per resource and name, with all verbs that any rule gives on it, sorted.
 * As upstream's describe: rules are broken down to single resources first, then equal ones are put together.
 */
export function compactRules(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const simple = new Map<string, PolicyRule & { verbs: readonly string[] }>();
  const others: PolicyRule[] = [];
  for (const rule of rules.flatMap(breakDown)) {
    if ((rule.nonResourceURLs?.length ?? 0) > 0) {
      others.push(rule);
      continue;
    }
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const known = simple.get(key);
    const verbs = [...(known?.verbs ?? []), ...rule.verbs.filter((verb) => !known?.verbs.includes(verb))];
    simple.set(key, { ...rule, verbs });
  }
  return [...simple.values(), ...others].sort((a, b) => compareText(formatRule(a), formatRule(b)));
}

function breakDown(rule: PolicyRule): readonly PolicyRule[] {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const broken: PolicyRule[] = [];
  for (const group of apiGroups) {
    for (const resource of resources) {
      const names = resourceNames.length > 0 ? resourceNames.map((name) => [name]) : [[]];
      for (const name of names) broken.push({ verbs, apiGroups: [group], resources: [resource], ...(name.length > 0 ? { resourceNames: name } : {}) });
    }
  }
  for (const url of nonResourceURLs) broken.push({ verbs, nonResourceURLs: [url] });
  return broken;
}

/** The text by which upstream orders rules: verbs, groups, resources, names, URLs. */
function formatRule({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule): string {
  return [verbs, apiGroups, resources, resourceNames, nonResourceURLs].map((list) => `[${list.join(' ')}]`).join(',');
}

/** `deployments.apps/scale`: a resource with its group, before its subresource. */
export function formatRuleResource({ resources = [], apiGroups = [] }: PolicyRule): string {
  const [first] = resources;
  if (first === undefined) return '';
  const slash = first.indexOf('/');
  const resource = slash < 0 ? first : first.slice(0, slash);
  const group = apiGroups[0] ? `.${apiGroups[0]}` : '';
  return `${resource}${group}${slash < 0 ? '' : first.slice(slash)}`;
}
