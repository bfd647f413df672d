import { UsageError } from '#sim/usage-error.ts';

/** Options as OpenSSL reads them: one dash and a word; an operand ends them. */
export interface OpensslOptions {
  has(name: string): boolean;
  value(name: string): string | undefined;
  values(name: string): readonly string[];
  readonly operands: readonly string[];
}

/**
 * @param flags options without a value
 * @param valued options with one
 * @throws UsageError for an option the command does not have
 */
export function parseOptions(command: string, args: readonly string[], flags: readonly string[], valued: readonly string[]): OpensslOptions {
  const given: (readonly [string, string])[] = [];
  let at = 0;
  for (; at < args.length && args[at]?.startsWith('-') && args[at] !== '-'; at++) {
    const name = (args[at] ?? '').replace(/^--?/, '');
    if (flags.includes(name)) given.push([name, '']);
    else if (valued.includes(name)) {
      const value = args[++at];
      if (value === undefined) throw new UsageError(`${command}: Option -${name} needs a value\n${command}: Use -help for summary.`);
      given.push([name, value]);
    } else throw new UsageError(`${command}: Unknown option: -${name}\n${command}: Use -help for summary.`);
  }
  return {
    has: (name) => given.some(([key]) => key === name),
    value: (name) => given.findLast(([key]) => key === name)?.[1],
    values: (name) => given.flatMap(([key, value]) => (key === name ? [value] : [])),
    operands: args.slice(at),
  };
}
