import type { LabelSelector } from './generated/types.ts';
import { quoteGo } from './json.ts';
import { validateLabelKey, validateLabelValue } from './label-validation.ts';
import { parseRequirements } from './selector-text.ts';

/** A label selector that cannot be read. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
}

export type SelectorOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';

export interface Requirement {
  readonly key: string;
  readonly operator: SelectorOperator;
  /** Sorted, each once; one for `=`, `==`, `!=`, `gt` and `lt`. */
  readonly values: readonly string[];
}

/** What labels must satisfy, all of it. */
export interface Selector {
  readonly requirements: readonly Requirement[];
  /** A missing LabelSelector selects nothing, which no requirement can say. */
  readonly matchesNothing: boolean;
}

export type Labels = Readonly<Record<string, string>>;

/** Selects whatever there is. */
export const everything: Selector = { requirements: [], matchesNothing: false };

/** Selects nothing. */
export const nothing: Selector = { requirements: [], matchesNothing: true };

/**
 * Reads `app=web,tier in (a,b),!old`.
 * @throws SelectorError with upstream's text
 */
export function parseSelector(text: string): Selector {
  const requirements = parseRequirements(text, (message) => new SelectorError(message)).map((requirement) => {
    const problem = validateRequirement(requirement);
    if (problem !== undefined) throw new SelectorError(`unable to parse requirement: ${problem}`);
    return requirement;
  });
  return { requirements: sortByKey(requirements), matchesNothing: false };
}

function sortByKey(requirements: readonly Requirement[]): readonly Requirement[] {
  return [...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function validateRequirement({ key, operator, values }: Requirement): string | undefined {
  const keyErrors = validateLabelKey(key);
  if (keyErrors.length > 0) return `<nil>: Invalid value: ${quoteGo(key)}: ${keyErrors.join('; ')}`;
  if (operator === 'gt' || operator === 'lt') {
    const bound = values[0] ?? '';
    if (!/^[+-]?\d+$/.test(bound)) return `values[0]: Invalid value: ${quoteGo(bound)}: for 'Gt', 'Lt' operators, the value must be an integer`;
  }
  for (const [index, value] of values.entries()) {
    const errors = validateLabelValue(value);
    if (errors.length > 0) return `values[${index}][${key}]: Invalid value: ${quoteGo(value)}: ${errors.join('; ')}`;
  }
  return undefined;
}

/** Whether labels satisfy a selector. */
export function matchesSelector(selector: Selector, labels: Labels | undefined): boolean {
  if (selector.matchesNothing) return false;
  for (const requirement of selector.requirements) if (!matchesRequirement(requirement, labels?.[requirement.key])) return false;
  return true;
}

function matchesRequirement({ operator, values }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case '=':
    case '==':
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
      return value !== undefined && /^[+-]?\d+$/.test(value) && Number(value) > Number(values[0]);
    case 'lt':
      return value !== undefined && /^[+-]?\d+$/.test(value) && Number(value) < Number(values[0]);
  }
}

/** The text that `parseSelector` reads: `app=web,tier in (a,b)`; '' for everything and nothing. */
export function formatSelector(selector: Selector): string {
  return selector.requirements.map(formatRequirement).join(',');
}

function formatRequirement({ key, operator, values }: Requirement): string {
  if (operator === 'exists') return key;
  if (operator === '!') return `!${key}`;
  if (operator === 'in' || operator === 'notin') return `${key} ${operator} (${values.join(',')})`;
  return `${key}${operator === 'gt' ? '>' : operator === 'lt' ? '<' : operator}${values[0] ?? ''}`;
}

/** A selector for exactly these labels; no labels select everything, as a Service's would. */
export function selectorFromMap(labels: Labels | undefined): Selector {
  const requirements = Object.entries(labels ?? {}).map(([key, value]): Requirement => ({ key, operator: '=', values: [value] }));
  return { requirements: sortByKey(requirements), matchesNothing: false };
}

const operators: Readonly<Record<string, SelectorOperator>> = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' };

/** Selectors by their objects: controllers ask for the same one at every turn. */
const cache = new WeakMap<object, Selector>();

/**
 * The selector that an object's `selector` field means: none selects nothing, an empty one everything.
 * @throws SelectorError for an operator that does not exist
 */
export function selectorFromLabelSelector(labelSelector: LabelSelector | undefined): Selector {
  if (labelSelector === undefined || labelSelector === null) return nothing;
  const known = cache.get(labelSelector);
  if (known !== undefined) return known;
  const requirements = Object.entries(labelSelector.matchLabels ?? {}).map(([key, value]): Requirement => ({ key, operator: '=', values: [value] }));
  for (const { key, operator, values = [] } of labelSelector.matchExpressions ?? []) {
    const known = operators[operator];
    if (known === undefined) throw new SelectorError(`${quoteGo(operator)} is not a valid label selector operator`);
    requirements.push({ key, operator: known, values: [...new Set(values)].sort() });
  }
  const selector: Selector = { requirements: sortByKey(requirements), matchesNothing: false };
  cache.set(labelSelector, selector);
  return selector;
}

/** As `describe` and wide tables print it: `app=web,tier in (a,b)`; `<none>` for an empty one, `<error>` for a broken one. */
export function formatLabelSelector(labelSelector: LabelSelector | undefined): string {
  try {
    return formatSelector(selectorFromLabelSelector(labelSelector)) || '<none>';
  } catch (error) {
    if (error instanceof SelectorError) return '<error>';
    throw error;
  }
}
