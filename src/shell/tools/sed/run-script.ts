import type { Line } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Address, Command, RangeEnd, ReplacementPart, Substitution } from './script.ts';

/** What a script reads and writes. */
export interface SedStreams {
  /** The next input line; undefined at the end. */
  nextLine(): Promise<Line | undefined>;
  /** Whether no line follows; looks one line ahead. */
  isLast(): Promise<boolean>;
  write(text: string): void;
  readFile(path: string): string;
  appendFile(path: string, text: string): void;
}

/** Where the script is; one for each run. */
interface State {
  pattern: string;
  hold: string;
  /** Whether the present line had a line break. */
  ended: boolean;
  line: number;
  lastExpression: RegExp | undefined;
  hasSubstituted: boolean;
  /** Text of `a` and `r`, written at the end of the cycle. */
  appended: string[];
  exitCode: number | undefined;
}

/** Ranges that are open, by command: up to which line, or until the end matches. */
type OpenRanges = Map<Command, number | 'match'>;

/** Runs a script over its input. @returns the exit code */
export async function runScript(commands: readonly Command[], streams: SedStreams, isQuiet: boolean): Promise<number> {
  const labels = new Map(commands.flatMap((command, index) => (command.name === ':' ? [[command.text, index] as const] : [])));
  for (const command of commands) {
    if ('btT'.includes(command.name) && command.text !== '' && !labels.has(command.text))
      throw new UsageError(`-e expression #1, char 0: can't find label for jump to \`${command.text}'`);
  }
  const state: State = { pattern: '', hold: '', ended: true, line: 0, lastExpression: undefined, hasSubstituted: false, appended: [], exitCode: undefined };
  const ranges: OpenRanges = new Map();
  let keepsPattern = false;

  const takeLine = async (): Promise<boolean> => {
    const next = await streams.nextLine();
    if (!next) return false;
    state.pattern = next.text;
    state.ended = next.ended;
    state.line++;
    return true;
  };
  const writeLine = (text: string): void => streams.write(text + (state.ended ? '\n' : ''));
  const endCycle = (prints: boolean): void => {
    if (prints && !isQuiet) writeLine(state.pattern);
    for (const text of state.appended.splice(0)) streams.write(text);
  };

  while (state.exitCode === undefined) {
    if (!keepsPattern && !(await takeLine())) break;
    keepsPattern = false;
    state.hasSubstituted = false;
    const outcome = await runCycle(commands, labels, state, ranges, streams, { takeLine, writeLine, isQuiet });
    if (outcome === 'restart') {
      keepsPattern = true;
      endCycle(false);
    } else endCycle(outcome === 'print');
  }
  return state.exitCode ?? 0;
}

interface CycleActions {
  takeLine(): Promise<boolean>;
  writeLine(text: string): void;
  readonly isQuiet: boolean;
}

/** Runs the commands over one line. @returns whether the pattern space is printed, dropped, or gone through again (`D`) */
async function runCycle(
  commands: readonly Command[],
  labels: ReadonlyMap<string, number>,
  state: State,
  ranges: OpenRanges,
  streams: SedStreams,
  actions: CycleActions,
): Promise<'print' | 'drop' | 'restart'> {
  for (let at = 0; at < commands.length; at++) {
    const command = commands[at] as Command;
    if (command.name === '}' || command.name === ':' || command.name === '#') continue;
    if ((await isSelected(command, state, ranges, streams)) === command.isNegated) {
      if (command.name === '{') at = command.end;
      continue;
    }
    switch (command.name) {
      case '{':
        break;
      case 's':
        if (command.substitution && substitute(state, command.substitution, streams, actions)) state.hasSubstituted = true;
        break;
      case 'y':
        state.pattern = [...state.pattern].map((char) => command.map?.get(char) ?? char).join('');
        break;
      case 'd':
        return 'drop';
      case 'D': {
        const cut = state.pattern.indexOf('\n');
        if (cut < 0) return 'drop';
        state.pattern = state.pattern.slice(cut + 1);
        return 'restart';
      }
      case 'p':
        actions.writeLine(state.pattern);
        break;
      case 'P':
        streams.write(`${state.pattern.split('\n')[0]}\n`);
        break;
      case 'n':
        if (await streams.isLast()) {
          state.exitCode = 0;
          return 'print';
        }
        if (!actions.isQuiet) actions.writeLine(state.pattern);
        await actions.takeLine();
        break;
      case 'N': {
        const before = state.pattern;
        if (await streams.isLast()) {
          state.exitCode = 0;
          return 'print'; // GNU prints what it has
        }
        await actions.takeLine();
        state.pattern = `${before}\n${state.pattern}`;
        break;
      }
      case 'g':
        state.pattern = state.hold;
        break;
      case 'G':
        state.pattern += `\n${state.hold}`;
        break;
      case 'h':
        state.hold = state.pattern;
        break;
      case 'H':
        state.hold += `\n${state.pattern}`;
        break;
      case 'x':
        [state.pattern, state.hold] = [state.hold, state.pattern];
        break;
      case 'z':
        state.pattern = '';
        break;
      case 'a':
        state.appended.push(`${command.text}\n`);
        break;
      case 'i':
        streams.write(`${command.text}\n`);
        break;
      case 'c':
        if (!command.to || command.isNegated || !ranges.has(command)) streams.write(`${command.text}\n`);
        return 'drop';
      case '=':
        streams.write(`${state.line}\n`);
        break;
      case 'l':
        streams.write(`${unambiguous(state.pattern)}$\n`);
        break;
      case 'r':
        state.appended.push(streams.readFile(command.text));
        break;
      case 'w':
        streams.appendFile(command.text, `${state.pattern}\n`);
        break;
      case 'q':
      case 'Q':
        state.exitCode = Number(command.text || 0);
        return command.name === 'q' ? 'print' : 'drop';
      default: {
        const jumps = command.name === 'b' || (command.name === 't') === state.hasSubstituted;
        if (command.name !== 'b' && state.hasSubstituted) state.hasSubstituted = false;
        if (!jumps) break;
        if (command.text === '') return 'print';
        at = labels.get(command.text) ?? at;
      }
    }
  }
  return 'print';
}

async function matchesAddress(address: Address, state: State, streams: SedStreams): Promise<boolean> {
  switch (address.type) {
    case 'line':
      return state.line === address.line;
    case 'last':
      return streams.isLast();
    case 'step':
      return address.step === 0 ? state.line === address.first : state.line >= address.first && (state.line - address.first) % address.step === 0;
    case 'match': {
      const expression = address.expression ?? state.lastExpression;
      if (!expression) throw new UsageError('-e expression #1, char 0: no previous regular expression');
      state.lastExpression = expression;
      expression.lastIndex = 0;
      return expression.test(state.pattern);
    }
  }
}

async function isSelected(command: Command, state: State, ranges: OpenRanges, streams: SedStreams): Promise<boolean> {
  const { from, to } = command;
  if (!from) return true;
  if (!to) return matchesAddress(from, state, streams);
  const open = ranges.get(command);
  if (open !== undefined) {
    const isEnd = open === 'match' ? await matchesEnd(to, state, streams) : state.line >= open;
    if (isEnd) ranges.delete(command);
    return open === 'match' || state.line <= open;
  }
  // `0,/re/` may end on the first line.
  const startsAtZero = from.type === 'line' && from.line === 0;
  if (startsAtZero ? state.line !== 1 : !(await matchesAddress(from, state, streams))) return false;
  if (startsAtZero && (await matchesEnd(to, state, streams))) return true;
  const end =
    to.type === 'line' ? to.line : to.type === 'count' ? state.line + to.lines : to.type === 'multiple' ? Math.ceil(state.line / to.of) * to.of : 'match';
  if (end === 'match' || end > state.line) ranges.set(command, end);
  if (to.type === 'last' && (await streams.isLast())) ranges.delete(command);
  return true;
}

async function matchesEnd(to: RangeEnd, state: State, streams: SedStreams): Promise<boolean> {
  return to.type === 'count' || to.type === 'multiple' ? false : matchesAddress(to, state, streams);
}

function substitute(state: State, substitution: Substitution, streams: SedStreams, actions: CycleActions): boolean {
  const expression = substitution.expression ?? state.lastExpression;
  if (!expression) throw new UsageError('-e expression #1, char 0: no previous regular expression');
  state.lastExpression = expression;
  expression.lastIndex = 0;
  let count = 0;
  let out = '';
  let from = 0;
  for (const match of state.pattern.matchAll(expression)) {
    count++;
    if (count < substitution.occurrence) continue;
    out += state.pattern.slice(from, match.index) + fillReplacement(substitution.replacement, match);
    from = match.index + match[0].length;
    if (!substitution.isGlobal) break;
  }
  if (count < substitution.occurrence) return false;
  state.pattern = out + state.pattern.slice(from);
  if (substitution.prints) actions.writeLine(state.pattern);
  if (substitution.file !== undefined) streams.appendFile(substitution.file, `${state.pattern}\n`);
  return true;
}

function fillReplacement(parts: readonly ReplacementPart[], match: RegExpMatchArray): string {
  let out = '';
  let lasting: 'U' | 'L' | 'E' = 'E';
  let once: 'u' | 'l' | undefined;
  for (const part of parts) {
    if (typeof part === 'object' && 'letterCase' in part) {
      if (part.letterCase === 'u' || part.letterCase === 'l') once = part.letterCase;
      else lasting = part.letterCase;
      continue;
    }
    let text = typeof part === 'string' ? part : (match[part.group] ?? '');
    if (lasting !== 'E') text = lasting === 'U' ? text.toUpperCase() : text.toLowerCase();
    if (once && text !== '') {
      text = (once === 'u' ? text.charAt(0).toUpperCase() : text.charAt(0).toLowerCase()) + text.slice(1);
      once = undefined;
    }
    out += text;
  }
  return out;
}

function unambiguous(text: string): string {
  const names: Readonly<Record<string, string>> = { '\\': '\\\\', '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v' };
  return text.replace(/[\\\x00-\x1f\x7f]/g, (char) => names[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
