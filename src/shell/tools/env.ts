import { ExecError } from '#os/process.ts';
import { createTool } from './tool.ts';

const syntax = { letters: 'i0u:C:S:', long: { 'ignore-environment': 'i', null: '0', unset: 'u', chdir: 'C' }, stopsAtOperand: true };

export const env = createTool('env', syntax, async (process, args) => {
  const environment = new Map(args.has('i') ? [] : process.env);
  for (const name of args.values('u')) environment.delete(name);
  let at = 0;
  for (; at < args.operands.length; at++) {
    const match = /^([^=]+)=(.*)$/s.exec(args.operands[at] as string);
    if (!match) break;
    environment.set(match[1] ?? '', match[2] ?? '');
  }
  const split = args.value('S')?.split(/\s+/) ?? [];
  const command = [...split, ...args.operands.slice(at)];
  if (command.length === 0) {
    const ending = args.has('0') ? '\0' : '\n';
    await process.print([...environment].map(([name, value]) => `${name}=${value}${ending}`).join(''));
    return 0;
  }
  const directory = args.value('C');
  try {
    return await process.exec(command, { env: environment, ...(directory === undefined ? {} : { cwd: process.resolvePath(directory) }) });
  } catch (error) {
    if (!(error instanceof ExecError)) throw error;
    await process.printError(`env: '${command[0]}': ${error.message}\n`);
    return error.code === 'ENOENT' ? 127 : 126;
  }
});

export const printenv = createTool('printenv', { letters: '0', long: { null: '0' } }, async (process, args) => {
  const ending = args.has('0') ? '\0' : '\n';
  if (args.operands.length === 0) await process.print([...process.env].map(([name, value]) => `${name}=${value}${ending}`).join(''));
  let status = 0;
  for (const name of args.operands) {
    const value = process.env.get(name);
    if (value === undefined) status = 1;
    else await process.print(value + ending);
  }
  return status;
});
