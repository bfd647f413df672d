import { beforeEach, expect, it } from 'vitest';
import { createTestSession, type TestSession } from './test-session.ts';

let session: TestSession;

beforeEach(async () => {
  session = await createTestSession();
});

const success = (stdout: string, stderr = '') => ({ stdout, stderr, code: 0 });

it('shows one block per type, names with their type, an empty line between', async () => {
  await session.kubectl('create configmap b --from-literal=x=1');
  await session.kubectl('create secret generic a --from-literal=x=1');
  expect(await session.kubectl('get cm/b secret/a')).toEqual(
    success(`NAME          DATA   AGE
configmap/b   1      0s

NAME       TYPE     DATA   AGE
secret/a   Opaque   1      0s
`),
  );
});

it('prints what it found and then every error, in order', async () => {
  expect(await session.kubectl('get ns default nope kube-system none')).toEqual({
    stdout: 'NAME          STATUS   AGE\ndefault       Active   5s\nkube-system   Active   5s\n',
    stderr: 'Error from server (NotFound): namespaces "nope" not found\nError from server (NotFound): namespaces "none" not found\n',
    code: 1,
  });
});

it('says where it found nothing', async () => {
  expect(await session.kubectl('get pods')).toEqual(success('', 'No resources found in default namespace.\n'));
  expect(await session.kubectl('get pods -A')).toEqual(success('', 'No resources found\n'));
  expect(await session.kubectl('get pods --context other')).toEqual(success('', 'No resources found in kube-system namespace.\n'));
  expect(await session.kubectl('get pod x --ignore-not-found')).toEqual(success(''));
});

it('adds namespaces, labels and label columns to the table of the server', async () => {
  await session.kubectl('create deployment web --image=nginx');
  await session.wait(3);
  expect(await session.kubectl('get deploy -A -L app,example.com/tier --show-labels')).toEqual(
    success(`NAMESPACE   NAME   READY   UP-TO-DATE   AVAILABLE   AGE   APP   TIER   LABELS
default     web    1/1     1            1           3s    web          app=web
`),
  );
  expect(await session.kubectl('get deploy web --no-headers')).toEqual(success('web   1/1   1     1     3s\n'));
});

it('sorts rows by a field, digits in names as numbers', async () => {
  for (const name of ['c-10', 'c-9', 'a']) await session.kubectl(`create configmap ${name}`);
  const { stdout } = await session.kubectl('get cm --sort-by=.metadata.name -o name');
  expect(stdout).toBe('configmap/a\nconfigmap/c-9\nconfigmap/c-10\nconfigmap/kube-root-ca.crt\n');
  const table = await session.kubectl('get cm --sort-by={.metadata.name} --no-headers');
  expect(table.stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(['a', 'c-9', 'c-10', 'kube-root-ca.crt', '']);
});

it('puts several objects into a List and prints a single one alone', async () => {
  await session.kubectl('create ns one');
  expect(JSON.parse((await session.kubectl('get ns one -o json')).stdout).kind).toBe('Namespace');
  expect(JSON.parse((await session.kubectl('get ns one default -o json')).stdout)).toMatchObject({
    kind: 'List',
    apiVersion: 'v1',
    metadata: { resourceVersion: '' },
  });
  expect((await session.kubectl('get pods -o json')).stdout).toBe(`{
    "apiVersion": "v1",
    "items": [],
    "kind": "List",
    "metadata": {
        "resourceVersion": ""
    }
}
`);
});

it('explains a template that fails with what the template was given', async () => {
  const { stderr, code } = await session.kubectl(['get', 'pods', '-o', 'jsonpath={.items[0].metadata.name}']);
  expect(
    stderr,
  ).toBe(`error: error executing jsonpath "{.items[0].metadata.name}": Error executing template: array index out of bounds: index 0, length 0. Printing more information for debugging the template:
	template was:
		{.items[0].metadata.name}
	object given to jsonpath engine was:
		map[string]interface {}{"apiVersion":"v1", "items":[]interface {}{}, "kind":"List", "metadata":map[string]interface {}{"resourceVersion":""}}


`);
  expect(code).toBe(1);
});

it('follows changes in columns that do not get narrower', async () => {
  await session.kubectl('create configmap a-rather-long-name --from-literal=x=1');
  const watch = session.start('get cm -w --output-watch-events --field-selector metadata.name!=kube-root-ca.crt');
  await session.wait(1);
  await session.kubectl('create configmap b');
  await session.kubectl('delete configmap b');
  await session.wait(1);
  watch.child.kill('INT');
  await session.wait(1);
  expect(watch.stdout()).toBe(`EVENT   NAME                 DATA   AGE
ADDED   a-rather-long-name   1      0s
ADDED   b                    0      0s
DELETED   b                    0      0s
`);
  expect(watch.child.exited?.code).toBe(130);
});

it('reads discovery for what a user calls a type', async () => {
  for (const word of ['ns', 'namespace', 'Namespaces', 'NAMESPACE', 'namespaces.v1.']) {
    expect((await session.kubectl(`get ${word} default -o name`)).stdout).toBe('namespace/default\n');
  }
  for (const word of ['deploy', 'deployments.apps', 'deployment.v1.apps', 'deployments.ap']) {
    expect((await session.kubectl(`get ${word}`)).stderr).toBe('No resources found in default namespace.\n');
  }
  expect((await session.kubectl('get dragons.v1.example.com')).stderr).toBe('error: the server doesn\'t have a resource type "dragons"\n');
});

it('asks the server for any path', async () => {
  expect(await session.kubectl('get --raw /healthz')).toEqual(success('ok'));
  expect(await session.kubectl('get --raw /nope')).toEqual({
    stdout: '',
    stderr: 'Error from server (NotFound): the server could not find the requested resource\n',
    code: 1,
  });
});

it('explains a field from the OpenAPI of the server', async () => {
  const { stdout } = await session.kubectl('explain pod.spec.restartPolicy');
  expect(stdout.slice(0, stdout.indexOf('    Restart policy'))).toBe(`KIND:       Pod
VERSION:    v1

FIELD: restartPolicy <string>
ENUM:
    Always
    Never
    OnFailure

DESCRIPTION:
`);
  expect(await session.kubectl('explain pod.spec.nope')).toEqual({
    stdout: 'KIND:       Pod\nVERSION:    v1\n\n',
    stderr: 'error: field "nope" does not exist\n',
    code: 1,
  });
});
