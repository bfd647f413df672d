import { splitClusters } from './display-width.ts';

/** The line being edited: what is seen as characters, and where the cursor stands among them. Never changed in place. */
export interface EditState {
  readonly clusters: readonly string[];
  readonly cursor: number;
}

export const emptyLine: EditState = { clusters: [], cursor: 0 };

export const lineText = (state: EditState): string => state.clusters.join('');

/** A line with the cursor at its end. */
export function lineOf(text: string): EditState {
  const clusters = splitClusters(text);
  return { clusters, cursor: clusters.length };
}

/** Puts a text in at the cursor. */
export function insertText(state: EditState, text: string): EditState {
  const before = splitClusters(state.clusters.slice(0, state.cursor).join('') + text);
  return { clusters: [...before, ...state.clusters.slice(state.cursor)], cursor: before.length };
}

/** Takes out what lies between two places; the cursor stays where the gap was. */
export function removeRange(state: EditState, from: number, to: number): EditState {
  const [start, end] = [Math.max(0, Math.min(from, to)), Math.min(state.clusters.length, Math.max(from, to))];
  return { clusters: [...state.clusters.slice(0, start), ...state.clusters.slice(end)], cursor: start };
}

export function moveTo(state: EditState, cursor: number): EditState {
  return { ...state, cursor: Math.max(0, Math.min(state.clusters.length, cursor)) };
}

const isWordPart = (cluster: string | undefined): boolean => cluster !== undefined && /[\p{L}\p{N}]/u.test(cluster);
const isBlank = (cluster: string | undefined): boolean => cluster === undefined || /\s/.test(cluster);

/** Where the word at or after the cursor ends (letters and digits). */
export function wordEnd({ clusters, cursor }: EditState): number {
  let at = cursor;
  while (at < clusters.length && !isWordPart(clusters[at])) at++;
  while (at < clusters.length && isWordPart(clusters[at])) at++;
  return at;
}

/** Where the word at or before the cursor begins. */
export function wordStart({ clusters, cursor }: EditState): number {
  let at = cursor;
  while (at > 0 && !isWordPart(clusters[at - 1])) at--;
  while (at > 0 && isWordPart(clusters[at - 1])) at--;
  return at;
}

/** Where the run of non-blanks before the cursor begins. */
export function blankWordStart({ clusters, cursor }: EditState): number {
  let at = cursor;
  while (at > 0 && isBlank(clusters[at - 1])) at--;
  while (at > 0 && !isBlank(clusters[at - 1])) at--;
  return at;
}

/** Swaps the two characters around the cursor (the last two at the end of the line). */
export function transpose(state: EditState): EditState {
  const at = Math.min(state.cursor, state.clusters.length - 1);
  const [left, right] = [state.clusters[at - 1], state.clusters[at]];
  if (left === undefined || right === undefined) return state;
  const clusters = [...state.clusters];
  clusters[at - 1] = right;
  clusters[at] = left;
  return { clusters, cursor: at + 1 };
}

/** Changes the word after the cursor and goes behind it. */
export function changeWord(state: EditState, change: (word: string) => string): EditState {
  const end = wordEnd(state);
  const changed = splitClusters(change(state.clusters.slice(state.cursor, end).join('')));
  return { clusters: [...state.clusters.slice(0, state.cursor), ...changed, ...state.clusters.slice(end)], cursor: state.cursor + changed.length };
}

/** Swaps the words around the cursor and goes behind them. */
export function transposeWords(state: EditState): EditState {
  const end = wordEnd(state);
  const secondStart = wordStart({ ...state, cursor: end });
  const firstStart = wordStart({ ...state, cursor: secondStart });
  const firstEnd = wordEnd({ ...state, cursor: firstStart });
  if (firstEnd > secondStart) return state;
  const cut = (from: number, to: number): readonly string[] => state.clusters.slice(from, to);
  const clusters = [
    ...cut(0, firstStart),
    ...cut(secondStart, end),
    ...cut(firstEnd, secondStart),
    ...cut(firstStart, firstEnd),
    ...cut(end, state.clusters.length),
  ];
  return { clusters, cursor: end };
}

/** Takes out the blanks around the cursor. */
export function removeBlanks(state: EditState): EditState {
  const { clusters, cursor } = state;
  const isSpace = (at: number): boolean => clusters[at] === ' ' || clusters[at] === '\t';
  let [from, to] = [cursor, cursor];
  while (from > 0 && isSpace(from - 1)) from--;
  while (isSpace(to)) to++;
  return removeRange(state, from, to);
}

/** The next place of a character after the cursor, or before it. @returns undefined when there is none */
export function findCharacter({ clusters, cursor }: EditState, wanted: string, isBackwards: boolean): number | undefined {
  const at = isBackwards ? (cursor > 0 ? clusters.lastIndexOf(wanted, cursor - 1) : -1) : clusters.indexOf(wanted, cursor + 1);
  return at < 0 ? undefined : at;
}
