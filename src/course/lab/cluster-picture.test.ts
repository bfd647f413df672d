import { expect, test } from 'vitest';
import type { NodeOptions } from '#cluster/cluster-options.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createClusterPicture } from './cluster-picture.ts';
import { createLab } from './lab.ts';
import type { CauseStep } from './picture/cause-chain.ts';

const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };
const twoNodes: readonly NodeOptions[] = [
  { name: 'node-1', cpu: '2', memory: '4Gi' },
  { name: 'node-2', cpu: '2', memory: '4Gi' },
];

/** A lab of two nodes and nothing else, with its picture. */
async function startPictureLab(files: Readonly<Record<string, string>> = {}) {
  const lab = await createLab({
    source: {
      id: 'test/picture',
      exercise: {
        uuid: '00000000-0000-4000-8000-000000000000',
        title: { en: '', 'zh-CN': '' },
        difficulty: 'easy',
        minutes: 1,
        cluster: { nodes: twoNodes },
        setup: [],
        hints: [],
        wrong: [],
      },
      checker: {},
      setup: {},
      files,
    },
    seed: 's',
    host,
    limits: defaultLimits,
    columns: 120,
    rows: 24,
    onOutput: () => {},
  });
  const picture = createClusterPicture(lab.cluster);
  return {
    lab,
    picture,
    /** Types a line into the terminal and lets virtual seconds pass. */
    async type(line: string, seconds: number) {
      lab.input(`${line}\r`);
      await lab.advance(seconds * 1000);
      picture.look();
    },
    /**
     * The chain behind the first thing whose key begins so, once its state is so; names that are drawn stand as `*`.
     * @throws Error when nothing comes to be so within two virtual minutes
     */
    async why(prefix: string, state?: string): Promise<string> {
      for (let second = 0; second < 120; second++) {
        const items = createClusterPicture(lab.cluster).look()?.items ?? [];
        const item = items.find((each) => each.key.startsWith(prefix) && (state === undefined || each.state === state));
        picture.look();
        if (item) return picture.inspect(item.key).why.map(lineOf).join('\n');
        await lab.advance(1000);
      }
      throw new Error(`nothing like ${prefix} became ${state}`);
    },
  };
}

const lineOf = (step: CauseStep): string =>
  step.step === 'change'
    ? `${step.kind} ${step.name.replace(/-[a-z0-9]{8,10}(-[a-z0-9]{5})?$/, (_, pod) => (pod ? '-*-*' : '-*'))}: ${step.facts.map(({ fact, from, to, detail }) => [fact, from, to, detail].filter(Boolean).join(' ')).join('; ')}`
    : step.text;

test('the picture starts with everything, then tells what has changed', async () => {
  const { lab, picture } = await startPictureLab();
  expect(picture.look()?.items.map((item) => `${item.key} ${item.state}`)).toContain('Node//node-1 Ready');
  expect(picture.look()).toBeUndefined();
  lab.input('kubectl create deployment web --image=nginx:1.27 --replicas=2\r');
  await lab.advance(20_000);
  const update = picture.look();
  const states = update?.items
    .filter((item) => item.namespace === 'default')
    .map((item) => `${item.kind} ${item.state} ${item.tone} ${item.owner?.split('/')[0] ?? '-'}`);
  expect(states?.sort()).toEqual(['Deployment 2/2 good -', 'Pod Running good ReplicaSet', 'Pod Running good ReplicaSet', 'ReplicaSet 2/2 good Deployment']);
  expect(update?.isReset).toBe(false);
  expect(update?.events.map((event) => event.reason)).toContain('Scheduled');
});

const stubborn = 'kubectl run stubborn --image=busybox:1.36 -- sleep 3600';

test('Pending: no node has room', async () => {
  const { type, why } = await startPictureLab({
    'big.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: big}\nspec: {containers: [{name: big, image: nginx:1.27, resources: {requests: {cpu: "64"}}}]}\n',
  });
  await type('kubectl apply -f big.yaml', 10);
  expect(await why('Pod/default/big')).toMatchInlineSnapshot(`
    "kubectl apply -f big.yaml
    Pod big: created nginx:1.27
    Pod big: unschedulable Unschedulable: 0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling."
  `);
});

test('ImagePullBackOff: the Deployment was given a tag that is not there', async () => {
  const { type, why } = await startPictureLab();
  await type('kubectl create deployment web --image=nginx:1.27', 20);
  await type('kubectl set image deployment/web nginx=nginx:9.99', 1);
  expect(await why('Pod/default/web', 'ImagePullBackOff')).toMatchInlineSnapshot(`
    "kubectl set image deployment/web nginx=nginx:9.99
    Deployment web: image nginx:1.27 nginx:9.99
    ReplicaSet web-*: created nginx:9.99
    Pod web-*-*: created nginx:9.99
    Pod web-*-*: scheduled node-2
    Pod web-*-*: waiting nginx ImagePullBackOff: Back-off pulling image "nginx:9.99": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:9.99": failed to resolve image: docker.io/library/nginx:9.99: not found"
  `);
});

test('CrashLoopBackOff: the program ends by itself', async () => {
  const { type, why } = await startPictureLab();
  await type('kubectl run crash --image=busybox:1.36 -- sh -c "exit 3"', 1);
  expect(await why('Pod/default/crash', 'CrashLoopBackOff')).toMatchInlineSnapshot(`
    "kubectl run crash --image=busybox:1.36 -- sh -c "exit 3"
    Pod crash: created busybox:1.36
    Pod crash: scheduled node-1
    Pod crash: ended crash Error (3); waiting crash CrashLoopBackOff: back-off 10s restarting failed container=crash pod=crash_default(b0f667ef-02f4-414a-b198-803cf07579a1)"
  `);
});

test('evicted: the node got a taint the pod does not tolerate', async () => {
  const { type, why } = await startPictureLab();
  await type(stubborn, 20);
  await type('kubectl taint nodes --all maintenance=yes:NoExecute', 3);
  expect(await why('Pod/default/stubborn', 'Terminating')).toMatchInlineSnapshot(`
    "kubectl taint nodes --all maintenance=yes:NoExecute
    Node node-1: taint maintenance=yes:NoExecute
    Pod stubborn: deleting 30"
  `);
});

test('rolled back: the Deployment has the image it had before', async () => {
  const { type, why } = await startPictureLab();
  await type('kubectl create deployment web --image=nginx:1.27', 20);
  await type('kubectl set image deployment/web nginx=nginx:9.99', 20);
  await type('kubectl rollout undo deployment/web', 5);
  expect(await why('Deployment/default/web')).toMatchInlineSnapshot(`
    "kubectl rollout undo deployment/web
    Deployment web: image nginx:9.99 nginx:1.27
    Deployment web: condition Progressing=True NewReplicaSetAvailable: ReplicaSet "web-766486c5b6" has successfully progressed."
  `);
});

test('no endpoints: a label changed under the Service', async () => {
  const { type, why } = await startPictureLab();
  await type('kubectl run web --image=nginx:1.27 --labels=app=web --port=80 --expose', 20);
  await type('kubectl label pod web app=other --overwrite', 5);
  expect(await why('Service/default/web')).toMatchInlineSnapshot(`
    "kubectl label pod web app=other --overwrite
    Pod web: labels app=other
    EndpointSlice web-p86qj: endpoints 1 0"
  `);
});

test('not ready: the probe asks for a page that is not there', async () => {
  const { type, why } = await startPictureLab({
    'web.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: nginx:1.27, readinessProbe: {httpGet: {path: /nothing, port: 80}}}]}\n',
  });
  await type('kubectl apply -f web.yaml', 30);
  expect(await why('Pod/default/web')).toMatchInlineSnapshot(`
    "kubectl apply -f web.yaml
    Pod web: created nginx:1.27
    Pod web: scheduled node-1
    Pod web: running web; not-ready ContainersNotReady: containers with unready status: [web]"
  `);
});

test('terminating: the pod was deleted and takes its grace period', async () => {
  const { type, why } = await startPictureLab();
  await type(stubborn, 20);
  await type('kubectl delete pod stubborn --wait=false', 5);
  expect(await why('Pod/default/stubborn', 'Terminating')).toMatchInlineSnapshot(`
    "kubectl delete pod stubborn --wait=false
    Pod stubborn: deleting 30"
  `);
});

test('scaled: a pod that is there because of more replicas', async () => {
  const { type, why } = await startPictureLab();
  await type('kubectl create deployment web --image=nginx:1.27', 20);
  await type('kubectl scale deployment/web --replicas=0', 20);
  await type('kubectl scale deployment/web --replicas=1', 10);
  expect(await why('Pod/default/web')).toMatchInlineSnapshot(`
    "kubectl scale deployment/web --replicas=1
    Deployment web: replicas 0 1
    ReplicaSet web-*: replicas 0 1
    Pod web-*-*: created nginx:1.27
    Pod web-*-*: scheduled node-2
    Pod web-*-*: running nginx; ready"
  `);
});

test('orphaned: the owner was deleted and its ReplicaSet left behind', async () => {
  const { type, why } = await startPictureLab();
  await type('kubectl create deployment web --image=nginx:1.27', 20);
  await type('kubectl delete deployment web --cascade=orphan', 10);
  expect(await why('ReplicaSet/default/web')).toMatchInlineSnapshot(`
    "kubectl delete deployment web --cascade=orphan
    Deployment web: deleting 0
    ReplicaSet web-*: orphaned web"
  `);
});
