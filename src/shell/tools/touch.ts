import { openForWriting } from '#os/open-file.ts';
import { UsageError } from '#sim/usage-error.ts';
import { forEachOperand } from './file-operands.ts';
import { parseDate } from './parse-date.ts';
import { createTool } from './tool.ts';

export const touch = createTool('touch', { letters: 'acmd:r:t:fh', long: { 'no-create': 'c', date: 'd', reference: 'r' } }, (process, args) => {
  const { now } = process.simulation.clock;
  const reference = args.value('r');
  const text = args.value('d');
  const atMs = reference !== undefined ? process.fs.stat(process.resolvePath(reference)).modifiedMs : text === undefined ? now : parseDate(text, now);
  if (atMs === undefined) throw new UsageError(`invalid date format '${text}'`);
  return forEachOperand(
    process,
    'touch',
    args.operands,
    (path) => `cannot touch '${path}'`,
    (_path, full) => {
      if (!process.fs.exists(full)) {
        if (args.has('c')) return;
        openForWriting(process, full, 'append').close();
      }
      process.fs.touch(full, atMs);
    },
  );
});
