import { CelError } from './cel-error.ts';

/** A double, told apart from an int of the same value. */
export class CelDouble {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** The number in an int or a double. @throws CelError */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value instanceof CelDouble) return value.value;
  throw new CelError('no such overload');
}

/** What CEL calls the type of a value. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null_type';
  if (value instanceof CelDouble) return 'double';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return Array.isArray(value) ? 'list' : 'map';
}
