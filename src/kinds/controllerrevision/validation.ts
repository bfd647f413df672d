import { type FieldError, required } from '#machinery/field-error.ts';
import type { ControllerRevision } from '#machinery/generated/types.ts';
import { checkNonNegative } from '../field-checks.ts';
import { checkImmutable } from '../immutable-field.ts';

/** What is wrong with a revision by itself. */
export function validateControllerRevision(revision: ControllerRevision): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (revision.data === undefined || revision.data === null) errors.push(required('data', 'data is mandatory'));
  checkNonNegative(revision.revision, 'revision', errors);
  return errors;
}

/** The state it holds never changes. */
export function validateControllerRevisionUpdate(next: ControllerRevision, before: ControllerRevision): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkImmutable(next.data, before.data, 'data', errors);
  return errors;
}
