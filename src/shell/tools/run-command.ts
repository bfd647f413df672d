import { type ChildProcess, ExecError, type Process } from '#os/process.ts';
import { parseSignal, signalNumbers } from '#os/signals.ts';
import { createCapture } from '#os/writers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { formatDate } from './format-date.ts';
import { parseDuration } from './sleep.ts';
import { createTool } from './tool.ts';

const TIMED_OUT = 124;

async function start(process: Process, name: string, argv: readonly string[]): Promise<ChildProcess | number> {
  try {
    return process.spawn(argv);
  } catch (error) {
    if (!(error instanceof ExecError)) throw error;
    await process.printError(`${name}: failed to run command '${argv[0]}': ${error.message}\n`);
    return error.code === 'ENOENT' ? 127 : 126;
  }
}

const timeoutSyntax = {
  letters: 's:k:v',
  long: { signal: 's', 'kill-after': 'k', verbose: 'v', foreground: 'foreground', 'preserve-status': 'preserve-status' },
  stopsAtOperand: true,
};

export const timeout = createTool('timeout', timeoutSyntax, async (process, args) => {
  const [duration, ...command] = args.operands;
  if (duration === undefined || command.length === 0) throw new UsageError(`missing operand\nTry 'timeout --help' for more information.`, 125);
  const limitMs = parseDuration(duration);
  if (limitMs === undefined) throw new UsageError(`invalid time interval '${duration}'\nTry 'timeout --help' for more information.`, 125);
  const signal = parseSignal(args.value('s') ?? 'TERM');
  if (!signal) throw new UsageError(`'${args.value('s')}': invalid signal\nTry 'timeout --help' for more information.`, 125);
  const child = await start(process, 'timeout', command);
  if (typeof child === 'number') return child;
  const { clock } = process.simulation;
  let ranOut = false;
  const timers = [
    clock.after(limitMs > 0 ? limitMs : Number.MAX_SAFE_INTEGER / 2, () => {
      ranOut = true;
      child.kill(signal);
    }),
  ];
  const killAfter = args.value('k');
  if (killAfter !== undefined) timers.push(clock.after(limitMs + (parseDuration(killAfter) ?? 0), () => child.kill('KILL')));
  try {
    const status = await child.wait(process.cancel);
    if (!ranOut || args.has('preserve-status')) return status.code;
    return status.signal === 'KILL' ? 128 + signalNumbers.KILL : TIMED_OUT;
  } finally {
    for (const timer of timers) timer.cancel();
    if (!child.exited) child.kill('TERM');
  }
});

const watchSyntax = {
  letters: 'n:dtbegxc',
  long: { interval: 'n', differences: 'd', 'no-title': 't', errexit: 'e', chgexit: 'g', exec: 'x', color: 'c' },
  stopsAtOperand: true,
};

export const watch = createTool('watch', watchSyntax, async (process, args) => {
  if (args.operands.length === 0) throw new UsageError(`Usage:\n watch [options] command`);
  const seconds = Number(args.value('n') ?? 2);
  if (Number.isNaN(seconds)) throw new UsageError(`failed to parse argument: '${args.value('n')}'`);
  const intervalMs = Math.max(100, seconds * 1000);
  const command = args.operands.join(' ');
  const argv = args.has('x') ? args.operands : ['sh', '-c', command];
  let previous: string | undefined;
  await process.print('\x1b[?1049h');
  try {
    for (;;) {
      const { text, code } = await capture(process, argv);
      const { columns = 80, rows = 24 } = process.tty ?? {};
      const now = formatDate('%a %b %e %H:%M:%S %Y', process.simulation.clock.now);
      const left = `Every ${(intervalMs / 1000).toFixed(1)}s: ${command}`;
      const right = `${process.machine.hostname}: ${now}`;
      const title = args.has('t') ? '' : `${left.slice(0, Math.max(0, columns - right.length - 1)).padEnd(Math.max(0, columns - right.length))}${right}\n\n`;
      const lines = text.split('\n').slice(0, Math.max(1, rows - (args.has('t') ? 0 : 2)));
      await process.print(`\x1b[H\x1b[2J${title}${lines.map((line) => line.slice(0, columns)).join('\n')}`);
      if ((args.has('g') && previous !== undefined && previous !== text) || (args.has('e') && code !== 0)) return args.has('g') ? 0 : code;
      previous = text;
      await process.sleep(intervalMs);
    }
  } finally {
    // The process may be on its way out; the screen goes back all the same.
    process.tty?.writer.write(new TextEncoder().encode('\x1b[?1049l'));
  }
});

async function capture(process: Process, argv: readonly string[]): Promise<{ text: string; code: number }> {
  const output = createCapture(process.simulation.limits.fileBytes);
  try {
    const { code } = await process.spawn(argv, { stdout: output.writer, stderr: output.writer }).wait(process.cancel);
    return { text: output.text.replace(/\n$/, ''), code };
  } catch (error) {
    if (!(error instanceof ExecError)) throw error;
    return { text: `${argv[0]}: ${error.message}`, code: 127 };
  }
}

export const nohup = createTool('nohup', { letters: '', stopsAtOperand: true }, async (process, args) => {
  if (args.operands.length === 0) throw new UsageError(`missing operand\nTry 'nohup --help' for more information.`, 125);
  process.onSignal('HUP', () => {});
  const child = await start(process, 'nohup', args.operands);
  return typeof child === 'number' ? child : (await child.wait(process.cancel)).code;
});
