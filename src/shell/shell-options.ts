/** The options of `set`, by name, with the letters some of them have. */
export const optionLetters: Readonly<Record<string, string>> = {
  allexport: 'a',
  braceexpand: 'B',
  errexit: 'e',
  errtrace: 'E',
  functrace: 'T',
  hashall: 'h',
  histexpand: 'H',
  keyword: 'k',
  monitor: 'm',
  noclobber: 'C',
  noexec: 'n',
  noglob: 'f',
  notify: 'b',
  nounset: 'u',
  onecmd: 't',
  physical: 'P',
  privileged: 'p',
  verbose: 'v',
  xtrace: 'x',
};

/** Options that have no letter. */
const longOnly = ['emacs', 'history', 'ignoreeof', 'interactive-comments', 'nolog', 'pipefail', 'posix', 'vi'];

/** Every option of `set -o`, sorted. */
export const optionNames: readonly string[] = [...Object.keys(optionLetters), ...longOnly].sort();

/** Options of `shopt` with their value at the start of a shell. */
export const shoptDefaults: Readonly<Record<string, boolean>> = {
  autocd: false,
  cdspell: false,
  checkhash: false,
  checkwinsize: true,
  cmdhist: true,
  compat31: false,
  dotglob: false,
  execfail: false,
  expand_aliases: false,
  extglob: false,
  extquote: true,
  failglob: false,
  globstar: false,
  histappend: false,
  histverify: false,
  inherit_errexit: false,
  interactive_comments: true,
  lastpipe: false,
  login_shell: false,
  nocaseglob: false,
  nocasematch: false,
  nullglob: false,
  progcomp: true,
  promptvars: true,
  sourcepath: true,
  xpg_echo: false,
};

/** The value of `$-`: the letters of the options that are on, in bash's order. */
export function optionFlags(options: ReadonlySet<string>, isInteractive: boolean, startLetter: string): string {
  let letters = '';
  const order = 'abefhiktmnpuvxBCEHPT';
  const byLetter = new Map(Object.entries(optionLetters).map(([name, letter]) => [letter, name]));
  for (const letter of order) {
    const name = byLetter.get(letter);
    if (letter === 'i' ? isInteractive : name !== undefined && options.has(name)) letters += letter;
  }
  return letters + startLetter;
}
