import { expect, test } from 'vitest';
import { isReady, startTestCluster, stateOf, type TestCluster } from './test-cluster.ts';

interface Session {
  readonly output: string;
  readonly closed: boolean;
  type(text: string): Promise<void>;
  end(): void;
}

function openSession(t: TestCluster, pod: string, subresource: string, query: Record<string, string | string[]>): Session {
  const transport = t.cluster.transport({ name: 'admin', groups: ['system:masters'] }, { latencyMs: 2 });
  const decoder = new TextDecoder();
  let output = '';
  let closed = false;
  let connection: ReturnType<typeof transport.channels> | undefined;
  t.simulation.inject(() => {
    connection = transport.channels(
      { method: 'POST', path: `/api/v1/namespaces/default/pods/${pod}/${subresource}`, query },
      {
        onOpen() {},
        onMessage(channel, bytes) {
          if (channel < 3) output += decoder.decode(bytes);
        },
        onClose() {
          closed = true;
        },
      },
    );
  });
  return {
    get output() {
      return output;
    },
    get closed() {
      return closed;
    },
    async type(text) {
      t.simulation.inject(() => connection?.send(0, new TextEncoder().encode(text)));
      await t.simulation.advance(200);
    },
    end: () => connection?.close(),
  };
}

test('a client attaches to the terminal of a shell and types into it; the shell ends the pod', async () => {
  const t = await startTestCluster({ imagesPresent: true });
  t.createPod('sh', { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox', command: ['sh'], stdin: true, stdinOnce: true, tty: true }] });
  await t.until(() => isReady(t.pod('sh')));
  const session = openSession(t, 'sh', 'attach', { container: 'c', stdin: 'true', stdout: 'true', tty: 'true' });
  await t.simulation.advance(200);
  await session.type('echo $((6*7))\r');
  expect(session.output).toContain('42\r\n');
  await session.type('exit 5\r');
  await t.simulation.advance(3_000);
  expect(session.closed).toBe(true);
  expect(stateOf(t.pod('sh'))).toBe('terminated Error 5');
});

test('a shell in a container takes Ctrl-C and ends with its terminal', async () => {
  const t = await startTestCluster({ imagesPresent: true });
  t.createPod('web', { containers: [{ name: 'c', image: 'nginx:1.25' }] });
  await t.until(() => isReady(t.pod('web')));
  const session = openSession(t, 'web', 'exec', { container: 'c', command: ['sh'], stdin: 'true', stdout: 'true', tty: 'true' });
  await t.simulation.advance(200);
  await session.type('sleep 100\r');
  await session.type('\x03');
  await session.type('echo after\r');
  expect(session.output).toContain('after\r\n');
  session.end();
  await t.simulation.advance(1_000);
  expect((await t.exec('web', ['ps'])).stdout).not.toMatch(/\bsh\b/);
});

test('a port is forwarded to a server in the pod', async () => {
  const t = await startTestCluster({ imagesPresent: true });
  t.createPod('cache', { containers: [{ name: 'c', image: 'redis:7' }] });
  await t.until(() => isReady(t.pod('cache')));
  expect((await t.exec('cache', ['redis-cli', 'set', 'a', '1'])).stdout).toBe('OK\n');
  expect((await t.exec('cache', ['redis-cli', 'incr', 'a'])).stdout).toBe('2\n');
  const session = openSession(t, 'cache', 'portforward', { ports: '6379' });
  await t.simulation.advance(100);
  await session.type('GET a\r\n');
  expect(session.output).toContain('$1\r\n2\r\n');
});
