import type { Command, Flag } from '../command.ts';
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
