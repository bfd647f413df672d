import type { PolicyRule } from '#machinery/generated/types.ts';
import type { RequestInfo } from '../request-info.ts';

/** Whether a rule allows a request, by upstream's matching: `*` stands for all, `*\/log` for that subresource of all. */
export function ruleAllows(rule: PolicyRule, info: RequestInfo): boolean {
  if (!includesOrAll(rule.verbs ?? [], info.verb)) return false;
  if (!info.isResource) return (rule.nonResourceURLs ?? []).some((pattern) => urlMatches(pattern, info.path));
  const { group, resource, subresource, name } = info;
  if (!includesOrAll(rule.apiGroups ?? [], group)) return false;
  if (!resourceMatches(rule.resources ?? [], resource, subresource)) return false;
  return !rule.resourceNames?.length || rule.resourceNames.includes(name);
}

/** Whether everything that one rule allows is allowed by others together: what a user may hand on. */
export function isCovered(wanted: PolicyRule, held: readonly PolicyRule[]): boolean {
  const urls = wanted.nonResourceURLs ?? [];
  const names = wanted.resourceNames?.length ? wanted.resourceNames : [''];
  return (wanted.verbs ?? []).every((verb) => {
    const allowsUrl = (url: string): boolean =>
      held.some((rule) => includesOrAll(rule.verbs ?? [], verb) && (rule.nonResourceURLs ?? []).some((pattern) => urlMatches(pattern, url)));
    const allowsResource = (group: string, resource: string, name: string): boolean =>
      held.some((rule) => {
        const [plural = '', subresource = ''] = resource.split('/');
        if (!includesOrAll(rule.verbs ?? [], verb) || !includesOrAll(rule.apiGroups ?? [], group)) return false;
        return resourceMatches(rule.resources ?? [], plural, subresource) && (!rule.resourceNames?.length || rule.resourceNames.includes(name));
      });
    if (!urls.every(allowsUrl)) return false;
    return (wanted.apiGroups ?? []).every((group) =>
      (wanted.resources ?? []).every((resource) => names.every((name) => allowsResource(group, resource, name))),
    );
  });
}

function includesOrAll(list: readonly string[], wanted: string): boolean {
  return list.includes('*') || list.includes(wanted);
}

function resourceMatches(resources: readonly string[], resource: string, subresource: string): boolean {
  const whole = subresource === '' ? resource : `${resource}/${subresource}`;
  if (includesOrAll(resources, whole)) return true;
  return subresource !== '' && resources.includes(`*/${subresource}`);
}

function urlMatches(pattern: string, path: string): boolean {
  return pattern === '*' || pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)));
}
