import { CelError } from './cel-error.ts';
import { evaluateCel, type Variables } from './evaluate.ts';
import { hasFunction } from './functions.ts';
import { type CelNode, parseCel } from './parse.ts';

/** An expression that is ready to be evaluated. */
export interface CelProgram {
  /** The names it uses that come from outside. */
  readonly names: ReadonlySet<string>;
  /** @throws CelError */
  run(variables: Variables): unknown;
}

const programs = new Map<string, CelProgram>();

/**
 * Reads an expression; one that was read before is not read again.
 * @throws CelError for what cannot be read and for functions that are not there
 */
export function compileCel(source: string): CelProgram {
  const known = programs.get(source);
  if (known) return known;
  const node = parseCel(source);
  const names = new Set<string>();
  collectNames(node, new Set(), names);
  const program: CelProgram = { names, run: (variables) => evaluateCel(node, variables) };
  programs.set(source, program);
  return program;
}

function collectNames(node: CelNode, bound: ReadonlySet<string>, names: Set<string>): void {
  const visit = (child: CelNode | undefined): void => {
    if (child) collectNames(child, bound, names);
  };
  switch (node.kind) {
    case 'name':
      if (!bound.has(node.name)) names.add(node.name);
      return;
    case 'call':
      if (!hasFunction(node.name, node.target !== undefined)) throw new CelError(`undeclared reference to '${node.name}'`);
      visit(node.target);
      node.args.forEach(visit);
      return;
    case 'macro': {
      visit(node.of);
      const inner = new Set([...bound, node.variable]);
      for (const body of node.bodies) collectNames(body, inner, names);
      return;
    }
    case 'select':
    case 'has':
    case 'not':
    case 'negate':
      visit(node.of);
      return;
    case 'index':
      visit(node.of);
      visit(node.index);
      return;
    case 'list':
      node.items.forEach(visit);
      return;
    case 'map':
      for (const [key, value] of node.entries) {
        visit(key);
        visit(value);
      }
      return;
    case 'binary':
      visit(node.left);
      visit(node.right);
      return;
    case 'conditional':
      visit(node.test);
      visit(node.then);
      visit(node.otherwise);
      return;
    case 'literal':
      return;
  }
}
