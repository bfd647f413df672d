import { quoteGo } from '../json.ts';
import { FunctionError, templateFunctions } from './functions.ts';
import type { Place } from './lex.ts';
import type { Command, ControlNode, Operand, Pipeline, TemplateNode } from './parse.ts';
import { GoTemplateError } from './template-error.ts';
import { formatValue, goTypeOf, isTruthy, noValue } from './values.ts';

export interface ExecuteOptions {
  readonly name: string;
  /** Whether a missing key of a map is an error, as with `--allow-missing-template-keys=false`. */
  readonly failOnMissingKey: boolean;
}

type Flow = 'next' | 'break' | 'continue';

/** Runs a template over one value. */
export class Execution {
  readonly #options: ExecuteOptions;
  /** Variables of the blocks that are open, the innermost last. */
  #scope: { readonly name: string; value: unknown }[];
  #output = '';

  constructor(data: unknown, options: ExecuteOptions) {
    this.#options = options;
    this.#scope = [{ name: '$', value: data }];
  }

  run(nodes: readonly TemplateNode[], data: unknown): string {
    this.#walk(nodes, data);
    return this.#output;
  }

  #fail(message: string, place: Place, text: string): GoTemplateError {
    const { name } = this.#options;
    return new GoTemplateError(`template: ${name}:${place.line}:${place.column}: executing ${quoteGo(name)} at <${text}>: ${message}`);
  }

  #walk(nodes: readonly TemplateNode[], dot: unknown): Flow {
    for (const node of nodes) {
      const flow = this.#walkNode(node, dot);
      if (flow !== 'next') return flow;
    }
    return 'next';
  }

  #walkNode(node: TemplateNode, dot: unknown): Flow {
    switch (node.kind) {
      case 'text':
        this.#output += node.text;
        return 'next';
      case 'break':
      case 'continue':
        return node.kind;
      case 'print': {
        const value = this.#evaluatePipeline(node.pipeline, dot);
        if (node.pipeline.variables.length === 0) this.#output += formatValue(value);
        return 'next';
      }
      default:
        return node.kind === 'range' ? this.#walkRange(node, dot) : this.#walkBranch(node, dot);
    }
  }

  #walkBranch(node: ControlNode, dot: unknown): Flow {
    const depth = this.#scope.length;
    const value = this.#evaluatePipeline(node.pipeline, dot);
    const flow = isTruthy(value) ? this.#walk(node.body, node.kind === 'with' ? value : dot) : this.#walk(node.otherwise, dot);
    this.#scope.length = depth;
    return flow;
  }

  #walkRange(node: ControlNode, dot: unknown): Flow {
    const depth = this.#scope.length;
    const value = this.#evaluatePipeline({ ...node.pipeline, variables: [] }, dot);
    const entries = this.#entriesOf(value, node.pipeline);
    let flow: Flow = 'next';
    for (const [key, element] of entries) {
      this.#bindRange(node.pipeline, key, element);
      flow = this.#walk(node.body, element);
      if (node.pipeline.declares) this.#scope.length = depth;
      if (flow === 'break') break;
    }
    if (entries.length === 0) flow = this.#walk(node.otherwise, dot);
    else flow = 'next';
    this.#scope.length = depth;
    return flow;
  }

  #bindRange({ variables, declares }: Pipeline, key: unknown, element: unknown): void {
    const values = variables.length === 2 ? [key, element] : [element];
    for (const [index, name] of variables.entries()) this.#setVariable(name, values[index], declares);
  }

  #entriesOf(value: unknown, pipeline: Pipeline): readonly (readonly [unknown, unknown])[] {
    if (value === null || value === undefined || value === noValue) return [];
    if (Array.isArray(value)) return value.map((element, index) => [BigInt(index), element]);
    if (typeof value === 'bigint') return Array.from({ length: Math.max(0, Number(value)) }, (_, index) => [BigInt(index), BigInt(index)]);
    if (typeof value === 'object') return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    throw this.#fail(`range can't iterate over ${formatValue(value)}`, placeOf(pipeline), describePipeline(pipeline));
  }

  #setVariable(name: string, value: unknown, declares: boolean): void {
    if (declares) {
      this.#scope.push({ name, value });
      return;
    }
    const found = this.#scope.findLast((variable) => variable.name === name);
    if (found === undefined) throw new GoTemplateError(`template: ${this.#options.name}:1: undefined variable ${quoteGo(name)}`);
    found.value = value;
  }

  #evaluatePipeline(pipeline: Pipeline, dot: unknown): unknown {
    let value: unknown;
    for (const [index, command] of pipeline.commands.entries()) value = this.#evaluateCommand(command, dot, index > 0 ? [value] : []);
    for (const name of pipeline.variables) this.#setVariable(name, value, pipeline.declares);
    return value;
  }

  /** @param piped the value of the command before, which comes as the last argument */
  #evaluateCommand(command: Command, dot: unknown, piped: readonly unknown[]): unknown {
    const [first, ...rest] = command;
    if (first === undefined) return undefined;
    if (first.kind === 'function') return this.#callFunction(first.name, command, dot, piped);
    if (rest.length > 0 || piped.length > 0) throw this.#fail(`can't give argument to non-function ${describe(first)}`, first.place, describe(first));
    if (first.kind === 'nil') throw this.#fail('nil is not a command', first.place, 'nil');
    return this.#evaluateOperand(first, dot);
  }

  /** @param command the function and its arguments */
  #callFunction(name: string, command: Command, dot: unknown, piped: readonly unknown[]): unknown {
    const fail = (message: string, text: string) => this.#fail(message, command[0]?.place ?? { line: 1, column: 0 }, text);
    const count = command.length - 1 + piped.length;
    if (count < minimumArguments(name)) throw fail(`wrong number of args for ${name}: want ${wanted(name)} got ${count}`, name);
    if (name === 'and' || name === 'or') return this.#shortCircuit(name, command.slice(1), dot, piped);
    const args = [...command.slice(1).map((operand) => this.#evaluateOperand(operand, dot)), ...piped];
    try {
      return templateFunctions[name]?.(...args);
    } catch (error) {
      if (error instanceof FunctionError) throw fail(`error calling ${name}: ${error.message}`, describeCommand(command));
      throw error;
    }
  }

  #shortCircuit(name: 'and' | 'or', operands: readonly Operand[], dot: unknown, piped: readonly unknown[]): unknown {
    let value: unknown;
    for (const operand of operands) {
      value = this.#evaluateOperand(operand, dot);
      if (isTruthy(value) === (name === 'or')) return value;
    }
    return piped.length > 0 ? piped[0] : value;
  }

  #evaluateOperand(operand: Operand, dot: unknown): unknown {
    switch (operand.kind) {
      case 'dot':
        return dot;
      case 'nil':
        return null;
      case 'constant':
        return operand.value;
      case 'field':
        return this.#follow(dot, operand.names, operand);
      case 'variable':
        return this.#follow(this.#variable(operand.name, operand.place), operand.names, operand);
      case 'function':
        return this.#callFunction(operand.name, [operand], dot, []);
      case 'chain':
        return this.#follow(this.#evaluatePipeline(operand.pipeline, dot), operand.names, operand);
    }
  }

  #variable(name: string, place: Place): unknown {
    const found = this.#scope.findLast((variable) => variable.name === name);
    if (found === undefined) throw new GoTemplateError(`template: ${this.#options.name}:${place.line}: undefined variable ${quoteGo(name)}`);
    return found.value;
  }

  #follow(start: unknown, names: readonly string[], operand: Operand): unknown {
    const fail = (message: string) => this.#fail(message, operand.place, describe(operand));
    let value = start;
    for (const name of names) {
      if (value === noValue) {
        if (this.#options.failOnMissingKey) throw fail(`nil data; no entry for key ${quoteGo(name)}`);
        return noValue;
      }
      if (value === null || value === undefined) throw fail(`nil pointer evaluating interface {}.${name}`);
      if (typeof value !== 'object' || Array.isArray(value)) {
        throw fail(`can't evaluate field ${name} in type ${value === start ? 'interface {}' : goTypeOf(value)}`);
      }
      const map = value as Readonly<Record<string, unknown>>;
      if (Object.hasOwn(map, name) && map[name] !== undefined) value = map[name];
      else if (this.#options.failOnMissingKey) throw fail(`map has no entry for key ${quoteGo(name)}`);
      else value = noValue;
    }
    return value;
  }
}

function placeOf(pipeline: Pipeline): Place {
  return pipeline.commands[0]?.[0]?.place ?? { line: 1, column: 0 };
}

function describeCommand(command: Command): string {
  return command.map(describe).join(' ');
}

function describePipeline(pipeline: Pipeline): string {
  return pipeline.commands.map(describeCommand).join(' | ');
}

function minimumArguments(name: string): number {
  return ['ne', 'lt', 'le', 'gt', 'ge'].includes(name) ? 2 : ['print', 'println', 'html', 'js', 'urlquery'].includes(name) ? 0 : 1;
}

function wanted(name: string): string {
  return ['printf', 'index', 'slice', 'eq', 'exists'].includes(name) ? `at least ${minimumArguments(name)}` : String(minimumArguments(name));
}

/** An operand as error texts quote it. */
function describe(operand: Operand): string {
  switch (operand.kind) {
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'constant':
      return typeof operand.value === 'string' ? quoteGo(operand.value) : String(operand.value);
    case 'field':
      return operand.names.map((name) => `.${name}`).join('');
    case 'variable':
      return operand.name + operand.names.map((name) => `.${name}`).join('');
    case 'function':
      return operand.name;
    case 'chain':
      return `(${describePipeline(operand.pipeline)})${operand.names.map((name) => `.${name}`).join('')}`;
  }
}
