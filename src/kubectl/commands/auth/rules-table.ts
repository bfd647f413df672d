import { formatTabs, tableTabs } from '#machinery/tabwriter.ts';

interface ResourceRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

interface UrlRule {
  readonly verbs: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** What a SelfSubjectRulesReview answers. */
export interface RulesStatus {
  readonly resourceRules?: readonly ResourceRule[];
  readonly nonResourceRules?: readonly UrlRule[];
}

interface Row {
  readonly verbs: string[];
  readonly group: string;
  readonly resource: string;
  readonly name: string;
  readonly url: string;
}

/** The rules taken apart, those about the same thing put together, and sorted as kubectl sorts them: by verbs, then by what they are about. */
export function formatRules(status: RulesStatus, noHeaders: boolean): string {
  const rows = new Map<string, Row>();
  const add = (verb: string, row: Omit<Row, 'verbs'>): void => {
    // Verbs on one resource are put together; what is said of a URL stays apart, however often it is said.
    const key = JSON.stringify(row.url === '' ? row : rows.size);
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { ...row, verbs: [verb] });
    else if (!known.verbs.includes(verb)) known.verbs.push(verb);
  };
  for (const rule of status.resourceRules ?? []) {
    for (const group of rule.apiGroups ?? []) {
      for (const resource of rule.resources ?? []) {
        for (const name of rule.resourceNames?.length ? rule.resourceNames : ['']) {
          for (const verb of rule.verbs) add(verb, { group, resource, name, url: '' });
        }
      }
    }
  }
  for (const rule of status.nonResourceRules ?? []) {
    for (const url of rule.nonResourceURLs ?? []) for (const verb of rule.verbs) add(verb, { group: '', resource: '', name: '', url });
  }
  const sorted = [...rows.values()].sort((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1));
  const cells = sorted.map(({ group, resource, name, url, verbs }) => [
    group === '' ? resource : `${resource}.${group}`,
    `[${url}]`,
    `[${name}]`,
    `[${verbs.join(' ')}]`,
  ]);
  return formatTabs(noHeaders ? cells : [['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'], ...cells], tableTabs);
}

function sortKey({ verbs, group, resource, name, url }: Row): string {
  return `Verbs:[${verbs.join(' ')}],APIGroups:[${group}],Resources:[${resource}],ResourceNames:[${name}],NonResourceURLs:[${url}]`;
}
