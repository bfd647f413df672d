import { UsageError } from '#sim/usage-error.ts';
import { toJavaScriptRegExp } from '../../words/posix-regexp.ts';
import { callBuiltin } from './functions.ts';
import type { Expression, Program, Rule, Statement, Target } from './syntax-tree.ts';
import { compareValues, formatValues, fromInput, isTrue, toNumber, toText, type Value } from './values.ts';

/** What a program reads and writes. Everything is synchronous: the caller moves the bytes between records. */
export interface AwkStreams {
  write(target: { readonly operator: '' | '>' | '>>' | '|'; readonly name: string }, text: string): void;
  /** The next record of the main input, for `getline`. */
  nextRecord(): string | undefined;
  /** The next line of a file, for `getline < file`; null when it cannot be read. */
  nextLineOf(path: string): string | undefined | null;
  close(name: string): boolean;
  readonly nowMs: number;
  random(): number;
}

type Table = Map<string, Value>;

/** A variable: a value, or an array once it is used as one. */
interface Cell {
  value: Value;
  table: Table | undefined;
  /** A parameter that was not set yet shares the array its caller may get. */
  readonly shared: Cell | undefined;
}

class LoopSignal extends Error {
  readonly kind: 'break' | 'continue';
  constructor(kind: LoopSignal['kind']) {
    super(kind);
    this.kind = kind;
  }
}
class NextSignal extends Error {
  readonly skipsFile: boolean;
  constructor(skipsFile: boolean) {
    super('next');
    this.skipsFile = skipsFile;
  }
}
class ReturnSignal extends Error {
  readonly value: Value;
  constructor(value: Value) {
    super('return');
    this.value = value;
  }
}
/** `exit`: thrown to the end of the program. */
export class ExitSignal extends Error {}

const MAX_DEPTH = 500;

/** A running program. */
export interface AwkMachine {
  readonly exitCode: number;
  setVariable(name: string, value: Value): void;
  getVariable(name: string): Value;
  setArray(name: string, entries: Iterable<readonly [string, string]>): void;
  /** @throws ExitSignal */
  runBegin(): void;
  /** Runs the rules over one record. @returns whether the rest of the file is skipped. @throws ExitSignal */
  runRecord(text: string): boolean;
  /** @throws ExitSignal */
  runEnd(): void;
  beginFile(name: string): void;
}

/** What builtin functions need of the machine. */
export interface FunctionContext {
  evaluate(expression: Expression): Value;
  text(expression: Expression): string;
  number(expression: Expression): number;
  expression(node: Expression): RegExp;
  assign(target: Target, value: Value): void;
  tableOf(name: string): Table;
  split(text: string, separator: string | RegExp): string[];
  variable(name: string): Value;
  setVariable(name: string, value: Value): void;
  readonly record: string;
  readonly streams: AwkStreams;
}

const expressions = new Map<string, RegExp>();

function compileRegExp(source: string): RegExp {
  const known = expressions.get(source);
  if (known) return known;
  const expression = toJavaScriptRegExp(source.replace(/\\\//g, '/'), 'extended', 'gsu');
  if (!expression) throw new UsageError(`fatal: invalid regular expression: /${source}/`, 2);
  if (expressions.size > 500) expressions.clear();
  expressions.set(source, expression);
  return expression;
}

/** Creates a machine with awk's variables at their start. */
export function createAwkMachine(program: Program, streams: AwkStreams): AwkMachine {
  const globals = new Map<string, Cell>();
  const frames: Map<string, Cell>[] = [];
  const openRanges = new Set<Rule>();
  let record = '';
  let fields: Value[] | undefined = [];
  let isRecordStale = false;
  let exitCode = 0;

  const newCell = (value?: Value, shared?: Cell): Cell => ({ value, table: undefined, shared });
  const cellOf = (name: string): Cell => {
    const local = frames.at(-1)?.get(name);
    if (local) return local;
    let cell = globals.get(name);
    if (!cell) {
      cell = newCell();
      globals.set(name, cell);
    }
    return cell;
  };
  const tableIn = (cell: Cell): Table => {
    if (!cell.table) cell.table = cell.shared ? tableIn(cell.shared) : new Map();
    return cell.table;
  };
  const tableOf = (name: string): Table => tableIn(cellOf(name));
  const variable = (name: string): Value => (name === 'NF' ? fieldList().length : cellOf(name).value);
  const text = (value: Value): string => toText(value, toText(globals.get('CONVFMT')?.value) || '%.6g');
  const textOf = (name: string): string => text(variable(name));

  const split = (source: string, separator: string | RegExp): string[] => {
    if (source === '') return [];
    if (separator === ' ') return source.split(/[ \t\n]+/).filter((piece) => piece !== '');
    if (separator === '') return [...source];
    if (typeof separator === 'string' && separator.length === 1 && separator !== '\\') return source.split(separator);
    return splitByRegExp(source, typeof separator === 'string' ? compileRegExp(separator) : separator);
  };
  const fieldList = (): Value[] => {
    fields ??= split(record, textOf('FS')).map(fromInput);
    return fields;
  };
  const recordText = (): string => {
    if (isRecordStale) {
      record = fieldList().map(text).join(textOf('OFS'));
      isRecordStale = false;
    }
    return record;
  };
  const setRecord = (value: string): void => {
    record = value;
    fields = undefined;
    isRecordStale = false;
  };
  const setField = (index: number, value: Value): void => {
    if (index < 0) throw new UsageError(`fatal: attempt to access field ${index}`, 2);
    if (index === 0) {
      setRecord(text(value));
      return;
    }
    const list = fieldList();
    while (list.length < index) list.push('');
    list[index - 1] = value;
    isRecordStale = true;
  };
  const keyOf = (keys: readonly Expression[]): string => keys.map((key) => text(evaluate(key))).join(keys.length > 1 ? textOf('SUBSEP') : '');

  const setVariable = (name: string, value: Value): void => {
    if (name === 'NF') {
      const list = fieldList();
      const count = Math.max(0, toNumber(value));
      while (list.length < count) list.push('');
      list.length = count;
      isRecordStale = true;
    } else cellOf(name).value = value;
  };
  const assign = (target: Target, value: Value): void => {
    if (target.type === 'variable') setVariable(target.name, value);
    else if (target.type === 'field') setField(toNumber(evaluate(target.index)), value);
    else tableOf(target.name).set(keyOf(target.keys), value);
  };
  const read = (target: Target): Value => {
    if (target.type === 'variable') return variable(target.name);
    if (target.type === 'element') {
      const table = tableOf(target.name);
      const key = keyOf(target.keys);
      if (!table.has(key)) table.set(key, undefined); // as a reference does
      return table.get(key);
    }
    const index = toNumber(evaluate(target.index));
    if (index < 0) throw new UsageError(`fatal: attempt to access field ${index}`, 2);
    return index === 0 ? fromInput(recordText()) : fieldList()[Math.trunc(index) - 1];
  };

  const regExpOf = (node: Expression): RegExp => compileRegExp(node.type === 'regexp' ? node.source : text(evaluate(node)));
  const matches = (subject: string, node: Expression): boolean => {
    const expression = regExpOf(node);
    expression.lastIndex = 0;
    return expression.test(subject);
  };

  const arithmetic = (operator: string, left: number, right: number): number => {
    switch (operator) {
      case '+':
        return left + right;
      case '-':
        return left - right;
      case '*':
        return left * right;
      case '^':
        return left ** right;
      default:
        if (right === 0) throw new UsageError(`fatal: division by zero attempted${operator === '%' ? " in `%'" : ''}`, 2);
        return operator === '/' ? left / right : left % right;
    }
  };

  const binary = (node: Extract<Expression, { type: 'binary' }>): Value => {
    const { operator, left, right } = node;
    switch (operator) {
      case '&&':
        return isTrue(evaluate(left)) && isTrue(evaluate(right)) ? 1 : 0;
      case '||':
        return isTrue(evaluate(left)) || isTrue(evaluate(right)) ? 1 : 0;
      case '~':
      case '!~':
        return matches(text(evaluate(left)), right) === (operator === '~') ? 1 : 0;
      case ' ': {
        const first = text(evaluate(left));
        return first + text(evaluate(right));
      }
      case '<':
      case '<=':
      case '==':
      case '!=':
      case '>':
      case '>=': {
        const order = compareValues(evaluate(left), evaluate(right));
        const holds = { '<': order < 0, '<=': order <= 0, '==': order === 0, '!=': order !== 0, '>': order > 0, '>=': order >= 0 }[operator];
        return holds ? 1 : 0;
      }
      default: {
        const first = toNumber(evaluate(left));
        return arithmetic(operator, first, toNumber(evaluate(right)));
      }
    }
  };

  const call = (name: string, args: readonly Expression[]): Value => {
    const definition = program.functions.get(name);
    if (!definition) throw new UsageError(`fatal: function \`${name}' not defined`, 2);
    if (frames.length >= MAX_DEPTH) throw new UsageError('fatal: function call nesting too deep', 2);
    const frame = new Map<string, Cell>();
    for (const [index, parameter] of definition.parameters.entries()) frame.set(parameter, argumentCell(args[index]));
    frames.push(frame);
    try {
      run(definition.body);
      return undefined;
    } catch (error) {
      if (error instanceof ReturnSignal) return error.value;
      throw error;
    } finally {
      frames.pop();
    }
  };
  /** An array is passed as it is, a value as a copy. */
  const argumentCell = (argument: Expression | undefined): Cell => {
    if (!argument) return newCell();
    if (argument.type !== 'variable') return newCell(evaluate(argument));
    const cell = cellOf(argument.name);
    if (cell.table) return { value: undefined, table: cell.table, shared: undefined };
    return cell.value === undefined && argument.name !== 'NF' ? newCell(undefined, cell) : newCell(variable(argument.name));
  };

  const getline = (node: Extract<Expression, { type: 'getline' }>): Value => {
    const line = node.file ? streams.nextLineOf(text(evaluate(node.file))) : streams.nextRecord();
    if (line === null) return -1;
    if (line === undefined) return 0;
    if (!node.file) countRecord();
    if (node.target) assign(node.target, fromInput(line));
    else setRecord(line);
    return 1;
  };

  const evaluate = (node: Expression): Value => {
    switch (node.type) {
      case 'number':
      case 'string':
        return node.value;
      case 'regexp':
        return matches(recordText(), node) ? 1 : 0;
      case 'variable':
      case 'field':
      case 'element':
        return read(node);
      case 'group':
        return node.items.length === 1 && node.items[0] ? evaluate(node.items[0]) : keyOf(node.items);
      case 'assign': {
        const value = evaluate(node.value);
        const result = node.operator === '' ? value : arithmetic(node.operator, toNumber(read(node.target)), toNumber(value));
        assign(node.target, result);
        return result;
      }
      case 'choice':
        return isTrue(evaluate(node.test)) ? evaluate(node.yes) : evaluate(node.no);
      case 'binary':
        return binary(node);
      case 'unary': {
        const value = evaluate(node.operand);
        return node.operator === '!' ? (isTrue(value) ? 0 : 1) : node.operator === '-' ? -toNumber(value) : toNumber(value);
      }
      case 'step': {
        const before = toNumber(read(node.target));
        assign(node.target, before + node.by);
        return node.isPrefix ? before + node.by : before;
      }
      case 'member':
        return tableOf(node.name).has(keyOf(node.keys)) ? 1 : 0;
      case 'call':
        return node.isBuiltin ? callBuiltin(node.name, node.args, context) : call(node.name, node.args);
      case 'getline':
        return getline(node);
    }
  };

  const context: FunctionContext = {
    evaluate,
    text: (expression) => text(evaluate(expression)),
    number: (expression) => toNumber(evaluate(expression)),
    expression: regExpOf,
    assign,
    tableOf,
    split,
    variable,
    setVariable,
    get record() {
      return recordText();
    },
    streams,
  };

  const print = (node: Extract<Statement, { type: 'print' }>): void => {
    const values = node.args.map(evaluate);
    const outputFormat = textOf('OFMT') || '%.6g';
    const plain = node.args.length === 0 ? recordText() : values.map((value) => toText(value, outputFormat)).join(textOf('OFS'));
    const output = node.isFormatted ? formatValues(text(values[0]), values.slice(1)) : plain + textOf('ORS');
    streams.write(node.redirect ? { operator: node.redirect.operator, name: text(evaluate(node.redirect.target)) } : { operator: '', name: '' }, output);
  };

  /** Runs the body of a loop. @returns false when it was left */
  const runBody = (body: Statement): boolean => {
    try {
      run(body);
      return true;
    } catch (error) {
      if (!(error instanceof LoopSignal)) throw error;
      return error.kind === 'continue';
    }
  };
  let turns = 0;
  const countTurn = (): void => {
    if (++turns > MAX_TURNS) throw new UsageError('fatal: the program goes round in circles', 2);
  };

  const run = (node: Statement): void => {
    switch (node.type) {
      case 'block':
        for (const statement of node.statements) run(statement);
        return;
      case 'expression':
        evaluate(node.expression);
        return;
      case 'print':
        print(node);
        return;
      case 'if':
        if (isTrue(evaluate(node.test))) run(node.yes);
        else if (node.no) run(node.no);
        return;
      case 'while':
        if (!node.testsFirst && !runBody(node.body)) return;
        while (isTrue(evaluate(node.test))) {
          countTurn();
          if (!runBody(node.body)) return;
        }
        return;
      case 'for':
        for (runIfAny(node.start); !node.test || isTrue(evaluate(node.test)); runIfAny(node.step)) {
          countTurn();
          if (!runBody(node.body)) return;
        }
        return;
      case 'for-in':
        for (const key of [...tableOf(node.name).keys()]) {
          setVariable(node.variable, fromInput(key));
          if (!runBody(node.body)) return;
        }
        return;
      case 'delete':
        if (node.keys) tableOf(node.name).delete(keyOf(node.keys));
        else tableOf(node.name).clear();
        return;
      case 'exit':
        if (node.value) exitCode = toNumber(evaluate(node.value)) & 255;
        throw new ExitSignal('exit');
      case 'return':
        throw new ReturnSignal(node.value && evaluate(node.value));
      case 'next':
      case 'nextfile':
        throw new NextSignal(node.type === 'nextfile');
      default:
        throw new LoopSignal(node.type);
    }
  };
  const runIfAny = (node: Statement | undefined): void => {
    if (node) run(node);
  };

  const selects = (rule: Rule): boolean => {
    if (rule.pattern === undefined) return true;
    if (rule.pattern === 'BEGIN' || rule.pattern === 'END') return false;
    if (!rule.until) return isTrue(evaluate(rule.pattern));
    if (!openRanges.has(rule)) {
      if (!isTrue(evaluate(rule.pattern))) return false;
      openRanges.add(rule);
    }
    if (isTrue(evaluate(rule.until))) openRanges.delete(rule);
    return true;
  };
  const printRecord: Statement = { type: 'print', isFormatted: false, args: [], redirect: undefined };
  const countRecord = (): void => {
    cellOf('NR').value = toNumber(cellOf('NR').value) + 1;
    cellOf('FNR').value = toNumber(cellOf('FNR').value) + 1;
  };

  for (const [name, value] of Object.entries({
    FS: ' ',
    OFS: ' ',
    ORS: '\n',
    RS: '\n',
    SUBSEP: '\x1c',
    CONVFMT: '%.6g',
    OFMT: '%.6g',
    NR: 0,
    FNR: 0,
    RSTART: 0,
    RLENGTH: -1,
    FILENAME: '',
  }))
    globals.set(name, newCell(value));

  return {
    get exitCode() {
      return exitCode;
    },
    setVariable,
    getVariable: variable,
    setArray(name, entries) {
      const table = tableOf(name);
      for (const [key, value] of entries) table.set(key, fromInput(value));
    },
    runBegin() {
      for (const rule of program.rules) if (rule.pattern === 'BEGIN' && rule.action) run(rule.action);
    },
    runRecord(line) {
      setRecord(line);
      countRecord();
      turns = 0;
      try {
        for (const rule of program.rules) if (selects(rule)) run(rule.action ?? printRecord);
      } catch (error) {
        if (!(error instanceof NextSignal)) throw error;
        return error.skipsFile;
      }
      return false;
    },
    runEnd() {
      for (const rule of program.rules) if (rule.pattern === 'END' && rule.action) run(rule.action);
    },
    beginFile(name) {
      cellOf('FILENAME').value = name;
      cellOf('FNR').value = 0;
    },
  };
}

/** Loop turns for one record: a program that never ends must not hang the tab. */
const MAX_TURNS = 10_000_000;

function splitByRegExp(source: string, expression: RegExp): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const match of source.matchAll(expression)) {
    if (match[0] === '') continue;
    pieces.push(source.slice(from, match.index));
    from = match.index + match[0].length;
  }
  return [...pieces, source.slice(from)];
}
