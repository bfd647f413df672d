import { encodeText } from '#os/bytes.ts';
import { openForWriting } from '#os/open-file.ts';
import { readLines } from '#os/readers.ts';
import { createTool, openOperand, parseCount } from './tool.ts';

const syntax = {
  letters: 'cdDiuf:s:w:',
  long: { count: 'c', repeated: 'd', 'ignore-case': 'i', unique: 'u', 'skip-fields': 'f', 'skip-chars': 's', 'check-chars': 'w' },
};

export const uniq = createTool('uniq', syntax, async (process, args) => {
  const [input = '-', output] = args.operands;
  const skipFields = parseCount(args.value('f') ?? '0', 'number of fields to skip');
  const skipChars = parseCount(args.value('s') ?? '0', 'number of bytes to skip');
  const most = args.value('w');
  const keyOf = (line: string): string => {
    let key = line.replace(new RegExp(`^(?:\\s*\\S+){0,${skipFields}}`), '').slice(skipChars);
    if (most !== undefined) key = key.slice(0, parseCount(most, 'number of bytes to compare'));
    return args.has('i') ? key.toLowerCase() : key;
  };
  const reader = openOperand(process, input);
  const writer = output === undefined ? undefined : openForWriting(process, output, 'truncate');
  let current: string | undefined;
  let count = 0;
  const flush = async (): Promise<void> => {
    if (current === undefined || (args.has('d') && count < 2) || (args.has('u') && count > 1)) return;
    const line = `${args.has('c') ? `${String(count).padStart(7)} ` : ''}${current}\n`;
    if (writer) await writer.write(encodeText(line), process.cancel);
    else await process.print(line);
  };
  try {
    for await (const { text } of readLines(reader, process.cancel)) {
      if (current !== undefined && keyOf(text) === keyOf(current)) {
        count++;
        continue;
      }
      await flush();
      current = text;
      count = 1;
    }
    await flush();
  } finally {
    reader.close();
    writer?.close();
  }
  return 0;
});
