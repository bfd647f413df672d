import { beforeEach, expect, it } from 'vitest';
import { createTestSession, type TestSession } from './test-session.ts';

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crontabs.stable.example.com}
spec:
  group: stable.example.com
  scope: Namespaced
  names: {plural: crontabs, kind: CronTab, shortNames: [ct]}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            description: What the job is.
            properties:
              cronSpec: {type: string, description: When it runs.}
              replicas: {type: integer, minimum: 1, default: 1}
    subresources:
      scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}
    additionalPrinterColumns:
    - {name: Spec, type: string, jsonPath: .spec.cronSpec}
    - {name: Replicas, type: integer, jsonPath: .spec.replicas}
    - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
`;
const tab = `apiVersion: stable.example.com/v1
kind: CronTab
metadata: {name: nightly}
spec: {cronSpec: 0 3 * * *}
`;

let session: TestSession;
const success = (stdout: string, stderr = '') => ({ stdout, stderr, code: 0 });

beforeEach(async () => {
  session = await createTestSession();
  session.write('crd.yaml', definition);
  session.write('tab.yaml', tab);
  expect(await session.kubectl('apply -f crd.yaml')).toEqual(success('customresourcedefinition.apiextensions.k8s.io/crontabs.stable.example.com created\n'));
  expect(await session.kubectl('wait --for=condition=Established crd/crontabs.stable.example.com')).toEqual(
    success('customresourcedefinition.apiextensions.k8s.io/crontabs.stable.example.com condition met\n'),
  );
});

it('instances are applied, shown, scaled, edited by patch and explained', async () => {
  expect(await session.kubectl('apply -f tab.yaml')).toEqual(success('crontab.stable.example.com/nightly created\n'));
  expect(await session.kubectl('get ct')).toEqual(success('NAME      SPEC        REPLICAS   AGE\nnightly   0 3 * * *   1          0s\n'));
  expect(await session.kubectl('scale ct/nightly --replicas=3')).toEqual(success('crontab.stable.example.com/nightly scaled\n'));
  session.write('tab.yaml', tab.replace('0 3', '5 3'));
  expect(await session.kubectl('apply -f tab.yaml')).toEqual(success('crontab.stable.example.com/nightly configured\n'));
  expect(await session.kubectl('get ct nightly -o jsonpath={.spec}')).toEqual(success('{"cronSpec":"5 3 * * *","replicas":3}'));
  expect(await session.kubectl('label ct nightly a=b')).toEqual(success('crontab.stable.example.com/nightly labeled\n'));
  expect(await session.kubectl(['patch', 'ct', 'nightly', '--type=merge', '-p', '{"spec":{"replicas":0}}'])).toEqual({
    stdout: '',
    stderr: 'The CronTab "nightly" is invalid: spec.replicas: Invalid value: 0: spec.replicas in body should be greater than or equal to 1\n',
    code: 1,
  });
  expect((await session.kubectl('explain crontab.spec')).stdout).toBe(
    `GROUP:      stable.example.com
KIND:       CronTab
VERSION:    v1

FIELD: spec <Object>


DESCRIPTION:
    What the job is.
    
FIELDS:
  cronSpec	<string>
    When it runs.

  replicas	<integer>
    <no description>


`,
  );
});

it('instances go with their namespace, with their owner and with their definition', async () => {
  await session.kubectl('create namespace team');
  await session.kubectl('apply -f tab.yaml -n team');
  expect(await session.kubectl('delete namespace team')).toEqual(success('namespace "team" deleted\n'));
  await session.kubectl('create configmap owner');
  const { stdout: uid } = await session.kubectl('get configmap owner -o jsonpath={.metadata.uid}');
  const owner = `metadata: {name: nightly, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: owner, uid: ${uid}}]}`;
  session.write('owned.yaml', tab.replace('metadata: {name: nightly}', owner));
  await session.kubectl('apply -f owned.yaml');
  await session.kubectl('delete configmap owner');
  await session.wait(5);
  expect(await session.kubectl('get ct -A')).toEqual(success('', 'No resources found\n'));
  await session.kubectl('apply -f tab.yaml');
  expect((await session.kubectl('delete crd crontabs.stable.example.com')).code).toBe(0);
  expect(await session.kubectl('get ct')).toEqual({ stdout: '', stderr: 'error: the server doesn\'t have a resource type "ct"\n', code: 1 });
});

const deployment = (replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}
`;

it('server-side apply tells whose field it would take, and takes it by force', async () => {
  session.write('web.yaml', deployment(1));
  expect(await session.kubectl('apply --server-side -f web.yaml')).toEqual(success('deployment.apps/web serverside-applied\n'));
  await session.kubectl('scale deployment/web --replicas=3');
  session.write('web.yaml', deployment(5));
  expect(await session.kubectl('apply --server-side -f web.yaml')).toEqual({
    stdout: '',
    stderr: `error: Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
`,
    code: 1,
  });
  expect(await session.kubectl('apply --server-side --force-conflicts -f web.yaml')).toEqual(success('deployment.apps/web serverside-applied\n'));
  const owners = '{range .metadata.managedFields[*]}{.manager} {.operation} {.subresource}{"\\n"}{end}';
  expect(await session.kubectl(['get', 'deployment', 'web', '--show-managed-fields', '-o', `jsonpath=${owners}`])).toEqual(
    success('kubectl Apply \nkube-controller-manager Update status\n'),
  );
});

it("an object that the client applied before becomes the server-side applier's own", async () => {
  const labelled = deployment(1).replace('metadata: {name: web}', 'metadata: {name: web, labels: {tier: front}}');
  session.write('web.yaml', labelled);
  await session.kubectl('apply -f web.yaml');
  expect(await session.kubectl('apply --server-side -f web.yaml')).toEqual(success('deployment.apps/web serverside-applied\n'));
  const owners = '{range .metadata.managedFields[*]}{.manager} {.operation}{"\\n"}{end}';
  expect((await session.kubectl(['get', 'deployment', 'web', '--show-managed-fields', '-o', `jsonpath=${owners}`])).stdout).toBe(
    'kubectl Apply\nkubectl-last-applied Apply\nkube-controller-manager Update\n',
  );
  session.write('web.yaml', deployment(1));
  await session.kubectl('apply --server-side -f web.yaml');
  expect((await session.kubectl('get deployment web -o jsonpath={.metadata.labels}')).stdout).toBe('');
});
