import { readAll } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool, openOperand } from './tool.ts';

/** cmp: where two files begin to differ. */
export const cmp = createTool('cmp', { letters: 'sln:', long: { silent: 's', quiet: 's', verbose: 'l', bytes: 'n' } }, async (process, args) => {
  const [first, second = '-'] = args.operands;
  if (first === undefined) throw new UsageError("missing operand after 'cmp'\ncmp: Try 'cmp --help' for more information.", 2);
  const contents: Uint8Array[] = [];
  for (const path of [first, second]) {
    const reader = openOperand(process, path);
    try {
      contents.push((await readAll(reader, process.cancel)).subarray(0, Number(args.value('n') ?? Number.POSITIVE_INFINITY)));
    } finally {
      reader.close();
    }
  }
  const [one, other] = contents as [Uint8Array, Uint8Array];
  const shared = Math.min(one.length, other.length);
  let line = 1;
  let differs = false;
  for (let at = 0; at < shared; at++) {
    const [left = 0, right = 0] = [one[at], other[at]];
    if (left !== right) {
      differs = true;
      if (args.has('s')) return 1;
      if (!args.has('l')) {
        await process.print(`${first} ${second} differ: byte ${at + 1}, line ${line}\n`);
        return 1;
      }
      await process.print(`${String(at + 1).padStart(String(shared).length)} ${left.toString(8).padStart(3)} ${right.toString(8).padStart(3)}\n`);
    }
    if (left === 10) line++;
  }
  if (one.length === other.length) return differs ? 1 : 0;
  const shorter = one.length < other.length ? first : second;
  const where = shared === 0 ? 'which is empty' : `after byte ${shared}${args.has('l') ? '' : `, in line ${line}`}`;
  if (!args.has('s')) await process.printError(`cmp: EOF on ${shorter} ${where}\n`);
  return 1;
});
