import { FileError } from '#os/file-system.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand } from '../../command.ts';

/** Paths of every file on PATH that kubectl runs as one of its commands. */
function findPlugins(process: Process): string[] {
  const folders = [...new Set((process.env.get('PATH') ?? '').split(':').filter((folder) => folder.trim() !== ''))];
  return folders.flatMap((folder) => {
    try {
      return process.fs
        .list(folder)
        .filter((name) => name.startsWith('kubectl-'))
        .map((name) => `${folder}/${name}`);
    } catch (error) {
      // A folder of PATH that is not there holds no plugins.
      if (error instanceof FileError) return [];
      throw error;
    }
  });
}

const list = defineCommand<undefined>({
  name: 'list',
  usage: 'plugin list',
  short: "List all visible plugin executables on a user's PATH",
  long: 'Lists the programs on PATH whose names begin with "kubectl-": each of them is a command of kubectl.',
  examples: `  # List all plugins
  kubectl plugin list`,
  flags: [{ name: 'name-only', type: 'bool', default: false, usage: 'Whether to print names instead of paths.' }],
  async run(_, { flags, process }) {
    const paths = findPlugins(process);
    if (paths.length === 0) throw new UsageError('unable to find any kubectl plugins in your PATH');
    await process.print('The following compatible plugins are available:\n\n');
    const seen = new Map<string, string>();
    let problems = 0;
    for (const path of paths) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      await process.print(`${flags.bool('name-only') ? name : path}\n`);
      const stat = process.fs.stat(path);
      const shadowedBy = seen.get(name);
      const warning =
        (stat.mode & 0o111) === 0
          ? `${path} identified as a kubectl plugin, but it is not executable`
          : shadowedBy === undefined
            ? ''
            : `${path} is overshadowed by a similarly named plugin: ${shadowedBy}`;
      seen.set(name, shadowedBy ?? path);
      if (warning === '') continue;
      problems++;
      await process.printError(`  - warning: ${warning}\n`);
    }
    if (problems > 0) throw new UsageError(problems === 1 ? 'one plugin warning was found' : `${problems} plugin warnings were found`);
    return 0;
  },
});

export const plugin = defineCommand({
  name: 'plugin',
  usage: 'plugin [flags]',
  short: 'Provides utilities for interacting with plugins',
  long: `Provides utilities for interacting with plugins.

 A plugin is a program on PATH whose name begins with "kubectl-"; it adds a command to kubectl.`,
  examples: `  # List all plugins
  kubectl plugin list`,
  flags: [],
  subcommands: [list],
});
