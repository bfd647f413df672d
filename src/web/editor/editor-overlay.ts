import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import type { LabTexts } from '#web/i18n/lab-texts.ts';
import { editorAppearance, overlayStyles } from './appearance.ts';
import { nanoKeys } from './nano.ts';
import { viKeys } from './vi.ts';
import { yamlCheck } from './yaml-check.ts';

export interface EditorOptions {
  /** What the editor covers. */
  readonly host: HTMLElement;
  readonly editor: 'vi' | 'nano';
  readonly path: string;
  readonly text: string;
  readonly texts: LabTexts;
  /** Closes the editor without an answer: the program that asked is gone. */
  readonly cancelled: AbortSignal;
}

/** What an editor's keys may do. */
export interface EditorSession {
  readonly path: string;
  readonly texts: LabTexts;
  /** Whether there are changes that were not written. */
  isChanged(): boolean;
  /** Writes: what is there now is what the program gets. @returns a line that says so, as vi and nano do */
  write(): void;
  /** Closes the editor. What was never written is dropped. */
  close(): void;
  /** Shows a line at the bottom. */
  say(line: string): void;
}

/** YAML gets its highlighting, a check while it is written, and two spaces for a Tab; other files none of it. */
function languageOf(session: EditorSession, help: string): Extension {
  if (!/\.ya?ml$/.test(session.path)) return indentUnit.of('\t');
  let isProblemShown = false;
  const say = (problem: string | undefined): void => {
    if (problem !== undefined || isProblemShown) session.say(problem ?? help);
    isProblemShown = problem !== undefined;
  };
  return [yaml(), yamlCheck(say), indentUnit.of('  ')];
}

/**
 * Opens a file in an editor over the terminal. It lives in a shadow root: there CodeMirror uses constructable style
 * sheets, which the page's policy allows, instead of <style> elements, which it does not.
 * @returns the text that was written last; undefined when nothing was
 */
export function openEditor(options: EditorOptions): Promise<string | undefined> {
  const { host, texts, path } = options;
  return new Promise((resolve) => {
    const overlay = document.createElement('div');
    overlay.setAttribute('role', 'dialog');
    overlay.setAttribute('aria-label', texts.editing(path));
    const root = overlay.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [overlayStyles()];
    const body = document.createElement('div');
    body.className = 'body';
    const foot = document.createElement('div');
    foot.className = 'foot';
    const line = document.createElement('span');
    line.setAttribute('role', 'status');
    const help = options.editor === 'vi' ? texts.viHelp : texts.nanoHelp;
    line.textContent = help;
    foot.append(line);
    root.append(body, foot);
    host.append(overlay);

    let written: string | undefined;
    let atLastWrite = options.text;
    const text = (): string => view.state.doc.toString();
    const session: EditorSession = {
      path,
      texts,
      isChanged: () => text() !== atLastWrite,
      write() {
        written = text();
        atLastWrite = written;
      },
      close() {
        options.cancelled.removeEventListener('abort', session.close);
        view.destroy();
        overlay.remove();
        resolve(written);
      },
      say(message) {
        line.textContent = message;
      },
    };
    const view: EditorView = new EditorView({
      parent: body,
      root,
      state: EditorState.create({
        doc: options.text,
        extensions: [
          options.editor === 'vi' ? viKeys(session) : nanoKeys(session),
          languageOf(session, help),
          lineNumbers(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          bracketMatching(),
          indentOnInput(),
          search({ top: false }),
          EditorView.contentAttributes.of({ 'aria-label': texts.editing(path) }),
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
          editorAppearance,
        ],
      }),
    });
    foot.append(
      button(texts.saveAndClose, () => {
        session.write();
        session.close();
      }),
      button(texts.discard, session.close),
    );
    options.cancelled.addEventListener('abort', session.close);
    view.focus();
  });
}

/** For those who have no Ctrl or Esc key at hand. */
function button(label: string, run: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = label;
  element.addEventListener('click', run);
  return element;
}
