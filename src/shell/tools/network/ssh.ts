import type { Machine, Program } from '#os/process.ts';
import { Cancelled } from '#sim/cancel.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool } from '../tool.ts';

/** Where one can log in. */
export interface LoginHosts {
  /** @returns undefined for a name nobody knows; `down` for a machine that does not answer */
  find(name: string): Machine | 'down' | undefined;
}

/** How long a connection to a machine without power is tried. */
const CONNECT_TIMEOUT_MS = 130_000;
const FAILED = 255;

const syntax = { letters: 'tTqvnNi:l:o:p:F:', stopsAtOperand: true };

/** ssh to machines one has the keys of: a login, or one command. */
export function createSsh(hosts: LoginHosts): Program {
  return createTool('ssh', syntax, async (process, args) => {
    const [destination, ...command] = args.operands;
    if (destination === undefined) throw new UsageError('name the host: ssh [user@]HOST [COMMAND]', FAILED);
    const port = args.value('p') ?? '22';
    const [, userName = args.value('l') ?? 'root', host = destination] = /^(?:([^@]+)@)?(.*)$/.exec(destination) ?? [];
    const fail = async (message: string): Promise<number> => {
      await process.printError(`ssh: ${message}\n`);
      return FAILED;
    };
    const machine = hosts.find(host);
    if (machine === undefined) return fail(`Could not resolve hostname ${host}: Name or service not known`);
    if (machine === 'down') {
      await process.sleep(CONNECT_TIMEOUT_MS);
      return fail(`connect to host ${host} port ${port}: Connection timed out`);
    }
    if (port !== '22') return fail(`connect to host ${host} port ${port}: Connection refused`);
    const user = machine.users.find((each) => each.name === userName);
    if (!user) {
      await process.printError(`${userName}@${host}: Permission denied (publickey).\n`);
      return FAILED;
    }
    const tty = (command.length === 0 && !args.has('T')) || args.has('t') ? process.tty : undefined;
    const env = new Map(
      Object.entries({
        HOME: user.home,
        USER: user.name,
        LOGNAME: user.name,
        SHELL: '/bin/bash',
        LANG: 'C.UTF-8',
        TERM: process.env.get('TERM') ?? 'xterm-256color',
      }),
    );
    const child = machine.start(command.length === 0 ? ['bash', '-l'] : ['bash', '-c', command.join(' ')], {
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      user,
      env,
      cwd: user.home,
      tty: tty ?? null,
    });
    try {
      const { code, signal } = await child.wait(process.cancel);
      if (tty) await process.printError(`Connection to ${host} closed.\n`);
      return signal === undefined ? code : FAILED;
    } catch (error) {
      if (error instanceof Cancelled) child.kill('KILL');
      throw error;
    } finally {
      if (tty) {
        tty.attach(process.machine);
        tty.foregroundGroup = process.group;
      }
    }
  });
}
