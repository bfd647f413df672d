import type { Shell } from '../shell.ts';

/** Replaces a `~` or `~user` at the start of a text by the home folder; what is no user stays. */
export function expandTilde(shell: Shell, text: string): string {
  const match = /^~([\w.+-]*)(?=\/|$)/.exec(text);
  if (!match) return text;
  const home = homeOf(shell, match[1] ?? '');
  return home === undefined ? text : home + text.slice(match[0].length);
}

/** As `expandTilde`, and behind each colon too: `PATH=~/bin:~/go/bin`. */
export function expandTildesInAssignment(shell: Shell, text: string, isFirst: boolean): string {
  if (!text.includes('~')) return text;
  return text
    .split(':')
    .map((part, index) => (index > 0 || isFirst ? expandTilde(shell, part) : part))
    .join(':');
}

function homeOf(shell: Shell, name: string): string | undefined {
  const { user, machine, cwd } = shell.process;
  if (name === '') return shell.variables.get('HOME') ?? user.home;
  if (name === '+') return shell.variables.get('PWD') ?? cwd;
  if (name === '-') return shell.variables.get('OLDPWD');
  return machine.users.find((other) => other.name === name)?.home ?? (name === 'root' ? '/root' : undefined);
}
