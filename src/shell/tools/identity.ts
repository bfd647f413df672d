import { UsageError } from '#sim/usage-error.ts';
import { groupName } from './file-operands.ts';
import { createTool } from './tool.ts';

export const id = createTool('id', { letters: 'ugGnr', long: { user: 'u', group: 'g', groups: 'G', name: 'n' } }, async (process, args) => {
  const [wanted] = args.operands;
  const user = wanted === undefined ? process.user : process.machine.users.find((one) => one.name === wanted || String(one.uid) === wanted);
  if (!user) throw new UsageError(`'${wanted}': no such user`);
  const group = groupName(process, user.gid);
  if (args.has('u')) await process.print(`${args.has('n') ? user.name : user.uid}\n`);
  else if (args.has('g') || args.has('G')) await process.print(`${args.has('n') ? group : user.gid}\n`);
  else {
    const named = (number: number, name: string): string => (name === '' || name === String(number) ? String(number) : `${number}(${name})`);
    await process.print(`uid=${named(user.uid, user.name)} gid=${named(user.gid, group)} groups=${named(user.gid, group)}\n`);
  }
  return 0;
});

export const whoami = createTool('whoami', { letters: '' }, async (process) => {
  const { user } = process;
  if (user.name === '') throw new UsageError(`cannot find name for user ID ${user.uid}`);
  await process.print(`${user.name}\n`);
  return 0;
});

export const hostname = createTool(
  'hostname',
  { letters: 'sfiId', long: { short: 's', fqdn: 'f', 'ip-address': 'i', 'all-ip-addresses': 'I', domain: 'd' } },
  async (process, args) => {
    const { hostname: name, network } = process.machine;
    if (args.operands.length > 0) throw new UsageError('you must be root to change the host name');
    if (args.has('i') || args.has('I')) await process.print(`${network.addresses.join(' ')}${args.has('I') ? ' ' : ''}\n`);
    else if (args.has('s')) await process.print(`${name.split('.')[0]}\n`);
    else if (args.has('d')) await process.print(`${name.split('.').slice(1).join('.')}\n`);
    else await process.print(`${name}\n`);
    return 0;
  },
);

const SYSTEM: Readonly<Record<string, string>> = {
  s: 'Linux',
  r: '6.12.0',
  v: '#1 SMP PREEMPT_DYNAMIC',
  m: 'x86_64',
  p: 'x86_64',
  i: 'x86_64',
  o: 'GNU/Linux',
};

export const uname = createTool(
  'uname',
  {
    letters: 'asnrvmpio',
    long: {
      all: 'a',
      'kernel-name': 's',
      nodename: 'n',
      'kernel-release': 'r',
      'kernel-version': 'v',
      machine: 'm',
      processor: 'p',
      'hardware-platform': 'i',
      'operating-system': 'o',
    },
  },
  async (process, args) => {
    const values: Readonly<Record<string, string>> = { ...SYSTEM, n: process.machine.hostname };
    const letters = args.has('a') ? [...'snrvmo'] : [...'snrvmpio'].filter((letter) => args.has(letter));
    await process.print(`${(letters.length > 0 ? letters : ['s']).map((letter) => values[letter]).join(' ')}\n`);
    return 0;
  },
);
