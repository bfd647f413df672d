import { defineCommand } from '../../command.ts';
import { canI } from './can-i.ts';
import { whoami } from './whoami.ts';

export const auth = defineCommand({
  name: 'auth',
  usage: 'auth',
  short: 'Inspect authorization',
  long: 'Inspect authorization.',
  examples: '',
  flags: [],
  subcommands: [canI, whoami],
});
