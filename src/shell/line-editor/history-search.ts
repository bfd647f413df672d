import { splitClusters } from './display-width.ts';
import type { EditSession, HistorySearch } from './edit-session.ts';
import { type EditState, lineOf } from './edit-state.ts';
import type { Key } from './keys.ts';

/** Begins a search through the history, from the line that is shown. */
export function startSearch(session: EditSession, isForwards: boolean): void {
  session.search = { text: '', at: session.memory.history.at, isForwards, hasFailed: false, before: session.state };
}

/** The line with the cursor where the text is found. */
function lineFoundAt(line: string, text: string): EditState {
  return { ...lineOf(line), cursor: splitClusters(line.slice(0, Math.max(0, line.lastIndexOf(text)))).length };
}

/** Gives a key to the running search. @returns whether it was used up; else the search has ended and the key is for the line */
export function searchWith(session: EditSession, key: Key, lastText: string): { readonly isUsed: boolean; readonly text: string } {
  const { search, memory } = session;
  if (!search) return { isUsed: false, text: lastText };
  const find = (text: string, from: number, isForwards: boolean): HistorySearch => {
    const found = text === '' ? undefined : memory.history.search(text, from, isForwards);
    if (found) session.state = lineFoundAt(found.line, text);
    return { ...search, text, isForwards, at: found?.at ?? search.at, hasFailed: found === undefined && text !== '' };
  };
  const name = 'name' in key ? key.name : '';
  const typed = 'text' in key ? key.text : 'quoted' in key ? key.quoted : '';
  if (typed !== '') {
    session.search = find(search.text + typed, search.isForwards ? search.at - 1 : search.at + 1, search.isForwards);
  } else if (name === 'ctrl-r' || name === 'ctrl-s') {
    const isForwards = name === 'ctrl-s';
    // ^R^R takes up the last search again.
    session.search = search.text === '' ? find(lastText, search.at, isForwards) : find(search.text, search.at, isForwards);
  } else if (name === 'backspace') {
    session.search = find(search.text.slice(0, -1), search.isForwards ? -1 : memory.history.length, search.isForwards);
  } else if (name === 'ctrl-g') {
    session.state = search.before;
    session.search = undefined;
  } else {
    memory.history.goTo(search.at);
    if (session.state.clusters !== search.before.clusters) session.undo.push(search.before);
    session.search = undefined;
    return { isUsed: name === 'escape', text: search.text };
  }
  return { isUsed: true, text: session.search?.text ?? search.text };
}
