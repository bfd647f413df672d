import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drydock, type Serving, startServing } from './serving.ts';

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

const manifests = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web, tier: front}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: nginx
        image: nginx:1.27
        ports: [{containerPort: 80}]
        resources: {requests: {cpu: 50m, memory: 32Mi}, limits: {memory: 64Mi}}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, name: http}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, annotations: {note: "a:b"}}
data: {color: blue, file.txt: "one\\ntwo\\n"}
---
apiVersion: v1
kind: Secret
metadata: {name: password}
stringData: {password: hunter2}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "0 3 * * *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: busybox, command: ["true"]}]}}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules: [{apiGroups: [""], resources: [pods, pods/log], verbs: [get, list]}]
`;

/** Commands that only read, and those that only ask. None of them prints what changed between kubectl 1.32 and 1.36. */
const commands = [
  'get nodes',
  'get nodes -o wide',
  'get ns',
  'get deploy,rs,svc,cm,secret,cronjob,role',
  'get deploy web -o yaml',
  'get deploy web -o json',
  'get all -o name',
  'get pods -o wide --show-labels',
  'get pods -A -L k8s-app,app',
  'get pods -l app=web --sort-by=.metadata.name --no-headers',
  'get cm settings -o jsonpath={.data.color}',
  'get cm settings -o jsonpath={.data}',
  'get svc web -o custom-columns=NAME:.metadata.name,PORTS:.spec.ports[*].port',
  'get secret password -o go-template={{.data.password|base64decode}}',
  'get pods nope',
  'get nope',
  'get cm settings nope',
  'get deploy web -o jsonpath={.nope',
  'get pods --field-selector=status.phase=Running -o name',
  'get pods --chunk-size=1 -o name',
  'get --raw /version',
  'get --raw /nope',
  'get role reader -o yaml',
  'get cronjob nightly -o wide',
  'get events --field-selector=reason=ScalingReplicaSet -o custom-columns=REASON:.reason,MESSAGE:.message',
  'describe deploy web',
  'describe cm settings',
  'describe secret password',
  'describe role reader',
  'describe cronjob nightly',
  'describe ns default',
  'describe nope',
  'rollout status deploy web',
  'rollout history deploy web',
  'rollout history deploy web --revision=1',
  'logs deploy/web --tail=3',
  'logs nope',
  'exec deploy/web -- sh -c echo\thi;exit\t3',
  'api-versions',
  'auth can-i create pods',
  'auth can-i --list --as=jane',
  'auth whoami',
  'cluster-info',
  'config get-contexts',
  'config current-context',
  'config use-context nope',
  'create deployment x --image=nginx --dry-run=client -o name',
  'create cm x --from-literal=a=b --append-hash --dry-run=client -o name',
  'create job x --image=busybox --dry-run=client -o name -- date',
  'create secret generic x --from-literal=a=b --dry-run=server -o name',
  'run x --image=nginx --dry-run=client -o name --port=80 --labels=a=b',
  'set image deploy/web nginx=nginx:1.28 --dry-run=client -o name',
  'scale deploy web --replicas=3 --dry-run=server',
  'label cm settings a=b --dry-run=client',
  'patch cm settings -p {"data":{"color":"red"}} --dry-run=server -o yaml',
  'delete pod nope',
  'wait --for=condition=Available deploy/web --timeout=5s',
  'wait --for=condition=Nope deploy/web --timeout=1s',
  'expose deploy web --name=x --port=80 --dry-run=client -o name',
  'explain pods.spec.nope',
];

function run(file: string, words: readonly string[], env: NodeJS.ProcessEnv, input = ''): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(file, words, { env, timeout: 20_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ stdout, stderr, code });
    });
    child.stdin?.end(input);
  });
}

const found = await run('kubectl', ['version', '--client'], process.env);
const reason = found.code === 0 ? '' : ' (skipped: no kubectl is installed here)';

describe.skipIf(reason !== '')(`a real kubectl and ours on the same cluster${reason}`, () => {
  let serving: Serving;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    serving = await startServing();
    env = { ...process.env, KUBECONFIG: serving.kubeconfig };
    expect(await run('kubectl', ['apply', '-f', '-'], env, manifests)).toMatchObject({ code: 0 });
    expect(await run('kubectl', ['rollout', 'status', 'deploy/web'], env)).toMatchObject({ code: 0 });
  }, 60_000);

  afterAll(() => serving?.stop());

  it.each(commands)('kubectl %s', async (line) => {
    const words = line.split(' ').map((word) => word.replaceAll('\t', ' '));
    // What shows an age may differ when a second passes between the two.
    for (let triesLeft = 8; ; triesLeft--) {
      const [real, ours] = await Promise.all([run('kubectl', words, env), run(process.execPath, [drydock, 'kubectl', ...words], env)]);
      if (triesLeft > 0 && (real.stdout !== ours.stdout || real.stderr !== ours.stderr)) continue;
      expect(ours).toEqual(real);
      return;
    }
  });
});
