import { FileError } from '#os/file-system.ts';
import type { Process, Program } from '#os/process.ts';

/** `vi` and `nano`: the machine's editor service shows the file and hands it back. Without one they can only say so. */
function createEditor(editor: 'vi' | 'nano'): Program {
  return async (process) => {
    const [path] = process.argv.slice(1).filter((argument) => !/^[-+]/.test(argument));
    const name = process.argv[0]?.split('/').at(-1) ?? editor;
    const service = process.machine.editor;
    if (!service || !process.tty) {
      await process.printError(`${name}: there is no screen to edit on; use cat with a here-document, or sed -i\n`);
      return 1;
    }
    if (path === undefined) {
      await process.printError(`${name}: name the file to edit\n`);
      return 1;
    }
    const full = process.resolvePath(path);
    try {
      const before = process.fs.exists(full) ? process.fs.readText(full) : '';
      const { text, saved } = await service.edit({ editor, path: full, text: before }, process.cancel);
      if (saved) save(process, full, text);
      return 0;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await process.printError(`${name}: ${path}: ${error.message}\n`);
      return 1;
    }
  };
}

function save(process: Process, path: string, text: string): void {
  const isNew = !process.fs.exists(path);
  process.fs.write(path, text, 0o666 & ~process.umask);
  if (isNew && process.user.uid !== 0) process.fs.changeOwner(path, process.user.uid, process.user.gid);
}

export const vi = createEditor('vi');
export const nano = createEditor('nano');
