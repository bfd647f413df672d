import { kindOf } from '#kinds/catalog.ts';
import { isDeepEqual } from '#machinery/equality.ts';
import type { KubeObject } from '#machinery/object.ts';
import { createMergePatch } from '#machinery/patch/merge-patch.ts';
import { createTwoWayStrategicPatch } from '#machinery/patch/strategic-diff.ts';
import { formatGroupResource } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import { formatYaml, parseYamlDocuments, YamlError } from '#machinery/yaml.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../../command.ts';
import { withoutManagedFields } from '../../printers/object-printer.ts';
import type { FoundObject } from '../../resources/fetch-targets.ts';
import { createEditedFile, type EditedFile } from './editor.ts';

const instructions = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

/** How an object is shown for editing, and what becomes of the changes. */
export interface EditSubject {
  /** What is edited. */
  readonly shown: object;
  /** Whether an unchanged text is saved too: an object that is still to be created. */
  readonly savesUnchanged?: boolean;
  /**
   * Saves what was edited.
   * @throws StatusError, UsageError: the editor is opened again with the reason
   */
  save(edited: KubeObject): Promise<void>;
}

/**
 * Opens the editor until what was saved is accepted, or given up.
 * @throws UsageError when it is given up after an error
 */
export async function editUntilSaved(subject: EditSubject, found: Pick<FoundObject, 'type' | 'name'>, invocation: Invocation): Promise<void> {
  const { process } = invocation;
  const file = createEditedFile(process);
  const original = formatYaml(withoutManagedFields(subject.shown));
  let body = original;
  let reason = '';
  for (let isFirst = true; ; isFirst = false) {
    const shown = `${instructions}${reason}${body}`;
    const edited = await file.edit(shown);
    const next = stripComments(edited);
    if (subject.savesUnchanged ? !isFirst && next === body : isFirst ? edited === shown : next === body) {
      if (isFirst) return cancel(file, 'Edit cancelled, no changes made.\n', invocation);
      throw await keep(file, 'Edit cancelled, no valid changes were saved.', invocation);
    }
    body = next;
    if (body.trim() === '') return cancel(file, 'Edit cancelled, saved file was empty.\n', invocation);
    if (body === original && !subject.savesUnchanged) return cancel(file, 'Edit cancelled, no changes made.\n', invocation);
    try {
      await subject.save(parseEdited(body));
      file.remove();
      return;
    } catch (error) {
      if (!(error instanceof StatusError || error instanceof UsageError)) throw error;
      await process.printError(`error: ${summaryOf(error, found)}\n`);
      reason = reasonOf(error, found);
    }
  }
}

async function cancel(file: EditedFile, message: string, { process }: Invocation): Promise<void> {
  file.remove();
  await process.printError(message);
}

async function keep(file: EditedFile, message: string, { process }: Invocation): Promise<Error> {
  await process.printError(`A copy of your changes has been stored to "${file.path}"\n`);
  return new UsageError(message);
}

/** Lines that begin with # are no part of the object. */
function stripComments(text: string): string {
  return text
    .split(/(?<=\n)/)
    .filter((line) => !line.startsWith('#'))
    .join('');
}

function parseEdited(text: string): KubeObject {
  try {
    const [object] = parseYamlDocuments(text);
    if (typeof object !== 'object' || object === null || Array.isArray(object)) throw new UsageError('The edited file is no object');
    return object as KubeObject;
  } catch (error) {
    if (error instanceof YamlError) throw new UsageError(`The edited file had a syntax error: ${error.message}`);
    throw error;
  }
}

function summaryOf(error: Error, { type, name }: Pick<FoundObject, 'type' | 'name'>): string {
  return error instanceof StatusError && error.reason === 'Invalid' ? `${formatGroupResource(type)} "${name}" is invalid` : error.message;
}

function reasonOf(error: Error, { type, name }: Pick<FoundObject, 'type' | 'name'>): string {
  const causes = error instanceof StatusError ? (error.status.details?.causes ?? []) : [];
  const lines = causes.length > 0 ? causes.map((cause) => `* ${cause.field ?? ''}: ${cause.message ?? ''}`) : [`* ${error.message}`];
  const head = `${formatGroupResource(type)} "${name}" was not valid:`;
  return [head, ...lines]
    .flatMap((line) => line.split('\n'))
    .map((line) => `# ${line}\n`)
    .concat('#\n')
    .join('');
}

/** The patch that makes one object of another, and its type. @throws UsageError when it would be another object */
export function planEditPatch(before: KubeObject, after: KubeObject): { readonly type: 'strategic' | 'merge'; readonly patch: object } {
  const isSame = before.apiVersion === after.apiVersion && before.kind === after.kind && before.metadata?.name === after.metadata?.name;
  if (!isSame) throw new UsageError('At least one of apiVersion, kind and name was changed');
  const schema = kindOf(before.apiVersion, before.kind)?.schema;
  const [from, to] = [{ ...before }, { ...after }];
  return schema === undefined
    ? { type: 'merge', patch: createMergePatch(from, to) }
    : { type: 'strategic', patch: createTwoWayStrategicPatch(schema, from, to) };
}

/** Whether nothing would change. */
export function isUnchanged(before: KubeObject, after: KubeObject): boolean {
  return isDeepEqual(withoutManagedFields(before), after);
}
