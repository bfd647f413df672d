import type { CommandGroup } from './catalog.ts';
import type { Command, Flag } from './command.ts';

const lineWidth = 112;

/**
 * The help of a command, in the order kubectl prints it: what it does, examples, subcommands, flags, usage.
 * @param path `kubectl rollout undo`
 * @param groups how the subcommands of the root are arranged
 */
export function formatHelp(command: Command, path: string, groups?: readonly CommandGroup[]): string {
  const subcommands = (command.subcommands ?? []).filter((child) => !child.hidden);
  const sections = [
    command.long.trimEnd(),
    ...(command.aliases?.length ? [`Aliases:\n${[command.name, ...command.aliases].join(', ')}`] : []),
    ...(command.examples === '' ? [] : [`Examples:\n${command.examples.replace(/\n+$/, '')}`]),
    ...(groups !== undefined
      ? groups.map((group) => formatCommandList(group.title, group.commands))
      : subcommands.length > 0
        ? [formatCommandList('Available Commands:', subcommands)]
        : []),
    ...(command.flags.some((flag) => !flag.hidden) ? [`Options:\n${formatFlags(command.flags)}`] : []),
    `Usage:\n  ${usageLine(command, path)}`,
  ];
  return `${sections.join('\n\n')}\n\n${closing(path, subcommands.length > 0)}`;
}

/** The flags of `kubectl options`. */
export function formatGlobalOptions(flags: readonly Flag[]): string {
  return `The following options can be passed to any command:\n\n${formatFlags(flags)}\n`;
}

function usageLine(command: Command, path: string): string {
  const parentPath = path.split(' ').slice(0, -1).join(' ');
  const usage = command.usage.startsWith(command.name) ? `${parentPath} ${command.usage}` : `kubectl ${command.usage}`;
  const line = (path === command.name ? `${command.usage}` : usage).trim();
  return line.includes('[options]') ? line : `${line} [options]`;
}

function closing(path: string, hasSubcommands: boolean): string {
  const more = hasSubcommands ? `Use "${path} <command> --help" for more information about a given command.\n` : '';
  return `${more}Use "kubectl options" for a list of global command-line options (applies to all commands).\n`;
}

function formatCommandList(title: string, commands: readonly Command[]): string {
  const width = Math.max(11, ...commands.map((command) => command.name.length));
  const lines = commands.filter((command) => !command.hidden).map((command) => `  ${command.name.padEnd(width)}   ${command.short}`);
  return [title, ...lines].join('\n');
}

function formatFlags(flags: readonly Flag[]): string {
  return flags
    .filter((flag) => !flag.hidden && flag.deprecated === undefined)
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map((flag) => {
      const name = flag.shorthand ? `-${flag.shorthand}, --${flag.name}` : `--${flag.name}`;
      return `    ${name}=${formatDefault(flag)}:\n${wrap(flag.usage, lineWidth, '        ')}\n`;
    })
    .join('\n')
    .trimEnd();
}

function formatDefault(flag: Flag): string {
  if (Array.isArray(flag.default)) return `[${flag.default.join(',')}]`;
  if (flag.type === 'string') return `'${flag.default}'`;
  if (flag.type === 'duration' && typeof flag.default === 'number') return formatDurationDefault(flag.default);
  return String(flag.default);
}

function formatDurationDefault(ms: number): string {
  const seconds = ms / 1000;
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes}m${seconds % 60}s` : `${seconds}s`;
}

function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width - indent.length) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each) => `${indent}${each}`).join('\n');
}
