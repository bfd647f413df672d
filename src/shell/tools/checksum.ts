import { FileError } from '#os/file-system.ts';
import { readFile } from '#os/open-file.ts';
import type { Program } from '#os/process.ts';
import { readAll, readAllText } from '#os/readers.ts';
import { md5, sha256 } from '#sim/digest.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool, forEachInput } from './tool.ts';

function createChecksum(name: string, digest: (bytes: Uint8Array) => string): Program {
  return createTool(
    name,
    { letters: 'bctwz', long: { binary: 'b', check: 'c', text: 't', quiet: 'quiet', status: 'status', tag: 'tag' } },
    async (process, args) => {
      if (!args.has('c')) {
        return forEachInput(process, name, args.operands, async (reader, path) => process.print(`${digest(await readAll(reader, process.cancel))}  ${path}\n`));
      }
      let failed = 0;
      const status = await forEachInput(process, name, args.operands, async (reader) => {
        for (const line of (await readAllText(reader, process.cancel)).split('\n').filter((text) => text !== '')) {
          const match = /^([0-9a-f]+)[ *]{1,2}(.+)$/.exec(line);
          if (!match) throw new UsageError('no properly formatted checksum lines found');
          const [, wanted = '', path = ''] = match;
          const isEqual = await matches(process, path, wanted, digest);
          if (!isEqual) failed++;
          if (!args.has('status') && !(isEqual && args.has('quiet'))) await process.print(`${path}: ${isEqual ? 'OK' : 'FAILED'}\n`);
        }
      });
      if (failed > 0 && !args.has('status'))
        await process.printError(`${name}: WARNING: ${failed} computed checksum${failed === 1 ? '' : 's'} did NOT match\n`);
      return failed > 0 ? 1 : status;
    },
  );
}

async function matches(process: Parameters<Program>[0], path: string, wanted: string, digest: (bytes: Uint8Array) => string): Promise<boolean> {
  try {
    return digest(await readFile(process, path)) === wanted;
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}

export const md5sum = createChecksum('md5sum', md5);
export const sha256sum = createChecksum('sha256sum', sha256);
