import { describe, expect, it } from 'vitest';
import { createEventRecorder, type EventRecorderOptions } from '#client/event-recorder.ts';
import { createDirectClient } from '#client/transport-client.ts';
import { kinds } from '#kinds/catalog.ts';
import { eventKind } from '#kinds/event/event.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation } from '#sim/simulation.ts';
import { createApiServer } from './api-server.ts';
import { systemIdentity } from './identity.ts';

const about = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'default', uid: 'u1' } };

function newRecorder(style: NonNullable<EventRecorderOptions['style']> = 'counted') {
  const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };
  const simulation = createSimulation({ seed: 'events', startMs: Date.UTC(2026, 10, 20, 10), limits: defaultLimits, host });
  const server = createApiServer({ simulation, kinds, freeze: true });
  const client = createDirectClient(server.directTransport(systemIdentity('system:node:n1')));
  const { clock, random } = simulation;
  const recorder = createEventRecorder({ client, clock, random, source: { component: 'kubelet', host: 'n1' }, style });
  const events = () => client.list<{ message: string; count: number; series: object; metadata: { name: string } }>(eventKind).items;
  return { simulation, recorder, events };
}

describe('the event recorder', () => {
  it('writes a whole event', () => {
    const { recorder, events } = newRecorder();
    recorder.event(about, 'Warning', 'BackOff', 'Back-off restarting failed container', { fieldPath: 'spec.containers{web}' });
    expect(events()).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: {
          name: expect.stringMatching(/^web\.[0-9a-f]{16}$/),
          namespace: 'default',
          uid: expect.any(String),
          resourceVersion: expect.any(String),
          creationTimestamp: '2026-11-20T10:00:00Z',
        },
        involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'web', uid: 'u1', fieldPath: 'spec.containers{web}' },
        type: 'Warning',
        reason: 'BackOff',
        message: 'Back-off restarting failed container',
        count: 1,
        firstTimestamp: '2026-11-20T10:00:00Z',
        lastTimestamp: '2026-11-20T10:00:00Z',
        source: { component: 'kubelet', host: 'n1' },
        reportingComponent: 'kubelet',
        reportingInstance: 'n1',
      },
    ]);
  });

  it('counts equal events up', async () => {
    const { simulation, recorder, events } = newRecorder();
    for (let i = 0; i < 3; i++) {
      recorder.event(about, 'Normal', 'Pulled', 'again');
      await simulation.advance(10_000);
    }
    expect(events()).toMatchObject([{ message: 'again', count: 3, firstTimestamp: '2026-11-20T10:00:00Z', lastTimestamp: '2026-11-20T10:00:20Z' }]);
  });

  it('combines the tenth similar message and those after it', () => {
    const { recorder, events } = newRecorder();
    for (let i = 1; i <= 12; i++) recorder.event(about, 'Normal', 'Many', `message ${i}`);
    const written = events().map(({ message, count }) => `${count} ${message}`);
    expect(written.length).toBe(10);
    expect(written).toContain('3 (combined from similar events): message 12');
  });

  it('drops a flood about one object', () => {
    const { recorder, events } = newRecorder();
    for (let i = 0; i < 40; i++) recorder.event(about, 'Normal', `Reason${i}`, 'x');
    expect(events().length).toBe(25);
  });

  it('starts a series at the first repetition where the newer API is used', () => {
    const { recorder, events } = newRecorder('series');
    recorder.event(about, 'Warning', 'FailedScheduling', '0/3 nodes are available', { action: 'Scheduling' });
    recorder.event(about, 'Warning', 'FailedScheduling', '0/3 nodes are available', { action: 'Scheduling' });
    expect(events()).toMatchObject([{ action: 'Scheduling', eventTime: '2026-11-20T10:00:00.000000Z', series: { count: 2 }, reportingInstance: 'kubelet-n1' }]);
  });

  it('loses events of a namespace that does not exist, and events vanish after an hour', async () => {
    const { simulation, recorder, events } = newRecorder();
    recorder.event({ ...about, metadata: { ...about.metadata, namespace: 'nowhere' } }, 'Normal', 'A', 'b');
    recorder.event(about, 'Normal', 'A', 'b');
    await simulation.advance(3_599_000);
    expect(events().length).toBe(1);
    await simulation.advance(2000);
    expect(events()).toEqual([]);
  });
});
