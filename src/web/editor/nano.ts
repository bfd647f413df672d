import { insertTab } from '@codemirror/commands';
import { indentUnit } from '@codemirror/language';
import { openSearchPanel } from '@codemirror/search';
import { type Extension, Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import type { EditorSession } from './editor-overlay.ts';

/**
 * The keys of nano that people use: ^O ^X ^K ^U ^W ^C, and F2 F3 F6 F9 F10 where a browser keeps the Ctrl key for itself
 * (it closes its tab on ^W).
 */
export function nanoKeys(session: EditorSession): Extension {
  let cut = '';
  let cutAt = -1;
  /** ^X with changes asks a question; the next key answers it. */
  let isAsking = false;

  const write = (view: EditorView): boolean => {
    session.write();
    session.say(`[ Wrote ${view.state.doc.lines} ${view.state.doc.lines === 1 ? 'line' : 'lines'} ]`);
    return true;
  };
  const exit = (): boolean => {
    if (session.isChanged()) {
      isAsking = true;
      session.say('Save modified buffer?   Y Yes   N No   ^C Cancel');
    } else session.close();
    return true;
  };
  const answer = (view: EditorView, key: string): boolean => {
    if (key === 'y') write(view);
    if (key === 'y' || key === 'n') session.close();
    else if (key === 'escape' || key === 'c') {
      isAsking = false;
      session.say(session.texts.nanoHelp);
    }
    return true;
  };
  /** Lines cut one after the other are pasted together. */
  const cutLine = (view: EditorView): boolean => {
    const line = view.state.doc.lineAt(view.state.selection.main.head);
    const to = Math.min(line.to + 1, view.state.doc.length);
    const text = view.state.sliceDoc(line.from, to);
    cut = cutAt === line.from ? cut + text : text;
    cutAt = line.from;
    view.dispatch({ changes: { from: line.from, to }, selection: { anchor: line.from } });
    return true;
  };
  const paste = (view: EditorView): boolean => {
    view.dispatch(view.state.replaceSelection(cut));
    cutAt = -1;
    return true;
  };
  const position = (view: EditorView): boolean => {
    const { doc, selection } = view.state;
    const line = doc.lineAt(selection.main.head);
    session.say(
      `[ line ${line.number}/${doc.lines}, col ${selection.main.head - line.from + 1}/${line.length + 1}, char ${selection.main.head}/${doc.length} ]`,
    );
    return true;
  };
  const indent = (view: EditorView): boolean => {
    const unit = view.state.facet(indentUnit);
    if (unit === '\t') return insertTab(view);
    view.dispatch(view.state.replaceSelection(unit));
    return true;
  };

  const questions = EditorView.domEventHandlers({
    keydown(event, view) {
      if (!isAsking || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return false;
      event.preventDefault();
      return answer(view, event.key.toLowerCase());
    },
  });
  return [
    Prec.highest(questions),
    Prec.highest(
      keymap.of([
        { key: 'Ctrl-o', run: write },
        { key: 'F3', run: write },
        { key: 'Ctrl-x', run: exit },
        { key: 'F2', run: exit },
        { key: 'Ctrl-k', run: cutLine },
        { key: 'F9', run: cutLine },
        { key: 'Ctrl-u', run: paste },
        { key: 'F10', run: paste },
        { key: 'Ctrl-w', run: openSearchPanel },
        { key: 'F6', run: openSearchPanel },
        { key: 'Ctrl-c', run: position },
        { key: 'Tab', run: indent },
      ]),
    ),
  ];
}
