import type { LabTexts } from '#web/i18n/lab-texts.ts';
import type { LabSession } from './lab-session.ts';
import type { ToPage } from './protocol.ts';

type EditRequest = Extract<ToPage, { type: 'edit' }>;

/**
 * Opens the editor over the terminal and hands what was written back to the program that waits for it.
 * @param host the box the terminal stands in
 */
export async function openEditorFor(session: LabSession, request: EditRequest, host: HTMLElement, texts: LabTexts): Promise<void> {
  const { openEditor } = await import('#web/editor/editor-overlay.ts');
  const cancelled = new AbortController();
  const unwatch = session.watch((event) => {
    if (event.type === 'edit-cancelled' && event.edit === request.edit) cancelled.abort();
  });
  const text = await openEditor({ host, editor: request.editor, path: request.path, text: request.text, texts, cancelled: cancelled.signal });
  unwatch();
  if (!cancelled.signal.aborted) session.post({ type: 'edited', edit: request.edit, path: request.path, text });
  session.screen.focus();
}
