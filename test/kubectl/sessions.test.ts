import { beforeEach, expect, it } from 'vitest';
import { images } from '#images/catalog.ts';
import { httpRequest } from '#os/http.ts';
import { createTestSession, type TestSession } from './test-session.ts';

let session: TestSession;

beforeEach(async () => {
  session = await createTestSession(images);
});

it('forwards connections to a port of the pod behind a service', async () => {
  await session.kubectl('create deployment web --image=nginx');
  await session.kubectl('expose deployment web --port=8000 --target-port=80');
  await session.wait(10);
  const forward = session.start('port-forward svc/web 9000:8000');
  await session.wait(1);
  const { simulation, machine } = session;
  for (let round = 0; round < 2; round++) {
    let status: number | undefined;
    void httpRequest(simulation, machine.network, { host: '127.0.0.1', port: 9000 }).then((response) => {
      status = response.status;
    });
    await simulation.runUntil(() => status !== undefined, 5_000);
    expect(status).toBe(200);
  }
  forward.child.kill('INT');
  await session.wait(1);
  expect(forward.stdout()).toBe(
    'Forwarding from 127.0.0.1:9000 -> 80\nForwarding from [::1]:9000 -> 80\nHandling connection for 9000\nHandling connection for 9000\n',
  );
});

it('says which ports it cannot forward', async () => {
  await session.kubectl('create service clusterip web --tcp=80');
  expect((await session.kubectl('port-forward pod/nope 80')).stderr).toBe('Error from server (NotFound): pods "nope" not found\n');
  expect((await session.kubectl('port-forward svc/web')).stderr).toBe(
    "error: TYPE/NAME and list of ports are required for port-forward\nSee 'kubectl port-forward -h' for help and examples\n",
  );
  await session.kubectl('run p --image=nginx');
  await session.wait(10);
  expect((await session.kubectl('port-forward pod/p 80:http')).stderr).toBe("error: Pod 'p' does not have a named port 'http'\n");
});

it('runs a program to its end and takes its exit code and log', async () => {
  const run = await session.kubectl(['run', 'once', '--image=busybox', '--restart=Never', '--rm', '-i', '-q', '--', 'sh', '-c', 'echo hello; exit 4']);
  expect(run).toEqual({ stdout: 'hello\n', stderr: 'pod default/once terminated (Error)\n', code: 4 });
  expect((await session.kubectl('get pods')).stderr).toBe('No resources found in default namespace.\n');
});
