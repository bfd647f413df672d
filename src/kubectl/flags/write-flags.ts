import type { WriteOptions } from '#client/client.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Flag, FlagValues } from '../command.ts';

export const dryRunFlag: Flag = {
  name: 'dry-run',
  type: 'string',
  default: 'none',
  noOptionDefault: 'unchanged',
  usage: 'Must be "none", "server" or "client". With client, the object is only printed; with server, it is sent and not stored.',
};

/** How much of a write really happens. */
export type DryRun = 'none' | 'client' | 'server';

/** @throws UsageError for a value that is none of the three */
export function readDryRun(flags: FlagValues): DryRun {
  const value = flags.string('dry-run');
  switch (value) {
    case 'none':
    case 'client':
    case 'server':
      return value;
    case 'unchanged':
      throw new UsageError('--dry-run flag without a value was specified. A value must be set: "none", "server", or "client".');
    default:
      throw new UsageError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
  }
}

/** What follows the operation in `deployment.apps/web created (dry run)`. */
export function dryRunSuffix(dryRun: DryRun): string {
  if (dryRun === 'client') return ' (dry run)';
  return dryRun === 'server' ? ' (server dry run)' : '';
}

/** @param manager the default field manager of the command, e.g. `kubectl-create` */
export function fieldManagerFlag(manager: string): Flag {
  return { name: 'field-manager', type: 'string', default: manager, usage: 'Name of the manager that is noted as owner of the fields.' };
}

export const validateFlag: Flag = {
  name: 'validate',
  type: 'string',
  default: 'strict',
  noOptionDefault: 'strict',
  usage:
    'Must be one of: strict (or true), warn, ignore (or false). With strict, unknown and duplicate fields are errors; with warn they are warnings; with ignore they pass.',
};

/** @throws UsageError for an unknown value */
export function readFieldValidation(flags: FlagValues): NonNullable<WriteOptions['fieldValidation']> {
  const value = flags.string('validate');
  switch (value) {
    case 'strict':
    case 'true':
      return 'Strict';
    case 'warn':
      return 'Warn';
    case 'ignore':
    case 'false':
      return 'Ignore';
    default:
      throw new UsageError(`invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`);
  }
}
