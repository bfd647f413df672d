import { expect, it } from 'vitest';
import { rootCommand as lazyRoot } from './catalog.ts';
import { editDistance, findCommand, plainArguments, unknownCommandMessage } from './find-command.ts';
import { globalFlags } from './flags/global-flags.ts';
import { loadAllCommands } from './lazy-command.ts';

const rootCommand = await loadAllCommands(lazyRoot);

const find = (line: string) => {
  const { path, words } = findCommand(rootCommand, line.split(' '), globalFlags);
  return [path, words.join(' ')];
};

it('finds commands below commands, with flags before and between their names', () => {
  expect(find('rollout undo deploy/web --to-revision=2')).toEqual(['kubectl rollout undo', 'deploy/web --to-revision=2']);
  expect(find('-n prod rollout --context x status deploy')).toEqual(['kubectl rollout status', '-n prod --context x deploy']);
  expect(find('get rollout')).toEqual(['kubectl get', 'rollout']);
  expect(find('--request-timeout 5s get po')).toEqual(['kubectl get', '--request-timeout 5s po']);
  expect(find('create deploy web')).toEqual(['kubectl create deployment', 'web']);
});

it('looks for no command behind two dashes', () => {
  expect(find('-- get')).toEqual(['kubectl', '-- get']);
  expect(plainArguments(['-n', 'x', 'one', '--v=3', 'two', '--', 'three'], globalFlags)).toEqual(['one', 'two']);
});

it('suggests commands that are a slip of the finger away, or longer', () => {
  expect(unknownCommandMessage(rootCommand, 'kubectl', 'descibe')).toBe('unknown command "descibe" for "kubectl"\n\nDid you mean this?\n\tdescribe\n');
  expect(unknownCommandMessage(rootCommand, 'kubectl', 'rm')).toContain('\tdelete\n');
  expect(unknownCommandMessage(rootCommand, 'kubectl', 'frobnicate')).toBe('unknown command "frobnicate" for "kubectl"');
});

it('measures how far words are apart', () => {
  expect([editDistance('get', 'get'), editDistance('gett', 'get'), editDistance('', 'abc'), editDistance('kitten', 'sitting')]).toEqual([0, 1, 3, 3]);
});
