import { expect, test } from 'vitest';
import { images } from '#images/catalog.ts';
import { createTestSession } from './test-session.ts';

const busy = `
apiVersion: v1
kind: Pod
metadata: { name: busy }
spec:
  containers:
  - name: busy
    image: polinux/stress
    args: [stress, --cpu, "2"]
    resources: { limits: { cpu: 300m } }
`;

test('kubectl top shows what containers used in the last period that is over, within their limits', async () => {
  const session = await createTestSession(images);
  expect(await session.kubectl('top pods')).toEqual({ stdout: '', stderr: 'No resources found in default namespace.\n', code: 0 });
  await session.kubectl('create -f -', busy);
  await session.kubectl('run idle --image=nginx');
  await session.kubectl('wait pod --all --for=condition=Ready');
  expect(await session.kubectl('top pods')).toEqual({ stdout: '', stderr: 'error: metrics not available yet\n', code: 1 });
  await session.wait(45);
  expect((await session.kubectl('top pods --sort-by=cpu')).stdout).toMatch(/^NAME +CPU\(cores\) +MEMORY\(bytes\) *\nbusy +300m +\d+Mi *\nidle +0m +\d+Mi *\n$/);
  expect((await session.kubectl('top pod busy --containers --no-headers')).stdout).toMatch(/^busy +busy +300m +\d+Mi *\n$/);
  const nodes = (await session.kubectl('top nodes')).stdout.split('\n');
  expect(nodes[0]).toMatch(/^NAME +CPU\(cores\) +CPU\(%\) +MEMORY\(bytes\) +MEMORY\(%\) *$/);
  expect(nodes.filter((line) => / 340m +/.test(line))).toHaveLength(1);
});
