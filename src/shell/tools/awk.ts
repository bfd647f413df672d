import { countOperands, createBufferedTool } from './buffered-tool.ts';

const withValue = new Set(['-F', '-v', '-f']);

/** awk reads stdin unless it has files or nothing but BEGIN. */
export const awk = createBufferedTool('awk', (args) => {
  const program = args.find((argument, index) => !/^-/.test(argument) && !withValue.has(args[index - 1] ?? '')) ?? '';
  const files = countOperands(args, withValue) - (args.includes('-f') ? 0 : 1);
  return files === 0 && !/^\s*BEGIN\s*\{[^}]*\}\s*$/.test(program);
});
