import { insertTab } from '@codemirror/commands';
import { indentUnit } from '@codemirror/language';
import { type Extension, Prec } from '@codemirror/state';
import { type EditorView, keymap, ViewPlugin } from '@codemirror/view';
import { type CodeMirror, getCM, Vim, vim } from '@replit/codemirror-vim';
import type { EditorSession } from './editor-overlay.ts';

/** Vim's commands are global to the module: this says which file a command line belongs to. */
const sessions = new WeakMap<EditorView, EditorSession>();
let isDefined = false;

const complain = (cm: CodeMirror, message: string): void => {
  const line = document.createElement('span');
  line.className = 'complaint';
  line.textContent = message;
  cm.openNotification(line, { bottom: true, duration: 4000 });
};

function write(cm: CodeMirror, session: EditorSession): void {
  session.write();
  const { doc } = cm.cm6.state;
  session.say(`"${session.path}" ${doc.lines}L, ${new TextEncoder().encode(doc.toString()).length}B written`);
}

/** What follows a command: `!`, a file name. Actions are called with something else, which says nothing. */
const argumentOf = (params: object | undefined): string => (params && 'argString' in params ? String(params.argString ?? '').trim() : '');

/** Closes when the vim keys are done with the command that asked for it; they look at the editor once more. */
const close = (session: EditorSession): void => queueMicrotask(() => session.close());

/** `:w`, `:q`, `:q!`, `:wq`, `:x`, `ZZ`, `ZQ`, with vim's words for what goes wrong. */
function defineCommands(): void {
  if (isDefined) return;
  isDefined = true;
  const withSession = (run: (cm: CodeMirror, session: EditorSession, argument: string) => void) => (cm: CodeMirror, params?: object) => {
    const session = sessions.get(cm.cm6);
    if (session) run(cm, session, argumentOf(params));
  };
  const quit = withSession((cm, session, argument) => {
    if (session.isChanged() && argument !== '!') complain(cm, 'E37: No write since last change (add ! to override)');
    else close(session);
  });
  const writeAndQuit = withSession((cm, session, argument) => {
    if (argument !== '' && argument !== '!') return complain(cm, `E212: Can't open file for writing: ${argument}`);
    write(cm, session);
    close(session);
  });
  Vim.defineEx(
    'write',
    'w',
    withSession((cm, session, argument) => {
      if (argument === '' || argument === '!' || argument === session.path) write(cm, session);
      else complain(cm, `E212: Can't open file for writing: ${argument}`);
    }),
  );
  Vim.defineEx('quit', 'q', quit);
  Vim.defineEx('wq', 'wq', writeAndQuit);
  Vim.defineEx('xit', 'x', writeAndQuit);
  Vim.defineAction('writeAndQuit', writeAndQuit);
  Vim.defineAction(
    'quitWithoutWriting',
    withSession((_, session) => close(session)),
  );
  Vim.mapCommand('ZZ', 'action', 'writeAndQuit', {}, { context: 'normal' });
  Vim.mapCommand('ZQ', 'action', 'quitWithoutWriting', {}, { context: 'normal' });
}

/** In insert mode Tab indents; in the other modes it leaves the editor, so that it is no trap for the keyboard. */
const tabInInsertMode = Prec.highest(
  keymap.of([
    {
      key: 'Tab',
      run: (view) => {
        if (!getCM(view)?.state.vim?.insertMode) return false;
        const unit = view.state.facet(indentUnit);
        if (unit === '\t') return insertTab(view);
        view.dispatch(view.state.replaceSelection(unit));
        return true;
      },
    },
  ]),
);

/** The keys and commands of vi. */
export function viKeys(session: EditorSession): Extension {
  defineCommands();
  const belongs = ViewPlugin.define((view) => {
    sessions.set(view, session);
    // Inside a shadow root the vim keys do not see that their command line had the focus, and would leave it nowhere.
    const giveBackFocus = (): void => {
      if (!getCM(view)?.state.dialog?.querySelector('input')) view.focus();
    };
    getCM(view)?.on('dialog', () => queueMicrotask(giveBackFocus));
    return {};
  });
  return [tabInInsertMode, vim({ status: true }), belongs];
}
