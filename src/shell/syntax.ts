// The only place that knows which parser reads the shell language.

import type { Command, ParseError, Script, Statement, SyntaxNode, Word, WordPart } from 'unbash';
import { forEachChild, parse } from 'unbash';

export type {
  AndOr,
  ArithmeticFor,
  Assignment,
  Case,
  Command,
  CommandNode,
  CompoundList,
  For,
  HereDoc,
  ParameterExpansionPart,
  ParameterOperation,
  Pipeline,
  PipelineNode,
  Redirection,
  Script,
  Select,
  Statement,
  SyntaxNode,
  TestExpression,
  Word,
  WordPart,
} from 'unbash';

/** Why a text is not a shell program. */
export interface SyntaxProblem {
  readonly message: string;
  /** Offset in the text. */
  readonly position: number;
}

/** A parsed text: its statements, and the first thing wrong with it. */
export interface Parsed {
  readonly source: string;
  readonly statements: readonly Statement[];
  readonly problem: SyntaxProblem | undefined;
}

const MAX_CACHED = 500;
const parsedTexts = new Map<string, Parsed>();

/** Parses a program. Equal texts are parsed once: loops and scripts come back to the same ones. */
export function parseProgram(source: string): Parsed {
  const known = parsedTexts.get(source);
  if (known) return known;
  const script = parse(source);
  const [error] = (script.errors ?? []).toSorted((a: ParseError, b: ParseError) => a.pos - b.pos);
  const parsed: Parsed = {
    source,
    statements: script.commands,
    problem: error ? { message: error.message, position: error.pos } : undefined,
  };
  if (parsedTexts.size >= MAX_CACHED) parsedTexts.clear();
  parsedTexts.set(source, parsed);
  return parsed;
}

/** Parses one word: what stands between two blanks. */
export function parseWord(text: string): Word | undefined {
  const command = parseProgram(`: ${text}`).statements[0]?.command;
  const [first] = command?.type === 'Command' ? command.args : [];
  return first?.type === 'Word' ? first : undefined;
}

/** Parses text in which only `$`, backquotes and backslashes mean something, as in a here-document. Positions refer to `source`. */
export function parseExpandableText(text: string): { parts: readonly WordPart[]; source: string } {
  const source = `: <<_\n${text}\n_`;
  const command = parseProgram(source).statements[0]?.command;
  const [redirect] = command?.type === 'Command' ? command.redirects : [];
  return { parts: (redirect?.type === 'HereDoc' && redirect.body.parts) || [], source };
}

/** The statements of a substitution, with the text their positions refer to. */
export function substitutionOf(script: Script, source: string): { statements: readonly Statement[]; source: string } {
  return { statements: script.commands, source: script.source ?? source };
}

/** The one-based line of an offset. */
export function lineOf(source: string, position: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at >= 0 && at < position; at = source.indexOf('\n', at + 1)) line++;
  return line;
}

/** Whether a text is the beginning of a program: an interactive shell then asks for more lines. */
export function isIncomplete(source: string): boolean {
  if (/(^|[^\\])(\\\\)*\\\n?$/.test(source)) return true;
  const { problem, statements } = parseProgram(source);
  if (problem) {
    if (problem.message.startsWith('unterminated')) return true;
    const atEnd = source.slice(problem.position).trim() === '';
    return problem.message.startsWith('expected') && (atEnd || isOpenCompound(source));
  }
  return statements.some(hasOpenHereDoc);
}

/** Whether the only thing wrong is that the text stops: adding a token that closes nothing moves the error to the end. */
function isOpenCompound(source: string): boolean {
  const errors = parse(source).errors ?? [];
  return (
    errors.every((error) => error.message.startsWith('expected') && source.slice(error.pos).trim() === '') ||
    errors.every((error) => / to close /.test(error.message))
  );
}

function hasOpenHereDoc(node: SyntaxNode): boolean {
  if (node.type === 'HereDoc') return node.closing === undefined;
  let found = false;
  forEachChild(node, (child) => {
    found ||= hasOpenHereDoc(child);
  });
  return found;
}

/** Calls `visit` with every simple command of a statement, substitutions included, outermost first. */
export function forEachCommand(node: SyntaxNode, visit: (command: Command) => void): void {
  if (node.type === 'Command') visit(node);
  forEachChild(node, (child) => {
    if (child.type !== 'CommandExpansion' && child.type !== 'ProcessSubstitution') forEachCommand(child, visit);
  });
}
