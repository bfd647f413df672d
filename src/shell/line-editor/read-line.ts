import type { Tty } from '#os/tty.ts';
import type { CancelToken } from '#sim/cancel.ts';
import { type Candidate, type Completer, commonPrefix, escapeForShell, splitForCompletion } from './completer.ts';
import { continuingActions, type EditMemory, editActions } from './edit-actions.ts';
import { type EditState, emptyLine, insertText, lineOf, lineText, removeRange } from './edit-state.ts';
import { createHistoryBrowser } from './history-browser.ts';
import { createKeyDecoder, type Key, type KeyDecoder } from './keys.ts';
import { createEditScreen, type EditScreen, formatInColumns } from './screen.ts';

/** How reading a line ended. */
export type ReadOutcome = { readonly kind: 'line'; readonly text: string } | { readonly kind: 'interrupted' } | { readonly kind: 'end' };

export interface LineEditorOptions {
  readonly tty: Tty;
  readonly completer: Completer;
}

/** Reads lines from a terminal with readline's emacs keys. What was typed ahead is kept from line to line. */
export interface LineEditor {
  /** @param history earlier lines, oldest first. @throws Cancelled */
  readLine(prompt: string, history: readonly string[], cancel: CancelToken): Promise<ReadOutcome>;
}

const ENABLE_PASTE_MARKS = '\u001b[?2004h';
const DISABLE_PASTE_MARKS = '\u001b[?2004l';
const MANY_CANDIDATES = 100;

/** One line being read. */
interface Session {
  state: EditState;
  readonly prompt: string;
  readonly memory: EditMemory;
  readonly undo: EditState[];
  /** The text of a search through the history; undefined when none is on. */
  search: { text: string; at: number } | undefined;
  /** Whether the last key was Tab: the second one lists the candidates. */
  tabbed: boolean;
}

/** Creates an editor on a terminal. */
export function createLineEditor(options: LineEditorOptions): LineEditor {
  const { tty } = options;
  const decoder: KeyDecoder = createKeyDecoder();
  const screen: EditScreen = createEditScreen(() => tty.columns);
  const ahead: Key[] = [];
  const textDecoder = new TextDecoder();
  const encoder = new TextEncoder();
  const kills: string[] = [];
  const show = (text: string): Promise<void> => tty.writer.write(encoder.encode(text));

  const redraw = (session: Session): Promise<void> => {
    const prompt = session.search ? `(reverse-i-search)\`${session.search.text}': ` : session.prompt;
    return show(screen.draw(prompt, session.state));
  };

  const nextKey = async (cancel: CancelToken): Promise<Key | undefined> => {
    while (ahead.length === 0) {
      const bytes = await tty.reader.read(cancel);
      if (!bytes) return undefined;
      ahead.push(...decoder.decode(textDecoder.decode(bytes, { stream: true })));
    }
    return ahead.shift();
  };

  const complete = async (session: Session): Promise<void> => {
    const line = session.state.clusters.slice(0, session.state.cursor).join('');
    const { words, rawLast } = splitForCompletion(line);
    const candidates = await options.completer({ words, line });
    if (candidates.length === 0) {
      await show('\u0007');
      return;
    }
    const typed = words.at(-1) ?? '';
    const [only] = candidates;
    const shared = commonPrefix(candidates.map((candidate) => candidate.word));
    if (candidates.length === 1 || shared.length > typed.length) {
      const start = session.state.cursor - [...rawLast].length;
      const ending = candidates.length === 1 && only?.isFinal ? ' ' : '';
      session.undo.push(session.state);
      session.state = insertText(removeRange(session.state, start, session.state.cursor), escapeForShell(shared) + ending);
    } else if (session.tabbed) await list(session, candidates);
    else await show('\u0007');
  };

  const list = async (session: Session, candidates: readonly Candidate[]): Promise<void> => {
    const labels = candidates.map((candidate) => candidate.label ?? candidate.word);
    const shown = labels.slice(0, MANY_CANDIDATES);
    const more = labels.length > shown.length ? `… and ${labels.length - shown.length} more\r\n` : '';
    await show(`${screen.finish()}${formatInColumns(shown, tty.columns)}${more}`);
    screen.forget();
    await redraw(session);
  };

  const apply = (session: Session, key: Key): void => {
    const before = session.state;
    if ('text' in key || 'paste' in key) {
      // As bash since 5.1: a pasted line break does not enter the line.
      session.state = insertText(before, 'text' in key ? key.text : key.paste.replace(/\n$/, ''));
      session.memory.lastAction = 'other';
    } else if (key.name === 'ctrl-_') {
      session.state = session.undo.pop() ?? before;
      return;
    } else {
      const action = editActions[key.name];
      if (action) session.state = action(before, session.memory);
      if (!continuingActions.has(key.name)) session.memory.lastAction = 'other';
    }
    if (session.state.clusters !== before.clusters) session.undo.push(before);
  };

  /** Keys of a running search. @returns whether the key was used up */
  const search = (session: Session, key: Key): boolean => {
    const { search: running, memory } = session;
    if (!running) return false;
    const find = (text: string, from: number): void => {
      const found = memory.history.search(text, from);
      if (found) session.state = lineOf(found.line);
      session.search = { text, at: found?.at ?? running.at };
    };
    if ('text' in key) find(running.text + key.text, running.at + 1);
    else if ('name' in key && key.name === 'ctrl-r') find(running.text, running.at);
    else if ('name' in key && key.name === 'backspace') find(running.text.slice(0, -1), memory.history.length);
    else if ('name' in key && (key.name === 'ctrl-g' || key.name === 'ctrl-c')) {
      session.search = undefined;
      session.state = session.undo.pop() ?? emptyLine;
    } else {
      memory.history.goTo(running.at);
      session.search = undefined;
      return false;
    }
    return true;
  };

  const handle = async (session: Session, key: Key): Promise<ReadOutcome | undefined> => {
    if (search(session, key)) return undefined;
    const name = 'name' in key ? key.name : '';
    if (name === 'enter') return { kind: 'line', text: lineText(session.state) };
    if (name === 'ctrl-c') return { kind: 'interrupted' };
    if (name === 'ctrl-d' && session.state.clusters.length === 0) return { kind: 'end' };
    if (name === 'ctrl-r') {
      session.undo.push(session.state);
      session.search = { text: '', at: session.memory.history.length };
    } else if (name === 'ctrl-l') {
      await show('\u001b[H\u001b[2J');
      screen.forget();
    } else if (name === 'tab') await complete(session);
    else apply(session, key);
    session.tabbed = name === 'tab';
    return undefined;
  };

  const edit = async (session: Session, cancel: CancelToken): Promise<ReadOutcome> => {
    for (;;) {
      const key = await nextKey(cancel);
      if (!key) return { kind: 'end' };
      const outcome = await handle(session, key);
      if (!outcome) {
        // While more is typed already, one drawing at the end will do.
        if (ahead.length === 0) await redraw(session);
        continue;
      }
      session.state = { ...session.state, cursor: session.state.clusters.length };
      session.search = undefined;
      await redraw(session);
      await show((outcome.kind === 'interrupted' ? '^C' : '') + (outcome.kind === 'end' ? '' : screen.finish()));
      return outcome;
    }
  };

  return {
    async readLine(prompt, history, cancel) {
      const memory: EditMemory = { history: createHistoryBrowser(history), kills, lastAction: 'other', depth: 0, insertedLength: 0 };
      const session: Session = { state: emptyLine, prompt, memory, undo: [], search: undefined, tabbed: false };
      const wasRaw = tty.raw;
      tty.setRaw(true);
      screen.forget();
      try {
        await show(ENABLE_PASTE_MARKS);
        await redraw(session);
        return await edit(session, cancel);
      } finally {
        await show(DISABLE_PASTE_MARKS);
        tty.setRaw(wasRaw);
      }
    },
  };
}
