import {
  blankWordStart,
  changeWord,
  type EditState,
  insertText,
  lineOf,
  lineText,
  moveTo,
  removeBlanks,
  removeRange,
  transpose,
  transposeWords,
  wordEnd,
  wordStart,
} from './edit-state.ts';
import type { HistoryBrowser } from './history-browser.ts';

/** What editing remembers beside the line. */
export interface EditMemory {
  readonly history: HistoryBrowser;
  /** Killed texts, newest last. */
  readonly kills: string[];
  /** What the last action was, for actions that go on where it left off. */
  lastAction: 'kill' | 'yank' | 'last-word' | 'other';
  /** How far back `yank-pop` or `yank-last-arg` has gone. */
  depth: number;
  /** Length of the text the last yank or last word put in. */
  insertedLength: number;
  /** The place `ctrl-@` marked. */
  mark: number;
}

export type EditAction = (state: EditState, memory: EditMemory) => EditState;

const MAX_KILLS = 10;

/** Takes a range out and keeps it; one kill after another makes one text. */
function kill(state: EditState, memory: EditMemory, from: number, to: number): EditState {
  const text = state.clusters.slice(Math.min(from, to), Math.max(from, to)).join('');
  if (text !== '') {
    const isBackwards = to < from;
    if (memory.lastAction === 'kill' && memory.kills.length > 0) {
      const last = memory.kills.pop() ?? '';
      memory.kills.push(isBackwards ? text + last : last + text);
    } else memory.kills.push(text);
    if (memory.kills.length > MAX_KILLS) memory.kills.shift();
  }
  memory.lastAction = 'kill';
  return removeRange(state, from, to);
}

function yank(state: EditState, memory: EditMemory, depth: number): EditState {
  const text = memory.kills.at(-1 - (depth % Math.max(1, memory.kills.length))) ?? '';
  const next = insertText(state, text);
  memory.lastAction = 'yank';
  memory.depth = depth;
  memory.insertedLength = next.cursor - state.cursor;
  return next;
}

function yankLastWord(state: EditState, memory: EditMemory): EditState {
  const depth = memory.lastAction === 'last-word' ? memory.depth + 1 : 1;
  const bare = memory.lastAction === 'last-word' ? removeRange(state, state.cursor - memory.insertedLength, state.cursor) : state;
  const word = memory.history.lastWord(depth);
  if (word === undefined) return state;
  const next = insertText(bare, word);
  memory.lastAction = 'last-word';
  memory.depth = depth;
  memory.insertedLength = next.cursor - bare.cursor;
  return next;
}

const browse =
  (step: 'older' | 'newer' | 'oldest' | 'newest'): EditAction =>
  (state, memory) => {
    const line = memory.history[step](lineText(state));
    return line === undefined ? state : lineOf(line);
  };

function setMark(state: EditState, memory: EditMemory): EditState {
  memory.mark = state.cursor;
  return state;
}

const capitalise = (word: string): string => word.toLowerCase().replace(/[\p{L}]/u, (letter) => letter.toUpperCase());

/** readline's emacs keys, by the names `keys.ts` gives them. */
export const editActions: Readonly<Record<string, EditAction>> = {
  'ctrl-a': (state) => moveTo(state, 0),
  home: (state) => moveTo(state, 0),
  'ctrl-e': (state) => moveTo(state, state.clusters.length),
  end: (state) => moveTo(state, state.clusters.length),
  'ctrl-b': (state) => moveTo(state, state.cursor - 1),
  left: (state) => moveTo(state, state.cursor - 1),
  'ctrl-f': (state) => moveTo(state, state.cursor + 1),
  right: (state) => moveTo(state, state.cursor + 1),
  'alt-b': (state) => moveTo(state, wordStart(state)),
  'ctrl-left': (state) => moveTo(state, wordStart(state)),
  'alt-f': (state) => moveTo(state, wordEnd(state)),
  'ctrl-right': (state) => moveTo(state, wordEnd(state)),
  backspace: (state) => (state.cursor > 0 ? removeRange(state, state.cursor - 1, state.cursor) : state),
  'ctrl-h': (state) => (state.cursor > 0 ? removeRange(state, state.cursor - 1, state.cursor) : state),
  delete: (state) => removeRange(state, state.cursor, state.cursor + 1),
  'ctrl-d': (state) => removeRange(state, state.cursor, state.cursor + 1),
  'ctrl-k': (state, memory) => kill(state, memory, state.cursor, state.clusters.length),
  'ctrl-u': (state, memory) => kill(state, memory, state.cursor, 0),
  'ctrl-w': (state, memory) => kill(state, memory, state.cursor, blankWordStart(state)),
  'alt-backspace': (state, memory) => kill(state, memory, state.cursor, wordStart(state)),
  'alt-d': (state, memory) => kill(state, memory, state.cursor, wordEnd(state)),
  'ctrl-y': (state, memory) => yank(state, memory, 0),
  'alt-y': (state, memory) =>
    memory.lastAction === 'yank' ? yank(removeRange(state, state.cursor - memory.insertedLength, state.cursor), memory, memory.depth + 1) : state,
  'alt-.': yankLastWord,
  'alt-_': yankLastWord,
  'alt-ctrl-y': (state, memory) => insertText(state, memory.history.firstArgument() ?? ''),
  'ctrl-t': transpose,
  'alt-t': transposeWords,
  'alt-\\': removeBlanks,
  'ctrl-@': setMark,
  'alt- ': setMark,
  'ctrl-x ctrl-x': (state, memory) => {
    const { mark } = memory;
    memory.mark = state.cursor;
    return moveTo(state, mark);
  },
  'ctrl-x backspace': (state, memory) => kill(state, memory, state.cursor, 0),
  'alt-u': (state) => changeWord(state, (word) => word.toUpperCase()),
  'alt-l': (state) => changeWord(state, (word) => word.toLowerCase()),
  'alt-c': (state) => changeWord(state, capitalise),
  'ctrl-p': browse('older'),
  up: browse('older'),
  'ctrl-n': browse('newer'),
  down: browse('newer'),
  'page-up': browse('oldest'),
  'page-down': browse('newest'),
  'alt-<': browse('oldest'),
  'alt->': browse('newest'),
};

/** Actions after which the one before them is still remembered. */
export const continuingActions: ReadonlySet<string> = new Set([
  'ctrl-k',
  'ctrl-u',
  'ctrl-w',
  'alt-backspace',
  'alt-d',
  'ctrl-y',
  'alt-y',
  'alt-.',
  'alt-_',
  'ctrl-x backspace',
]);

/** Keys whose action with a negative argument is another's with a positive one. */
const opposites: ReadonlyMap<string, string> = new Map(
  [
    ['ctrl-f', 'ctrl-b'],
    ['right', 'left'],
    ['alt-f', 'alt-b'],
    ['ctrl-right', 'ctrl-left'],
    ['ctrl-d', 'backspace'],
    ['delete', 'backspace'],
    ['alt-d', 'alt-backspace'],
    ['ctrl-k', 'ctrl-u'],
    ['ctrl-n', 'ctrl-p'],
    ['down', 'up'],
  ].flatMap(([one = '', other = '']) => [[one, other] as const, [other, one] as const]),
);

const MAX_REPEATS = 10_000;

/** Does an action as often as a numeric argument says (`alt-5 ctrl-f`); a negative one turns it round. */
export function repeatAction(name: string, count: number, state: EditState, memory: EditMemory): EditState {
  const action = editActions[count < 0 ? (opposites.get(name) ?? name) : name];
  if (!action) return state;
  let now = state;
  for (let i = Math.min(Math.abs(count), MAX_REPEATS); i > 0; i--) {
    const next = action(now, memory);
    if (next.clusters === now.clusters && next.cursor === now.cursor) break;
    now = next;
  }
  return now;
}
