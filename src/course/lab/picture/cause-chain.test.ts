import { expect, test } from 'vitest';
import { startPictureLab } from './picture-lab.ts';

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
    Pod crash: waiting crash CrashLoopBackOff: back-off 10s restarting failed container=crash pod=crash_default(a06933b7-9648-44c7-a3d1-e32f6cad75a6)"
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
    EndpointSlice web-tfshp: deleted"
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
    Pod web: running web"
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
