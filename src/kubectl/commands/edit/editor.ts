import { ExecError, type Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';

/** The editor the user chose: `KUBE_EDITOR`, `EDITOR`, else vi. */
export function editorOf(process: Process): string {
  return process.env.get('KUBE_EDITOR') || process.env.get('EDITOR') || 'vi';
}

/** A text that is edited in a file of its own. */
export interface EditedFile {
  readonly path: string;
  /** Opens the editor on a text. @returns what was saved */
  edit(text: string): Promise<string>;
  remove(): void;
}

/** Creates the temporary file of one `kubectl edit`. */
export function createEditedFile(process: Process): EditedFile {
  const folder = process.env.get('TMPDIR') ?? '/tmp';
  const path = `${folder}/kubectl-edit-${process.simulation.random.below(4_294_967_296)}.yaml`;
  return {
    path,
    async edit(text) {
      if (!process.fs.exists(folder)) process.fs.makeDirectory(folder, { recursive: true });
      process.fs.write(path, text, 0o600);
      await openEditor(process, path);
      return process.fs.readText(path);
    },
    remove: () => process.fs.remove(path, { force: true }),
  };
}

async function openEditor(process: Process, path: string): Promise<void> {
  const editor = editorOf(process);
  // An editor with arguments or quotes is the shell's to take apart, as for the real kubectl.
  const argv = /["'\\]/.test(editor) ? ['sh', '-c', `${editor} "$1"`, 'sh', path] : [...editor.split(' ').filter((word) => word !== ''), path];
  try {
    const { code } = await process.spawn(argv, { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr }).wait(process.cancel);
    if (code !== 0) throw new UsageError(`there was a problem with the editor ${JSON.stringify(editor)}`);
  } catch (error) {
    if (error instanceof ExecError) throw new UsageError(`unable to launch the editor ${JSON.stringify(editor)}`);
    throw error;
  }
}
