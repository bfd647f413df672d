import { describe, expect, test } from 'vitest';
import { type ContainerRecord, createContainerRecord } from './container-record.ts';
import { planPodActions } from './pod-actions.ts';
import type { RunningContainer } from './runtime/container-runtime.ts';

type Situation = 'waiting' | 'running' | `ended ${number}`;

/** A record in a situation: `app` for ordinary containers, `init` and `sidecar` by their role. */
function record(role: ContainerRecord['role'], name: string, situation: Situation): ContainerRecord {
  const made = createContainerRecord({ name }, role);
  if (situation === 'waiting') return made;
  const live = situation === 'running' ? ({} as RunningContainer) : undefined;
  const end = live ? undefined : { exitCode: Number(situation.slice(6)), reason: 'x', finishedAtMs: 0, message: '' };
  made.run = { id: '', image: '', imageId: '', startedAtMs: 0, log: {} as never, stopSignal: 'TERM', live, end, stopping: false };
  made.hookDone = true;
  return made;
}
const planned = (policy: string, ...records: ContainerRecord[]) => {
  const { start, stop } = planPodActions(records, policy);
  return { start: start.map((item) => item.spec.name), stop: stop.map((item) => item.spec.name) };
};

describe('planPodActions', () => {
  test.each<[string, string, readonly ContainerRecord[], readonly string[]]>([
    ['all containers begin at once', 'Always', [record('app', 'a', 'waiting'), record('app', 'b', 'waiting')], ['a', 'b']],
    ['the first init container begins alone', 'Always', [record('init', 'i', 'waiting'), record('init', 'j', 'waiting'), record('app', 'a', 'waiting')], ['i']],
    ['nothing begins while an init container runs', 'Always', [record('init', 'i', 'running'), record('app', 'a', 'waiting')], []],
    [
      'the next begins when the one before has ended well',
      'Always',
      [record('init', 'i', 'ended 0'), record('init', 'j', 'waiting'), record('app', 'a', 'waiting')],
      ['j'],
    ],
    ['a failed init container is tried again', 'Always', [record('init', 'i', 'ended 1'), record('app', 'a', 'waiting')], ['i']],
    ['but not under Never', 'Never', [record('init', 'i', 'ended 1'), record('app', 'a', 'waiting')], []],
    ['containers begin beside a started sidecar', 'Always', [record('sidecar', 's', 'running'), record('app', 'a', 'waiting')], ['a']],
    ['a sidecar is always started again', 'Never', [record('sidecar', 's', 'ended 0'), record('app', 'a', 'running')], ['s']],
    ['Always starts what has ended well', 'Always', [record('app', 'a', 'ended 0'), record('app', 'b', 'running')], ['a']],
    ['OnFailure only what has failed', 'OnFailure', [record('app', 'a', 'ended 0'), record('app', 'b', 'ended 2')], ['b']],
    ['Never nothing', 'Never', [record('app', 'a', 'ended 1'), record('app', 'b', 'running')], []],
  ])('%s', (_, policy, records, start) => {
    expect(planned(policy, ...records)).toEqual({ start, stop: [] });
  });

  test('sidecars are stopped, the last first, when the pod has done its work', () => {
    expect(planned('Never', record('sidecar', 's', 'running'), record('sidecar', 't', 'running'), record('app', 'a', 'ended 0'))).toEqual({
      start: [],
      stop: ['t', 's'],
    });
  });
});
