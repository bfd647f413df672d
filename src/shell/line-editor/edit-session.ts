import type { EditMemory } from './edit-actions.ts';
import { type EditState, emptyLine } from './edit-state.ts';
import { createHistoryBrowser } from './history-browser.ts';

/** A search through the history (^R, ^S). */
export interface HistorySearch {
  readonly text: string;
  /** The place of the line that is shown. */
  readonly at: number;
  readonly isForwards: boolean;
  readonly hasFailed: boolean;
  /** The line before the search, for ^G. */
  readonly before: EditState;
}

/** What the next key is for, when it is not for itself. */
export type Awaited = 'character-forwards' | 'character-backwards';

/** One line being read. */
export interface EditSession {
  state: EditState;
  readonly prompt: string;
  readonly memory: EditMemory;
  readonly undo: EditState[];
  /** How many characters were typed in a row: undo takes them back together. */
  typedInRow: number;
  /** undefined when none is on. */
  search: HistorySearch | undefined;
  /** Whether the last key was Tab: the second one lists the candidates. */
  tabbed: boolean;
  /** A numeric argument as typed so far: `-`, `12`. */
  argument: string | undefined;
  awaited: Awaited | undefined;
}

/** @param kills texts that were killed in earlier lines; it is added to */
export function createEditSession(prompt: string, history: readonly string[], kills: string[]): EditSession {
  const memory: EditMemory = { history: createHistoryBrowser(history), kills, lastAction: 'other', depth: 0, insertedLength: 0, mark: 0 };
  return { state: emptyLine, prompt, memory, undo: [], typedInRow: 0, search: undefined, tabbed: false, argument: undefined, awaited: undefined };
}

/** What stands before the line: the prompt, or what is being asked for. */
export function shownPrompt({ search, argument, prompt }: EditSession): string {
  if (search) return `(${search.hasFailed ? 'failed ' : ''}${search.isForwards ? 'i-search' : 'reverse-i-search'})\`${search.text}': `;
  return argument === undefined ? prompt : `(arg: ${argument === '-' ? '-1' : argument}) `;
}

/** Changes the line, remembering what it was. */
export function changeLine(session: EditSession, next: EditState): void {
  if (next.clusters !== session.state.clusters) session.undo.push(session.state);
  session.state = next;
  session.typedInRow = 0;
}

/** Takes the numeric argument that was typed, if any, and ends it. @returns 1 without one */
export function takeArgument(session: EditSession): number {
  const { argument } = session;
  session.argument = undefined;
  return argument === undefined ? 1 : argument === '-' ? -1 : Number(argument);
}
