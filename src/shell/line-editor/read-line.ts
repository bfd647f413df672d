import type { Tty } from '#os/tty.ts';
import type { CancelToken } from '#sim/cancel.ts';
import type { Completer } from './completer.ts';
import { completeLine, type MenuHost } from './completion-menu.ts';
import { continuingActions, repeatAction } from './edit-actions.ts';
import { type Awaited, changeLine, createEditSession, type EditSession, shownPrompt, takeArgument } from './edit-session.ts';
import { findCharacter, insertText, lineOf, lineText, moveTo } from './edit-state.ts';
import { expandHistory } from './history-expansion.ts';
import { searchWith, startSearch } from './history-search.ts';
import { createKeyDecoder, type Key, type KeyDecoder } from './keys.ts';
import { createEditScreen, type EditScreen } from './screen.ts';

/** How reading a line ended; `editor`: it is to be written on in an editor (^X^E) and then run. */
export type ReadOutcome = { readonly kind: 'line' | 'editor'; readonly text: string } | { readonly kind: 'interrupted' } | { readonly kind: 'end' };

export interface LineEditorOptions {
  readonly tty: Tty;
  readonly completer: Completer;
}

/** Reads lines from a terminal with readline's emacs keys. What was typed ahead is kept from line to line. */
export interface LineEditor {
  /** @param history earlier lines, oldest first. @throws Cancelled */
  readLine(prompt: string, history: readonly string[], cancel: CancelToken): Promise<ReadOutcome>;
  /** The terminal has another size: draws the line anew. */
  resized(): void;
}

const ENABLE_PASTE_MARKS = '\u001b[?2004h';
const DISABLE_PASTE_MARKS = '\u001b[?2004l';
/** What is typed in one go is taken back in one go, up to so many characters. */
const UNDO_GROUP = 20;
const MAX_INSERTED = 4096;

const awaiting: Readonly<Record<string, Awaited>> = { 'ctrl-]': 'character-forwards', 'alt-ctrl-]': 'character-backwards' };

/** Creates an editor on a terminal. */
export function createLineEditor(options: LineEditorOptions): LineEditor {
  const { tty } = options;
  const decoder: KeyDecoder = createKeyDecoder();
  const screen: EditScreen = createEditScreen(() => tty.columns);
  const ahead: Key[] = [];
  const textDecoder = new TextDecoder();
  const encoder = new TextEncoder();
  const kills: string[] = [];
  let lastSearch = '';
  /** Where ^O left the history: the next line begins with the one after it. */
  let nextPlace: number | undefined;
  let isReading = false;
  const show = (text: string): Promise<void> => tty.writer.write(encoder.encode(text));
  const redraw = (session: EditSession): Promise<void> => show(screen.draw(shownPrompt(session), session.state));

  const nextKey = async (cancel: CancelToken): Promise<Key | undefined> => {
    while (ahead.length === 0) {
      const bytes = await tty.reader.read(cancel);
      if (!bytes) return undefined;
      ahead.push(...decoder.decode(textDecoder.decode(bytes, { stream: true })));
    }
    return ahead.shift();
  };

  const menuOf = (session: EditSession, cancel: CancelToken): MenuHost => ({
    completer: options.completer,
    columns: () => tty.columns,
    rows: () => tty.rows,
    show,
    leaveLine: () => show(screen.finish()),
    redraw() {
      screen.forget();
      return redraw(session);
    },
    nextKey: () => nextKey(cancel),
  });

  const insert = (session: EditSession, text: string): void => {
    const count = Math.min(takeArgument(session), Math.ceil(MAX_INSERTED / Math.max(1, text.length)));
    const { typedInRow } = session;
    const goesOn = typedInRow > 0 && typedInRow < UNDO_GROUP;
    if (!goesOn) session.undo.push(session.state);
    session.state = insertText(session.state, text.repeat(Math.max(0, count)));
    session.typedInRow = (goesOn ? typedInRow : 0) + text.length;
    session.memory.lastAction = 'other';
  };

  /** Text as typed; the digits that begin it may belong to a numeric argument. */
  const type = (session: EditSession, text: string): void => {
    const digits = session.argument === undefined ? '' : (/^\d+/.exec(text)?.[0] ?? '');
    if (session.argument !== undefined) session.argument = (session.argument + digits).slice(0, 8);
    const rest = text.slice(digits.length);
    if (rest === '') return;
    // An argument repeats the first character only.
    if (session.argument !== undefined) {
      const [first = ''] = rest;
      insert(session, first);
      if (rest.length > first.length) insert(session, rest.slice(first.length));
    } else insert(session, rest);
  };

  const goToCharacter = (session: EditSession, key: Key, awaited: Awaited): void => {
    session.awaited = undefined;
    const wanted = 'text' in key ? ([...key.text][0] ?? '') : 'quoted' in key ? key.quoted : '';
    const at = findCharacter(session.state, wanted, awaited === 'character-backwards');
    if (at !== undefined) session.state = moveTo(session.state, at);
    if ('text' in key && key.text.length > wanted.length) type(session, key.text.slice(wanted.length));
  };

  const act = (session: EditSession, name: string): void => {
    const digit = /^alt-([\d-])$/.exec(name)?.[1];
    if (digit !== undefined) {
      session.argument = (session.argument ?? '') + digit;
      return;
    }
    if (awaiting[name]) session.awaited = awaiting[name];
    else if (name === 'ctrl-_' || name === 'ctrl-x ctrl-u') session.state = session.undo.pop() ?? session.state;
    else if (name === 'alt-r') {
      session.state = session.undo[0] ?? session.state;
      session.undo.length = 0;
    } else if (name === 'alt-^') {
      const expansion = expandHistory(lineText(session.state), session.memory.history.lines);
      if ('text' in expansion) changeLine(session, lineOf(expansion.text));
    } else {
      changeLine(session, repeatAction(name, takeArgument(session), session.state, session.memory));
      if (!continuingActions.has(name)) session.memory.lastAction = 'other';
    }
    session.typedInRow = 0;
    session.argument = undefined;
  };

  /** Keys that end the line. */
  const endOf = (session: EditSession, name: string): ReadOutcome | undefined => {
    const text = lineText(session.state);
    if (name === 'enter') return { kind: 'line', text };
    if (name === 'ctrl-o') {
      const { at, length } = session.memory.history;
      nextPlace = at < length ? at + 1 : undefined;
      return { kind: 'line', text };
    }
    if (name === 'alt-#') {
      session.state = lineOf(`#${text}`);
      return { kind: 'line', text: `#${text}` };
    }
    if (name === 'ctrl-x ctrl-e') return { kind: 'editor', text };
    if (name === 'ctrl-c') return { kind: 'interrupted' };
    if (name === 'ctrl-d' && session.state.clusters.length === 0) return { kind: 'end' };
    return undefined;
  };

  const handle = async (session: EditSession, key: Key, cancel: CancelToken): Promise<ReadOutcome | undefined> => {
    if (session.search) {
      const { isUsed, text } = searchWith(session, key, lastSearch);
      lastSearch = text;
      if (isUsed) return undefined;
    }
    if (session.awaited) {
      goToCharacter(session, key, session.awaited);
      return undefined;
    }
    const name = 'name' in key ? key.name : '';
    const outcome = endOf(session, name);
    if (outcome) return outcome;
    const wasTabbed = session.tabbed;
    session.tabbed = name === 'tab';
    if ('text' in key) type(session, key.text);
    else if ('quoted' in key) insert(session, key.quoted);
    // As bash since 5.1: a pasted line break does not enter the line.
    else if ('paste' in key) changeLine(session, insertText(session.state, key.paste.replace(/\n$/, '')));
    else if (name === 'ctrl-r' || name === 'ctrl-s') startSearch(session, name === 'ctrl-s');
    else if (name === 'ctrl-l' || name === 'alt-ctrl-l') {
      await show('\u001b[H\u001b[2J');
      screen.forget();
    } else if (name === 'tab') await completeLine(session, menuOf(session, cancel), wasTabbed ? 'complete-or-list' : 'complete');
    else if (name === 'alt-?' || name === 'alt-=') await completeLine(session, menuOf(session, cancel), 'list');
    else if (name === 'alt-*') await completeLine(session, menuOf(session, cancel), 'insert-all');
    else act(session, name);
    return undefined;
  };

  const edit = async (session: EditSession, cancel: CancelToken): Promise<ReadOutcome> => {
    for (;;) {
      const key = await nextKey(cancel);
      if (!key) return { kind: 'end' };
      const outcome = await handle(session, key, cancel);
      if (!outcome) {
        // While more is typed already, one drawing at the end will do.
        if (ahead.length === 0) await redraw(session);
        continue;
      }
      session.state = { ...session.state, cursor: session.state.clusters.length };
      session.search = undefined;
      session.argument = undefined;
      await redraw(session);
      await show((outcome.kind === 'interrupted' ? '^C' : '') + (outcome.kind === 'end' ? '' : screen.finish()));
      return outcome;
    }
  };

  return {
    async readLine(prompt, history, cancel) {
      const session = createEditSession(prompt, history, kills);
      if (nextPlace !== undefined && nextPlace < history.length) {
        session.memory.history.goTo(nextPlace);
        session.state = lineOf(history[nextPlace] ?? '');
      }
      nextPlace = undefined;
      const wasRaw = tty.raw;
      tty.setRaw(true);
      screen.forget();
      isReading = true;
      try {
        await show(ENABLE_PASTE_MARKS);
        await redraw(session);
        return await edit(session, cancel);
      } finally {
        isReading = false;
        await show(DISABLE_PASTE_MARKS);
        tty.setRaw(wasRaw);
      }
    },
    resized() {
      if (isReading) void show(screen.reflow());
    },
  };
}
