import { describe, expect, test } from 'vitest';
import type { ContainerState, ContainerStatus, Pod, PodStatus } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { podColumns } from './columns.ts';

const nowMs = Date.UTC(2026, 10, 20, 10, 10, 0);

function container(name: string, state: ContainerState, more: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name, image: 'i', imageID: '', ready: false, restartCount: 0, state, ...more };
}

function row(status: PodStatus, more: Partial<Pod> = {}, deletionTimestamp?: string): readonly unknown[] {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    spec: { containers: [{ name: 'a' }, { name: 'b' }] },
    status,
    ...more,
    metadata: { name: 'p', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-11-20T10:09:55Z', ...(deletionTimestamp ? { deletionTimestamp } : {}) },
  } as Stored<Pod>;
  return podColumns.slice(1, 5).map((column) => column.cell(pod, nowMs));
}

const running = { running: { startedAt: '2026-11-20T10:09:56Z' } };
const ready = { ready: true };

describe('a pod in a table', () => {
  test('is pending before anything is known', () => {
    expect(row({ phase: 'Pending' })).toEqual(['0/2', 'Pending', '0', '5s']);
  });

  test('shows the reason of the first container that waits', () => {
    expect(row({ phase: 'Pending', containerStatuses: [container('a', { waiting: { reason: 'ErrImagePull' } }), container('b', running, ready)] })).toEqual([
      '1/2',
      'ErrImagePull',
      '0',
      '5s',
    ]);
  });

  test('counts restarts and says when the last one was', () => {
    const lastState = { terminated: { exitCode: 1, finishedAt: '2026-11-20T10:05:00Z' } };
    const crashing = container('a', { waiting: { reason: 'CrashLoopBackOff' } }, { restartCount: 5, lastState });
    expect(row({ phase: 'Running', containerStatuses: [crashing, container('b', running, ready)] })).toEqual(['1/2', 'CrashLoopBackOff', '5 (5m ago)', '5s']);
  });

  test('shows how a container ended', () => {
    const ended = (terminated: NonNullable<ContainerState['terminated']>) => row({ phase: 'Failed', containerStatuses: [container('a', { terminated })] })[1];
    expect(ended({ exitCode: 1, reason: 'Error' })).toBe('Error');
    expect(ended({ exitCode: 137, reason: 'OOMKilled' })).toBe('OOMKilled');
    expect(ended({ exitCode: 3 })).toBe('ExitCode:3');
    expect(ended({ exitCode: 0, signal: 9 })).toBe('Signal:9');
  });

  test('is running or not ready while one container has completed and another runs', () => {
    const containerStatuses = [container('a', { terminated: { exitCode: 0, reason: 'Completed' } }), container('b', running, ready)];
    expect(row({ phase: 'Running', containerStatuses })[1]).toBe('NotReady');
    expect(row({ phase: 'Running', containerStatuses, conditions: [{ type: 'Ready', status: 'True' }] })[1]).toBe('Running');
  });

  test('speaks of its init containers until they are through', () => {
    const spec = {
      containers: [{ name: 'a', image: 'i' }],
      initContainers: [
        { name: 'x', image: 'i' },
        { name: 'y', image: 'i' },
      ],
    };
    const done = container('x', { terminated: { exitCode: 0, reason: 'Completed' } });
    const status = (second: ContainerState): PodStatus => ({ phase: 'Pending', initContainerStatuses: [done, container('y', second)] });
    expect(row(status({ waiting: { reason: 'PodInitializing' } }), { spec })[1]).toBe('Init:1/2');
    expect(row(status(running), { spec })[1]).toBe('Init:1/2');
    expect(row(status({ waiting: { reason: 'CrashLoopBackOff' } }), { spec })[1]).toBe('Init:CrashLoopBackOff');
    expect(row(status({ terminated: { exitCode: 1, reason: 'Error' } }), { spec })[1]).toBe('Init:Error');
  });

  test('counts a sidecar among its containers', () => {
    const spec = { containers: [{ name: 'a', image: 'i' }], initContainers: [{ name: 'side', image: 'i', restartPolicy: 'Always' }] };
    const status: PodStatus = {
      phase: 'Running',
      conditions: [{ type: 'Initialized', status: 'True' }],
      initContainerStatuses: [container('side', running, { ready: true, started: true })],
      containerStatuses: [container('a', running, ready)],
    };
    expect(row({ ...status }, { spec })).toEqual(['2/2', 'Running', '0', '5s']);
  });

  test('is terminating once it is being deleted, unless it has ended', () => {
    expect(row({ phase: 'Running' }, {}, '2026-11-20T10:10:20Z')[1]).toBe('Terminating');
    expect(
      row({ phase: 'Succeeded', containerStatuses: [container('a', { terminated: { exitCode: 0, reason: 'Completed' } })] }, {}, '2026-11-20T10:10:20Z')[1],
    ).toBe('Completed');
  });

  test('tells why it was evicted', () => {
    expect(row({ phase: 'Failed', reason: 'Evicted' })[1]).toBe('Evicted');
  });
});
