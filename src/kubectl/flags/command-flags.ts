import type { Command, Flag, FlagValues } from '../command.ts';
import { createFlagValues } from './flag-values.ts';
import { globalFlags, helpFlag } from './global-flags.ts';

/** The flags a command takes, its own before the global ones of the same name. */
export function flagsOf(command: Command): readonly Flag[] {
  const own = new Set(command.flags.flatMap((flag) => [flag.name, ...(flag.shorthand ? [`-${flag.shorthand}`] : [])]));
  const others = [...globalFlags, helpFlag].filter((flag) => !own.has(flag.name));
  return [...command.flags, ...others.map((flag) => (flag.shorthand && own.has(`-${flag.shorthand}`) ? withoutShorthand(flag) : flag))];
}

function withoutShorthand(flag: Flag): Flag {
  const { shorthand: _, ...rest } = flag;
  return rest;
}

/**
 * The global flags as a line gives them. Where a command has a flag of its own by the same name
 * (`create rolebinding --user`), the global one was not given.
 */
export function globalValuesOf(command: Command, values: FlagValues): FlagValues {
  const own = new Set(command.flags.map((flag) => flag.name));
  if (!globalFlags.some((flag) => own.has(flag.name))) return values;
  const absent = createFlagValues(globalFlags);
  const valuesFor = (name: string): FlagValues => (own.has(name) ? absent : values);
  return {
    bool: (name) => valuesFor(name).bool(name),
    string: (name) => valuesFor(name).string(name),
    int: (name) => valuesFor(name).int(name),
    durationMs: (name) => valuesFor(name).durationMs(name),
    strings: (name) => valuesFor(name).strings(name),
    changed: (name) => valuesFor(name).changed(name),
  };
}
