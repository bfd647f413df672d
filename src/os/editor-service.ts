import type { CancelToken } from '#sim/cancel.ts';

/** A file a program opened in an editor. */
export interface EditRequest {
  readonly editor: 'vi' | 'nano';
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** What a screen editor is to the programs of a machine: the page shows one over the terminal. */
export interface EditorService {
  /** Resolves when the user closes the editor. @returns the text; `saved` is false when it was closed without writing */
  edit(request: EditRequest, cancel: CancelToken): Promise<{ readonly text: string; readonly saved: boolean }>;
}
