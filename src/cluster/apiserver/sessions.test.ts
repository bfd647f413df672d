import { describe, expect, it } from 'vitest';
import type { ChannelConnection } from '#client/transport.ts';
import { podKind } from '#kinds/pod/pod.ts';
import { neverCancelled } from '#sim/cancel.ts';
import { clusterAdmin } from './identity.ts';
import type { KubeletConnection } from './kubelet-connection.ts';
import { createTestServer, parseRequestLine, type TestServer } from './test-server.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const text = new TextDecoder();
const bytes = new TextEncoder();

/** The smallest node there can be: `cat` copies, `fail` ends with 3, a port answers in capitals. */
const node: KubeletConnection = {
  logs: async () => {},
  async exec(_, [command], { stdin, stdout, stderr }) {
    for (let part = await stdin?.read(neverCancelled); part; part = await stdin?.read(neverCancelled)) await stdout?.write(part);
    if (command !== 'fail') return { code: 0 };
    await stderr?.write(bytes.encode('oh no\n'));
    return { code: 3 };
  },
  attach: async () => ({ code: 0 }),
  async portForward(_namespace, _pod, _port, input, output) {
    const part = await input.read(neverCancelled);
    if (part) await output.write(bytes.encode(text.decode(part).toUpperCase()));
  },
};

function open(test: TestServer, line: string): { readonly seen: string[]; readonly connection: ChannelConnection } {
  const seen: string[] = [];
  const connection = test.server.channels(
    parseRequestLine(line, undefined, {}),
    {
      onOpen: () => seen.push('open'),
      onMessage: (channel, message) => seen.push(`${channel} ${text.decode(message)}`),
      onClose: (error) => seen.push(`close ${error?.message ?? ''}`.trim()),
    },
    { identity: clusterAdmin },
  );
  return { seen, connection };
}

function withPod(phase = 'Running'): TestServer {
  const test = createTestServer(turn);
  const path = '/api/v1/namespaces/default/pods';
  test.send(`POST ${path}`, { metadata: { name: 'web' }, spec: { containers: [{ name: 'main', image: 'nginx' }] } });
  test.direct.create(podKind, 'default', { target: { kind: 'Node', name: 'node-1' } } as object, { name: 'web', subresource: 'binding' });
  const pod = test.direct.get(podKind, 'default', 'web');
  test.direct.updateStatus(podKind, 'default', { ...pod, status: { phase } });
  test.server.connectKubelets((name) => (name === 'node-1' ? node : undefined));
  return test;
}

const EXEC = 'GET /api/v1/namespaces/default/pods/web/exec?stdout=true&stderr=true';

describe('exec', () => {
  it('carries the streams, and the exit code at the end', async () => {
    const test = withPod();
    const copy = open(test, `${EXEC}&stdin=true&command=cat`);
    const fail = open(test, `${EXEC}&command=fail`);
    await test.simulation.advance(1);
    copy.connection.send(0, bytes.encode('hello'));
    await test.simulation.advance(1);
    copy.connection.closeChannel(0);
    await test.simulation.advance(1);
    expect(copy.seen).toEqual(['open', '1 hello', '3 {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","code":200}', 'close']);
    const status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'command terminated with non-zero exit code: command terminated with exit code 3',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
      code: 500,
    };
    expect(fail.seen).toEqual(['open', '2 oh no\n', `3 ${JSON.stringify(status)}`, 'close']);
  });

  it('is refused where there is nothing to run in', async () => {
    const running = withPod();
    const ended = withPod('Succeeded');
    const refusals = [
      open(running, 'GET /api/v1/namespaces/default/pods/nope/exec?command=sh'),
      open(running, 'GET /api/v1/namespaces/default/pods/web/exec'),
      open(running, `${EXEC}&command=sh&container=nope`),
      open(ended, `${EXEC}&command=sh`),
    ];
    await running.simulation.advance(1);
    await ended.simulation.advance(1);
    expect(refusals.map(({ seen }) => seen)).toEqual([
      ['close pods "nope" not found'],
      ['close you must specify at least 1 command for the container'],
      ['close container nope is not valid for pod web'],
      ['close cannot exec into a container in a completed pod; current phase is Succeeded'],
    ]);
  });
});

describe('portforward', () => {
  it('names the port on each channel, then copies', async () => {
    const test = withPod();
    const { seen, connection } = open(test, 'GET /api/v1/namespaces/default/pods/web/portforward?ports=80');
    await test.simulation.advance(1);
    connection.send(0, bytes.encode('hello'));
    await test.simulation.advance(1);
    expect(seen).toEqual(['open', '0 P\u0000', '1 P\u0000', '0 HELLO', 'close']);
  });
});
