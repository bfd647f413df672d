import { quoteGo } from '../json.ts';
import { templateFunctions } from './functions.ts';
import { cutTemplate, type Piece, type Place, type Token } from './lex.ts';
import { GoTemplateError } from './template-error.ts';

/** What gives a value, and where it stands. */
export type Operand = { readonly place: Place } & (
  | { readonly kind: 'dot' | 'nil' }
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'field'; readonly names: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string; readonly names: readonly string[] }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'chain'; readonly pipeline: Pipeline; readonly names: readonly string[] }
);

/** A function with its arguments, or a single operand. */
export type Command = readonly Operand[];

export interface Pipeline {
  /** Variables set to the value: one, or two in a range (index and element). */
  readonly variables: readonly string[];
  readonly declares: boolean;
  readonly commands: readonly Command[];
}

export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly pipeline: Pipeline }
  | ControlNode
  | { readonly kind: 'break' | 'continue' };

/** A block that is run or not, or over and over. */
export interface ControlNode {
  readonly kind: 'if' | 'with' | 'range';
  readonly pipeline: Pipeline;
  readonly body: readonly TemplateNode[];
  readonly otherwise: readonly TemplateNode[];
}

/**
 * Reads a template.
 * @param name for error texts
 * @throws GoTemplateError
 */
export function parseTemplate(template: string, name: string): TemplateNode[] {
  const reader = new TemplateReader(cutTemplate(template, name), name);
  return reader.readAll();
}

type Block = { readonly nodes: TemplateNode[]; readonly end: 'end' | 'else' | 'eof'; readonly elseAction: Piece | undefined };

class TemplateReader {
  readonly #pieces: readonly Piece[];
  readonly #name: string;
  #position = 0;
  #rangeDepth = 0;
  #line = 1;

  constructor(pieces: readonly Piece[], name: string) {
    this.#pieces = pieces;
    this.#name = name;
  }

  fail(message: string): GoTemplateError {
    return new GoTemplateError(`template: ${this.#name}:${this.#line}: ${message}`);
  }

  readAll(): TemplateNode[] {
    const { nodes, end } = this.#readBlock();
    if (end !== 'eof') throw this.fail(`unexpected {{${end}}}`);
    return nodes;
  }

  #readBlock(): Block {
    const nodes: TemplateNode[] = [];
    for (;;) {
      const piece = this.#pieces[this.#position++];
      if (piece === undefined) return { nodes, end: 'eof', elseAction: undefined };
      if (piece.kind === 'text') {
        nodes.push(piece);
        continue;
      }
      this.#line = piece.line;
      const keyword = piece.tokens.find((token) => token.kind !== 'space')?.text;
      if (keyword === 'end') return { nodes, end: 'end', elseAction: undefined };
      if (keyword === 'else') return { nodes, end: 'else', elseAction: piece };
      nodes.push(this.#readAction(keyword, piece.tokens));
    }
  }

  #readAction(keyword: string | undefined, tokens: readonly Token[]): TemplateNode {
    if (keyword === 'if' || keyword === 'with' || keyword === 'range') return this.#readControl(keyword, afterKeyword(tokens));
    if (keyword === 'break' || keyword === 'continue') {
      if (this.#rangeDepth === 0) throw this.fail(`{{${keyword}}} outside {{range}}`);
      return { kind: keyword };
    }
    if (keyword === 'define' || keyword === 'template' || keyword === 'block') throw this.fail(`{{${keyword}}} is not supported here`);
    return { kind: 'print', pipeline: this.#parsePipeline(tokens, 'command') };
  }

  #readControl(kind: ControlNode['kind'], tokens: readonly Token[]): TemplateNode {
    const pipeline = this.#parsePipeline(tokens, kind);
    if (kind === 'range') this.#rangeDepth += 1;
    const body = this.#readBlock();
    if (kind === 'range') this.#rangeDepth -= 1;
    if (body.end === 'eof') throw this.fail('unexpected EOF');
    let otherwise: readonly TemplateNode[] = [];
    if (body.end === 'else' && body.elseAction?.kind === 'action') {
      const rest = afterKeyword(body.elseAction.tokens);
      const next = rest.find((token) => token.kind !== 'space')?.text;
      if (next === 'if' || next === 'with') otherwise = [this.#readControl(next, afterKeyword(rest))];
      else {
        const elseBody = this.#readBlock();
        if (elseBody.end !== 'end') throw this.fail(elseBody.end === 'eof' ? 'unexpected EOF' : 'expected end; found {{else}}');
        otherwise = elseBody.nodes;
      }
    }
    return { kind, pipeline, body: body.nodes, otherwise };
  }

  #parsePipeline(tokens: readonly Token[], context: string): Pipeline {
    const solid = tokens.filter((token) => token.kind !== 'space');
    const [first, second, third, fourth] = solid;
    let variables: string[] = [];
    let operator: Token | undefined;
    if (first?.kind === 'variable' && (second?.kind === 'declare' || second?.kind === 'assign')) {
      variables = [first.text];
      operator = second;
    } else if (
      context === 'range' &&
      first?.kind === 'variable' &&
      second?.kind === 'comma' &&
      third?.kind === 'variable' &&
      (fourth?.kind === 'declare' || fourth?.kind === 'assign')
    ) {
      variables = [first.text, third.text];
      operator = fourth;
    }
    const rest = operator === undefined ? tokens : tokens.slice(tokens.indexOf(operator) + 1);
    const commands = this.#parseCommands(rest, context);
    return { variables, declares: operator?.kind === 'declare', commands };
  }

  #parseCommands(tokens: readonly Token[], context: string): Command[] {
    const commands: Command[] = [];
    let current: Operand[] = [];
    let index = 0;
    while (index < tokens.length) {
      const token = tokens[index];
      if (token === undefined) break;
      if (token.kind === 'space') index += 1;
      else if (token.kind === 'pipe') {
        if (current.length === 0) throw this.fail(`missing value for ${context}`);
        commands.push(current);
        current = [];
        index += 1;
      } else {
        const { operand, next } = this.#parseOperand(tokens, index, context);
        current.push(operand);
        index = next;
      }
    }
    if (current.length === 0) throw this.fail(`missing value for ${context}`);
    return [...commands, current];
  }

  #parseOperand(tokens: readonly Token[], start: number, context: string): { operand: Operand; next: number } {
    const token = tokens[start];
    let next = start + 1;
    let inner: Pipeline | undefined;
    if (token?.kind === 'open') {
      const close = findClose(tokens, start);
      if (close < 0) throw this.fail('unclosed left paren');
      inner = this.#parsePipeline(tokens.slice(start + 1, close), 'parenthesized pipeline');
      next = close + 1;
    }
    const names: string[] = token?.kind === 'field' ? [token.text.slice(1)] : [];
    // A path of several fields stands, for Go, where its second one does.
    const second = tokens[next]?.kind === 'field' ? tokens[next] : undefined;
    for (; tokens[next]?.kind === 'field'; next += 1) names.push((tokens[next]?.text ?? '').slice(1));
    const { line, column } = second ?? token ?? { line: this.#line, column: 0 };
    const place = { line, column };
    return { operand: inner === undefined ? this.#operandOf(token, names, context, place) : { kind: 'chain', pipeline: inner, names, place }, next };
  }

  #operandOf(token: Token | undefined, names: readonly string[], context: string, place: Place): Operand {
    switch (token?.kind) {
      case 'field':
        return { kind: 'field', names, place };
      case 'dot':
        return { kind: 'dot', place };
      case 'variable':
        return { kind: 'variable', name: token.text, names, place };
      case 'string':
      case 'number':
      case 'char':
        return { kind: 'constant', value: token.value, place };
      case 'identifier':
        return this.#identifierOperand(token.text, place);
      default:
        throw this.fail(`unexpected ${quoteGo(token?.text ?? '')} in ${context}`);
    }
  }

  #identifierOperand(name: string, place: Place): Operand {
    if (name === 'true' || name === 'false') return { kind: 'constant', value: name === 'true', place };
    if (name === 'nil') return { kind: 'nil', place };
    if (!Object.hasOwn(templateFunctions, name) && name !== 'and' && name !== 'or') throw this.fail(`function ${quoteGo(name)} not defined`);
    return { kind: 'function', name, place };
  }
}

function afterKeyword(tokens: readonly Token[]): readonly Token[] {
  return tokens.slice(tokens.findIndex((token) => token.kind !== 'space') + 1);
}

function findClose(tokens: readonly Token[], start: number): number {
  let depth = 0;
  for (let index = start; index < tokens.length; index += 1) {
    if (tokens[index]?.kind === 'open') depth += 1;
    if (tokens[index]?.kind === 'close') depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}
