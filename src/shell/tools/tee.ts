import { FileError } from '#os/file-system.ts';
import { openForWriting } from '#os/open-file.ts';
import type { ByteWriter } from '#os/stream.ts';
import { createTool } from './tool.ts';

export const tee = createTool('tee', { letters: 'aip', long: { append: 'a', 'ignore-interrupts': 'i' } }, async (process, args) => {
  const files: ByteWriter[] = [];
  let status = 0;
  for (const path of args.operands) {
    try {
      files.push(openForWriting(process, path, args.has('a') ? 'append' : 'truncate'));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await process.printError(`tee: ${path}: ${error.message}\n`);
      status = 1;
    }
  }
  try {
    for (let bytes = await process.stdin.read(); bytes; bytes = await process.stdin.read()) {
      await process.stdout.write(bytes);
      for (const file of files) await file.write(bytes, process.cancel);
    }
  } finally {
    for (const file of files) file.close();
  }
  return status;
});
