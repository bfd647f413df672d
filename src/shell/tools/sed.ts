import { countOperands, createBufferedTool } from './buffered-tool.ts';

const withValue = new Set(['-e', '-f', '--expression', '--file']);

export const sed = createBufferedTool('sed', (args) => countOperands(args, withValue) - (args.some((argument) => withValue.has(argument)) ? 0 : 1) === 0);
