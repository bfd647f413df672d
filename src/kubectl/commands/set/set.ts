import { defineCommand } from '../../command.ts';
import { setEnv } from './env.ts';
import { setImage } from './image.ts';
import { setResources } from './resources.ts';
import { setSelector } from './selector.ts';
import { setServiceAccount } from './serviceaccount.ts';
import { setSubject } from './subject.ts';

export const set = defineCommand({
  name: 'set',
  usage: 'set SUBCOMMAND',
  short: 'Set specific features on objects',
  long: 'Changes single features of objects that are there.',
  examples: '',
  flags: [],
  subcommands: [setEnv, setImage, setResources, setSelector, setServiceAccount, setSubject],
});
