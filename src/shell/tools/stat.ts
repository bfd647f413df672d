import type { FileStat } from '#os/file-system.ts';
import { FileError } from '#os/file-system.ts';
import type { Process } from '#os/process.ts';
import { forEachOperand, formatMode, groupName, lstatIfThere, userName } from './file-operands.ts';
import { formatDate } from './format-date.ts';
import { createTool } from './tool.ts';

const kinds: Readonly<Record<FileStat['type'], string>> = {
  file: 'regular file',
  directory: 'directory',
  link: 'symbolic link',
  device: 'character special file',
};
const STAMP = '%Y-%m-%d %H:%M:%S.%N %z';

function field(process: Process, letter: string, name: string, full: string, stat: FileStat): string {
  switch (letter) {
    case 'a':
      return (stat.mode & 0o7777).toString(8);
    case 'A':
      return formatMode(stat);
    case 'F':
      return stat.type === 'file' && stat.sizeBytes === 0 ? 'regular empty file' : kinds[stat.type];
    case 'n':
      return name;
    case 'N':
      return stat.type === 'link' ? `'${name}' -> '${process.fs.readLink(full)}'` : `'${name}'`;
    case 's':
      return String(stat.sizeBytes);
    case 'u':
      return String(stat.uid);
    case 'U':
      return userName(process, stat.uid);
    case 'g':
      return String(stat.gid);
    case 'G':
      return groupName(process, stat.gid);
    case 'b':
      return String(Math.ceil(stat.sizeBytes / 4096) * 8);
    case 'B':
      return '512';
    case 'h':
      return stat.type === 'directory' ? '2' : '1';
    case 'x':
    case 'y':
    case 'z':
      return formatDate(STAMP, stat.modifiedMs);
    case 'X':
    case 'Y':
    case 'Z':
      return String(Math.floor(stat.modifiedMs / 1000));
    case '%':
      return '%';
    default:
      return '?';
  }
}

export const stat = createTool('stat', { letters: 'c:Lt', long: { format: 'c', dereference: 'L', terse: 't' }, longWithValue: ['printf'] }, (process, args) =>
  forEachOperand(
    process,
    'stat',
    args.operands,
    (path) => `cannot statx '${path}'`,
    async (path, full) => {
      const found = args.has('L') ? process.fs.stat(full) : lstatIfThere(process.fs, full);
      if (!found) throw new FileError('ENOENT', 'No such file or directory', path);
      const fill = (format: string): string =>
        format.replace(/%([-+0 #]*\d*)([a-zA-Z%])/g, (_whole, _width, letter: string) => field(process, letter, path, full, found));
      const format = args.value('c');
      const printf = args.value('printf');
      if (format !== undefined) await process.print(`${fill(format)}\n`);
      else if (printf !== undefined) await process.print(fill(printf).replace(/\\n/g, '\n').replace(/\\t/g, '\t'));
      else {
        const lines = [
          '  File: %n',
          '  Size: %s\tBlocks: %b\tIO Block: 4096   %F',
          'Access: (0%a/%A)  Uid: (%u/%U)   Gid: (%g/%G)',
          'Access: %x',
          'Modify: %y',
          'Change: %z',
          ' Birth: -',
        ];
        await process.print(`${lines.map(fill).join('\n')}\n`);
      }
    },
  ),
);
