import { countOperands, createBufferedTool } from './buffered-tool.ts';

const withValue = new Set(['--arg', '--argjson', '--slurpfile', '--rawfile', '--indent', '-f', '--from-file', '-L']);

/** jq reads stdin unless it has files or `-n`. */
export const jq = createBufferedTool(
  'jq',
  (args) => !args.some((argument) => argument === '--null-input' || /^-[a-zA-Z]*n/.test(argument)) && countOperands(args, withValue) < 2,
);
