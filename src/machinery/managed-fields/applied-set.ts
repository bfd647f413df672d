import { createSetBuilder, type FieldSet, type FieldSetBuilder } from './field-set.ts';
import { FieldSetError, fieldElement, formatElement, isObject, itemElement } from './path-element.ts';
import type { TypeShape } from './type-shape.ts';

/**
 * The fields that a configuration names: what its applier owns.
 * @throws FieldSetError for fields the type does not have, and for items of a list that cannot be told apart
 */
export function setOfConfiguration(shape: TypeShape, value: unknown): FieldSet {
  const builder = createSetBuilder();
  const problems: string[] = [];
  collect(shape, value, builder, '', problems);
  const [first] = problems;
  if (problems.length === 1) throw new FieldSetError(first);
  if (problems.length > 1) throw new FieldSetError(`errors:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  return builder.finish();
}

function collect(shape: TypeShape, value: unknown, at: FieldSetBuilder, path: string, problems: string[]): void {
  if (value === null || value === undefined) return;
  switch (shape.kind) {
    case 'leaf':
      at.isMember = true;
      return;
    case 'struct':
    case 'map':
    case 'free':
      if (isObject(value)) collectMembers(shape, value, at, path, problems);
      else if (shape.kind === 'free') at.isMember = true;
      else problems.push(`${path}: expected map, got &{${JSON.stringify(value)}}`);
      return;
    case 'set':
    case 'listMap':
      if (Array.isArray(value)) collectItems(shape, value, at, path, problems);
      else problems.push(`${path}: expected list, got &{${JSON.stringify(value)}}`);
  }
}

function collectMembers(
  shape: TypeShape & { kind: 'struct' | 'map' | 'free' },
  value: Readonly<Record<string, unknown>>,
  at: FieldSetBuilder,
  path: string,
  problems: string[],
): void {
  for (const [name, member] of Object.entries(value)) {
    const declared = shape.kind === 'struct' ? shape.field(name) : undefined;
    const type = shape.kind === 'map' ? shape.of : shape.kind === 'free' ? shape : (declared?.shape ?? shape.other);
    const memberPath = `${path}.${name}`;
    if (!type) {
      problems.push(`${memberPath}: field not declared in schema`);
      continue;
    }
    const child = at.child(fieldElement(name));
    collect(type, member, child, memberPath, problems);
    const isHollow = member === null || (isObject(member) && Object.keys(member).length === 0);
    if (isHollow || !declared) child.isMember = true;
  }
}

function collectItems(shape: TypeShape & { kind: 'set' | 'listMap' }, list: readonly unknown[], at: FieldSetBuilder, path: string, problems: string[]): void {
  const seen = new Set<string>();
  list.forEach((item, index) => {
    try {
      const element = itemElement(shape, item);
      const itemPath = path + formatElement(element);
      if (seen.has(element)) problems.push(`${path}: duplicate entries for key ${formatElement(element)}`);
      seen.add(element);
      const child = at.child(element);
      if (shape.kind === 'listMap') collect(shape.of, item, child, itemPath, problems);
      child.isMember = true;
    } catch (error) {
      if (!(error instanceof FieldSetError)) throw error;
      problems.push(`${path}: element ${index}: ${error.message}`);
    }
  });
}
