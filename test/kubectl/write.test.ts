import { beforeEach, expect, it } from 'vitest';
import { createTestSession, type TestSession } from './test-session.ts';

let session: TestSession;

beforeEach(async () => {
  session = await createTestSession();
});

const success = (stdout: string, stderr = '') => ({ stdout, stderr, code: 0 });

const mixed = `apiVersion: v1
kind: ConfigMap
metadata: {name: first}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: second}
colour: blue
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: third
   bad: 1
`;

it('applies what can be applied and reports the rest', async () => {
  session.write('mixed.yaml', mixed);
  expect(await session.kubectl('apply -f mixed.yaml')).toEqual({
    stdout: 'configmap/first created\n',
    stderr: `error parsing mixed.yaml: error converting YAML to JSON: yaml: line 5: mapping values are not allowed in this context
Error from server (BadRequest): error when creating "mixed.yaml": ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "colour"
`,
    code: 1,
  });
});

it('warns of unknown fields, or passes over them, when it is told to', async () => {
  session.write('odd.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: odd}\ncolour: blue\n');
  expect(await session.kubectl('create -f odd.yaml --validate=warn --dry-run=server')).toEqual(
    success('configmap/odd created (server dry run)\n', 'Warning: unknown field "colour"\n'),
  );
  expect(await session.kubectl('create -f odd.yaml --validate=ignore')).toEqual(success('configmap/odd created\n'));
});

it('reads manifests from stdin, folders and lists', async () => {
  const list =
    'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}\n';
  expect(await session.kubectl('apply -f -', list)).toEqual(success('configmap/a created\nconfigmap/b created\n'));
  session.machine.fs.makeDirectory('/root/conf/deep', { recursive: true });
  session.write('conf/one.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n');
  session.write('conf/notes.txt', 'no manifest');
  session.write('conf/deep/two.json', '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"two"}}');
  expect(await session.kubectl('apply -f conf')).toEqual(success('configmap/one created\n'));
  expect(await session.kubectl('apply -R -f conf/')).toEqual(success('configmap/two created\nconfigmap/one unchanged\n'));
  expect(await session.kubectl('apply -f conf/deep/nothing')).toEqual({ stdout: '', stderr: 'error: the path "conf/deep/nothing" does not exist\n', code: 1 });
});

it('keeps what others changed and takes away what the file no longer says', async () => {
  const manifest = (image: string, extra: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: ${image}
${extra}`;
  session.write('web.yaml', manifest('nginx:1', '        env: [{name: A, value: "1"}, {name: B, value: "2"}]\n'));
  await session.kubectl('apply -f web.yaml');
  await session.kubectl('scale deploy web --replicas=3');
  await session.kubectl('set env deploy/web C=3');
  session.write('web.yaml', manifest('nginx:2', '        env: [{name: B, value: "2"}]\n'));
  expect(await session.kubectl('apply -f web.yaml')).toEqual(success('deployment.apps/web configured\n'));
  const { stdout } = await session.kubectl([
    'get',
    'deploy',
    'web',
    '-o',
    'jsonpath={.spec.replicas} {.spec.template.spec.containers[0].image} {.spec.template.spec.containers[0].env}',
  ]);
  expect(stdout).toBe('3 nginx:2 [{"name":"B","value":"2"},{"name":"C","value":"3"}]');
});

it('does not take a flag of a command for the global one of that name', async () => {
  expect(await session.kubectl('create clusterrolebinding jane --clusterrole=view --user=jane')).toEqual(
    success('clusterrolebinding.rbac.authorization.k8s.io/jane created\n'),
  );
});

it('takes an object without a name for a mistake, never for all objects', async () => {
  session.write('unnamed.yaml', 'apiVersion: v1\nkind: ConfigMap\n');
  for (const command of ['delete', 'get', 'replace', 'describe', 'diff']) {
    expect((await session.kubectl(`${command} -f unnamed.yaml`)).stderr).toBe('error: resource name may not be empty\n');
  }
  expect((await session.kubectl('create -f unnamed.yaml')).stderr).toBe(
    'The ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required\n',
  );
  expect((await session.kubectl('get cm -o name')).stdout).toBe('configmap/kube-root-ca.crt\n');
});

it('leaves it to the server to refuse a patch that is no object', async () => {
  expect((await session.kubectl('patch ns default -p 5')).stderr).toBe(
    'Error from server (BadRequest): error decoding patch: json: cannot unmarshal number into Go value of type map[string]interface {}\n',
  );
});

it('waits for what it deletes, unless it is told not to', async () => {
  await session.kubectl('run slow --image=nginx');
  await session.wait(3);
  const before = session.simulation.clock.now;
  expect(await session.kubectl('delete pod slow --wait=false')).toEqual(success('pod "slow" deleted from default namespace\n'));
  expect(session.simulation.clock.now - before).toBeLessThan(100);
  await session.kubectl('delete pod slow');
  expect(await session.kubectl('get pod slow')).toEqual({ stdout: '', stderr: 'Error from server (NotFound): pods "slow" not found\n', code: 1 });
});

it('gives up waiting for an object that a finalizer holds', async () => {
  session.write('held.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: held, finalizers: [example.com/hold]}\n');
  await session.kubectl('apply -f held.yaml');
  expect(await session.kubectl('delete cm held --timeout=2s')).toEqual({
    stdout: 'configmap "held" deleted from default namespace\n',
    stderr: 'error: timed out waiting for the condition on configmaps/held\n',
    code: 1,
  });
});

it('asks before an interactive deletion', async () => {
  await session.kubectl('create configmap a');
  expect(await session.kubectl('delete cm a -i', 'n\n')).toEqual(
    success('You are about to delete the following 1 resource(s):\nconfigmaps/a\nDo you want to continue? (y/N): deletion is cancelled\n'),
  );
  expect((await session.kubectl('delete cm a -i', 'y\n')).stdout).toContain('configmap "a" deleted from default namespace\n');
});

it('edits through the editor of the environment, and opens it again with the reason of a refusal', async () => {
  await session.kubectl('create deployment web --image=nginx');
  const seen: string[] = [];
  const replies = [(text: string) => text.replace('replicas: 1', 'replicas: -1'), (text: string) => text.replace('replicas: -1', 'replicas: 2')];
  session.machine.fs.installProgram('/usr/local/bin/vi', async (process) => {
    const path = process.argv[1] ?? '';
    const text = process.fs.readText(path);
    seen.push(text);
    process.fs.write(path, (replies[seen.length - 1] ?? ((same) => same))(text));
    return 0;
  });
  const { stdout, stderr, code } = await session.kubectl('edit deploy web');
  expect({ stdout, stderr, code }).toEqual({ stdout: 'deployment.apps/web edited\n', stderr: 'error: deployments.apps "web" is invalid\n', code: 0 });
  expect(seen[1]).toContain('# deployments.apps "web" was not valid:\n# * spec.replicas: Invalid value: -1: must be greater than or equal to 0\n#\n');
  expect(await session.kubectl('edit deploy web')).toEqual(success('', 'Edit cancelled, no changes made.\n'));
});

it('offers commands, flags, types, names and namespaces to Tab', async () => {
  await session.kubectl('create deployment web --image=nginx');
  expect(await session.complete('kubectl ge')).toEqual(['get']);
  expect(await session.complete('kubectl rollout s')).toEqual(['status']);
  expect(await session.complete('kubectl get depl')).toEqual(['deployments.apps']);
  expect(await session.complete('kubectl get deploy w')).toEqual(['web']);
  expect(await session.complete('kubectl rollout undo deploy/')).toEqual(['deploy/web']);
  expect(await session.complete('kubectl -n kube-')).toEqual(['kube-node-lease', 'kube-public', 'kube-system']);
  expect(await session.complete('kubectl get pods --context=o')).toEqual(['--context=other']);
  expect(await session.complete('kubectl delete --casc')).toEqual(['--cascade']);
  expect(await session.complete('kubectl get dragons x')).toEqual([]);
});

it('deletes what was applied and is not in the files any more', async () => {
  const configMap = (name: string): string => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: { set: 'a' } } });
  session.write('first.yaml', `${configMap('kept')}\n---\n${configMap('dropped')}\n`);
  session.write('second.yaml', configMap('kept'));
  await session.kubectl('apply -f first.yaml');
  const types = '--prune-allowlist=core/v1/ConfigMap';
  expect(await session.kubectl(`apply -f second.yaml --prune -l set=a ${types}`)).toEqual({
    stdout: 'configmap/kept unchanged\nconfigmap/dropped pruned\n',
    stderr: '',
    code: 0,
  });
  expect(await session.kubectl('get configmaps -l set=a -o name')).toEqual({ stdout: 'configmap/kept\n', stderr: '', code: 0 });
});

it('sends a file as it is with --raw', async () => {
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'raw' } });
  const { stdout, code } = await session.kubectl('create --raw /api/v1/namespaces/default/configmaps -f -', body);
  expect([JSON.parse(stdout).metadata.name, code]).toEqual(['raw', 0]);
  expect((await session.kubectl('create --raw /api -f a -f b')).stderr).toBe('error: --raw can only use a single local file or stdin\n');
});
