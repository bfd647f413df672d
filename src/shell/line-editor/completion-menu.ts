import { type Candidate, type Completer, commonPrefix, escapeForShell, splitForCompletion } from './completer.ts';
import { changeLine, type EditSession } from './edit-session.ts';
import { insertText, removeRange } from './edit-state.ts';
import type { Key } from './keys.ts';
import { formatInColumns } from './screen.ts';

/** What a menu needs of the editor it belongs to. */
export interface MenuHost {
  readonly completer: Completer;
  columns(): number;
  rows(): number;
  show(text: string): Promise<void>;
  /** Goes below the line that is edited. */
  leaveLine(): Promise<void>;
  redraw(): Promise<void>;
  nextKey(): Promise<Key | undefined>;
}

/** More candidates than this are listed only when somebody wants them, as readline's `completion-query-items`. */
const QUERY_ITEMS = 100;

/** What Tab and its kin do: complete as far as it is clear, then list, or put all in. */
export async function completeLine(session: EditSession, host: MenuHost, how: 'complete' | 'complete-or-list' | 'list' | 'insert-all'): Promise<void> {
  const line = session.state.clusters.slice(0, session.state.cursor).join('');
  const { words, rawLast, openQuote } = splitForCompletion(line);
  const candidates = await host.completer({ words, line });
  if (candidates.length === 0) return host.show('\u0007');
  if (how === 'list') return list(host, candidates);
  const typed = words.at(-1) ?? '';
  const [only] = candidates;
  const write = (candidate: Candidate | undefined, word: string): string => {
    if (candidate?.isLiteral) return word;
    return openQuote === '' ? escapeForShell(word) : openQuote + (openQuote === '"' ? word.replace(/["$`\\]/g, '\\$&') : word);
  };
  const replace = (text: string): void => {
    const start = session.state.cursor - [...rawLast].length;
    changeLine(session, insertText(removeRange(session.state, start, session.state.cursor), text));
  };
  if (how === 'insert-all') return replace(candidates.map((candidate) => `${write(candidate, candidate.word)} `).join(''));
  const shared = commonPrefix(candidates.map((candidate) => candidate.word));
  if (candidates.length === 1) replace(write(only, shared) + (only?.isFinal ? `${openQuote} ` : ''));
  else if (shared.length > typed.length && shared.startsWith(typed)) replace(write(only, shared));
  else if (how === 'complete-or-list') await list(host, candidates);
  else await host.show('\u0007');
}

async function list(host: MenuHost, candidates: readonly Candidate[]): Promise<void> {
  const labels = candidates.map((candidate) => candidate.label ?? candidate.word);
  await host.leaveLine();
  if (labels.length < QUERY_ITEMS || (await isWanted(host, labels.length))) await page(host, formatInColumns(labels, host.columns()));
  await host.redraw();
}

/** Asks whether a long list is wanted. */
async function isWanted(host: MenuHost, count: number): Promise<boolean> {
  await host.show(`Display all ${count} possibilities? (y or n)`);
  for (;;) {
    const key = await host.nextKey();
    const letter = key && 'text' in key ? key.text.charAt(0) : '';
    const name = key && 'name' in key ? key.name : '';
    const isYes = letter === 'y' || letter === 'Y' || letter === ' ';
    if (!isYes && key && letter !== 'n' && letter !== 'N' && !['backspace', 'ctrl-g', 'ctrl-c', 'enter'].includes(name)) {
      await host.show('\u0007');
      continue;
    }
    await host.show('\r\n');
    return isYes;
  }
}

/** Shows rows a screenful at a time: Space for the next, Enter for one more row, q to leave. */
async function page(host: MenuHost, text: string): Promise<void> {
  const rows = text.split('\r\n').slice(0, -1);
  const screenful = Math.max(1, host.rows() - 1);
  let room = screenful;
  for (const row of rows) {
    if (room === 0) {
      await host.show('--More--');
      const key = await host.nextKey();
      await host.show('\r        \r');
      if (key && 'name' in key && key.name === 'enter') room = 1;
      else if (key && (('text' in key && /^[ yY]/.test(key.text)) || ('name' in key && key.name === 'tab'))) room = screenful;
      else return;
    }
    await host.show(`${row}\r\n`);
    room--;
  }
}
