import type { Shell } from '../shell.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** What the escapes of PS1 stand for. */
export interface PromptFacts {
  readonly user: string;
  readonly uid: number;
  readonly hostname: string;
  readonly cwd: string;
  readonly home: string;
  readonly shellName: string;
  readonly jobCount: number;
  readonly historyNumber: number;
  readonly nowMs: number;
}

const shortenHome = (facts: PromptFacts): string =>
  facts.cwd === facts.home ? '~' : facts.cwd.startsWith(`${facts.home}/`) ? `~${facts.cwd.slice(facts.home.length)}` : facts.cwd;

/** Puts facts in place of the escapes of a prompt (`\u@\h:\w\$`). Variables and substitutions are left for the shell to expand. */
export function expandPromptEscapes(text: string, facts: PromptFacts): string {
  const time = new Date(facts.nowMs);
  const [hours, minutes, seconds] = [time.getUTCHours(), twoDigits(time.getUTCMinutes()), twoDigits(time.getUTCSeconds())];
  const values: Readonly<Record<string, string>> = {
    a: '\u0007',
    d: `${DAYS[time.getUTCDay()]} ${MONTHS[time.getUTCMonth()]} ${twoDigits(time.getUTCDate())}`,
    e: '\u001b',
    h: facts.hostname.split('.')[0] ?? '',
    H: facts.hostname,
    j: String(facts.jobCount),
    l: 'pts/0',
    n: '\n',
    r: '\r',
    s: facts.shellName,
    t: `${twoDigits(hours)}:${minutes}:${seconds}`,
    T: `${twoDigits(hours % 12 || 12)}:${minutes}:${seconds}`,
    '@': `${twoDigits(hours % 12 || 12)}:${minutes} ${hours < 12 ? 'AM' : 'PM'}`,
    A: `${twoDigits(hours)}:${minutes}`,
    u: facts.user,
    v: '5.2',
    V: '5.2.37',
    w: shortenHome(facts),
    W: facts.cwd === facts.home ? '~' : facts.cwd === '/' ? '/' : facts.cwd.slice(facts.cwd.lastIndexOf('/') + 1),
    '!': String(facts.historyNumber),
    '#': String(facts.historyNumber),
    $: facts.uid === 0 ? '#' : '$',
    '\\': '\\\\',
    '[': '\u0001',
    ']': '\u0002',
  };
  return text.replace(/\\([0-7]{3}|.)/g, (whole, name: string) => {
    if (/^[0-7]{3}$/.test(name)) return String.fromCharCode(Number.parseInt(name, 8));
    return values[name] ?? whole;
  });
}

/** The facts of a running shell. */
export function promptFactsOf(shell: Shell): PromptFacts {
  const { process } = shell;
  return {
    user: process.user.name,
    uid: process.user.uid,
    hostname: process.machine.hostname,
    cwd: process.cwd,
    home: shell.variables.get('HOME') ?? process.user.home,
    shellName: shell.flavour,
    jobCount: shell.jobs.list().length,
    historyNumber: shell.history.length + 1,
    nowMs: process.simulation.clock.now,
  };
}
