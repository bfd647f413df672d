import { beforeAll, describe, expect, it } from 'vitest';
import { rootCommand } from '#kubectl/catalog.ts';
import type { Command } from '#kubectl/command.ts';
import { loadAllCommands } from '#kubectl/lazy-command.ts';
import { createTestSession, type TestSession } from './test-session.ts';

/** Every command with its full name, without `kubectl`. */
function commandsOf(command: Command, path: readonly string[]): { readonly path: readonly string[]; readonly command: Command }[] {
  return (command.subcommands ?? []).flatMap((child) => [{ path: [...path, child.name], command: child }, ...commandsOf(child, [...path, child.name])]);
}

const commands = commandsOf(await loadAllCommands(rootCommand), []);
let session: TestSession;

beforeAll(async () => {
  session = await createTestSession();
});

describe.each(commands.map(({ path, command }) => [path.join(' '), command] as const))('kubectl %s', (path, command) => {
  const words = path.split(' ');

  it('prints its help', async () => {
    const { stdout, stderr, code } = await session.kubectl([...words, '--help']);
    expect(stdout).toContain('\nUsage:\n  kubectl ');
    expect(stdout.startsWith(command.long.trimEnd().split('\n')[0] ?? '')).toBe(true);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  it('refuses a flag it does not have', async () => {
    expect(await session.kubectl([...words, '--no-such-flag'])).toEqual({
      stdout: '',
      stderr: `error: unknown flag: --no-such-flag\nSee 'kubectl ${path} --help' for usage.\n`,
      code: 1,
    });
  });

  // A server runs until it is stopped.
  it.skipIf(path === 'proxy')('ends in good order without arguments', async () => {
    const { code } = await session.kubectl(words);
    expect([0, 1, 2]).toContain(code);
  });

  it('declares every flag once, with defaults of its type', () => {
    const names = command.flags.flatMap((flag) => [flag.name, ...(flag.shorthand ? [`-${flag.shorthand}`] : [])]);
    expect(names).toEqual([...new Set(names)]);
    for (const flag of command.flags) {
      if (flag.type === 'bool') expect(typeof flag.default).toBe('boolean');
      if (flag.type === 'strings' || flag.type === 'string-array') expect(Array.isArray(flag.default)).toBe(true);
    }
  });
});

it('offers no two commands of one name', () => {
  const names = commands.map(({ path }) => path.join(' '));
  expect(names).toEqual([...new Set(names)]);
});

it('is described by its stand-in as it describes itself', async () => {
  const shown = ({ name, short, aliases = [], suggestFor = [], hidden = false }: Command) => ({ name, short, aliases, suggestFor, hidden });
  const loaded = await loadAllCommands(rootCommand);
  expect((rootCommand.subcommands ?? []).map(shown)).toEqual((loaded.subcommands ?? []).map(shown));
});
