/** A number or a percentage of a total that cannot be read. */
export class IntOrStringError extends Error {
  override readonly name = 'IntOrStringError';
}

/** The number before a `%`; undefined when the text is no percentage. */
export function parsePercent(text: string): number | undefined {
  return /^[+-]?\d+%$/.test(text) ? Number.parseInt(text, 10) : undefined;
}

/**
 * An absolute number, or a percentage of `total`, as rolling updates and disruption budgets use it.
 * @throws IntOrStringError for a text that is no percentage
 */
export function scaledValue(intOrPercent: number | string, total: number, roundUp: boolean): number {
  if (typeof intOrPercent === 'number') return intOrPercent;
  const percent = parsePercent(intOrPercent);
  if (percent === undefined) throw new IntOrStringError('invalid value for IntOrString: invalid type: string is not a percentage');
  const exact = (percent * total) / 100;
  return roundUp ? Math.ceil(exact) : Math.floor(exact);
}
