import { describe, expect, it } from 'vitest';
import { createTestServer, type SendOptions } from './test-server.ts';

const PODS = '/api/v1/namespaces/default/pods';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'main', image: 'nginx' }] } };
const mergePatch = { headers: { 'content-type': 'application/merge-patch+json' } };
const jsonPatch = { headers: { 'content-type': 'application/json-patch+json' } };

function refuse(line: string, body?: object | string, options?: SendOptions): unknown {
  const { send } = createTestServer();
  send(`POST ${PODS}`, pod);
  const { status, body: answer } = send(line, body, options);
  expect(status).toBe((answer as { code: number }).code);
  const { kind, apiVersion, metadata, status: outcome, ...rest } = answer as Record<string, unknown>;
  expect({ kind, apiVersion, metadata, outcome }).toEqual({ kind: 'Status', apiVersion: 'v1', metadata: {}, outcome: 'Failure' });
  return maskRun(rest);
}

/** What depends on how many objects a cluster starts with. */
function maskRun(answer: object): unknown {
  const text = JSON.stringify(answer).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UID');
  return JSON.parse(text.replaceAll(/(current: |resourceVersion[\\":]+)\d+/g, '$1N'));
}

describe('the API server refuses', () => {
  it('what is not there', () => {
    expect(refuse(`GET ${PODS}/nope`)).toMatchInlineSnapshot(`
      {
        "code": 404,
        "details": {
          "kind": "pods",
          "name": "nope",
        },
        "message": "pods "nope" not found",
        "reason": "NotFound",
      }
    `);
    expect(refuse(`GET ${DEPLOYMENTS}/nope`)).toMatchInlineSnapshot(`
      {
        "code": 404,
        "details": {
          "group": "apps",
          "kind": "deployments",
          "name": "nope",
        },
        "message": "deployments.apps "nope" not found",
        "reason": "NotFound",
      }
    `);
    expect(refuse('GET /nope')).toMatchInlineSnapshot(`
      {
        "code": 404,
        "details": {},
        "message": "the server could not find the requested resource",
        "reason": "NotFound",
      }
    `);
    expect(refuse('GET /api/v1/namespaces/default/dragons')).toMatchInlineSnapshot(`
      {
        "code": 404,
        "details": {},
        "message": "the server could not find the requested resource",
        "reason": "NotFound",
      }
    `);
    expect(refuse('GET /api/v1/namespaces/default/nodes')).toMatchInlineSnapshot(`
      {
        "code": 404,
        "details": {},
        "message": "the server could not find the requested resource",
        "reason": "NotFound",
      }
    `);
    expect(refuse(`GET ${PODS}/web/dragons`)).toMatchInlineSnapshot(`
      {
        "code": 404,
        "details": {},
        "message": "the server could not find the requested resource",
        "reason": "NotFound",
      }
    `);
  });

  it('subresources that it does not simulate, by their names', () => {
    expect(refuse(`GET ${PODS}/web/proxy/index.html`)).toMatchInlineSnapshot(`
      {
        "code": 501,
        "details": {
          "kind": "pods",
          "name": "web",
        },
        "message": "the subresource pods/proxy is not supported by this simulated server",
        "reason": "NotImplemented",
      }
    `);
  });

  it('what is there already', () => {
    expect(refuse(`POST ${PODS}`, pod)).toMatchInlineSnapshot(`
      {
        "code": 409,
        "details": {
          "kind": "pods",
          "name": "web",
        },
        "message": "pods "web" already exists",
        "reason": "AlreadyExists",
      }
    `);
  });

  it('objects in namespaces that do not exist', () => {
    expect(refuse('POST /api/v1/namespaces/nowhere/pods', pod)).toMatchInlineSnapshot(`
      {
        "code": 404,
        "details": {
          "kind": "namespaces",
          "name": "nowhere",
        },
        "message": "namespaces "nowhere" not found",
        "reason": "NotFound",
      }
    `);
  });

  it('bodies that contradict the path', () => {
    expect(refuse(`POST ${PODS}`, { ...pod, metadata: { name: 'x', namespace: 'other' } })).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "the namespace of the provided object does not match the namespace sent on the request",
        "reason": "BadRequest",
      }
    `);
    expect(refuse(`PUT ${PODS}/web`, { ...pod, metadata: { name: 'other' } })).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "the name of the object (other) does not match the name on the URL (web)",
        "reason": "BadRequest",
      }
    `);
    expect(refuse(`POST ${PODS}`, { ...pod, apiVersion: 'v2' })).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "Pod in version "v2" cannot be handled as a Pod: no kind "Pod" is registered for version "v2" in scheme "pkg/api/legacyscheme/scheme.go:30"",
        "reason": "BadRequest",
      }
    `);
    expect(refuse(`POST ${PODS}`, { ...pod, kind: 'Node' })).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "Node in version "v1" cannot be handled as a Pod: converting (v1.Node) to (core.Pod): unknown conversion",
        "reason": "BadRequest",
      }
    `);
    expect(refuse(`POST ${PODS}`, { ...pod, kind: 'Dragon' })).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "Dragon in version "v1" cannot be handled as a Pod: no kind "Dragon" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"",
        "reason": "BadRequest",
      }
    `);
    expect(refuse(`POST ${PODS}`, { ...pod, metadata: { name: 'x', resourceVersion: '1' } })).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "resourceVersion should not be set on objects to be created",
        "reason": "BadRequest",
      }
    `);
  });

  it('bodies it cannot read', () => {
    expect(refuse(`POST ${PODS}`, 'no json')).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character 'o' in literal null (expecting 'u') (6e6f206a736f6e)",
        "reason": "BadRequest",
      }
    `);
    expect(refuse(`POST ${PODS}`, '[]')).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (5b5d)",
        "reason": "BadRequest",
      }
    `);
    expect(refuse(`POST ${PODS}`, '{"kind":')).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: unexpected end of JSON input (7b226b696e64223a)",
        "reason": "BadRequest",
      }
    `);
    expect(refuse(`POST ${PODS}`, '<pod/>', { headers: { 'content-type': 'text/xml' } })).toMatchInlineSnapshot(`
      {
        "code": 415,
        "message": "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf",
        "reason": "UnsupportedMediaType",
      }
    `);
    expect(refuse(`POST ${PODS}`, `"${'x'.repeat(3 * 1024 * 1024)}"`)).toMatchInlineSnapshot(`
      {
        "code": 413,
        "message": "Request entity too large: limit is 3145728",
        "reason": "RequestEntityTooLarge",
      }
    `);
    expect(refuse(`POST ${PODS}`, { ...pod, spec: { containers: 'none' } })).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container",
        "reason": "BadRequest",
      }
    `);
  });

  it('unknown and repeated fields when asked to be strict', () => {
    const text = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x","name":"y"},"spec":{"containers":[{"name":"a","image":"b","imagge":"c"}],"foo":1}}';
    expect(refuse(`POST ${PODS}?fieldValidation=Strict`, text)).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "Pod in version "v1" cannot be handled as a Pod: strict decoding error: duplicate field "metadata.name", unknown field "spec.containers[0].imagge", unknown field "spec.foo"",
        "reason": "BadRequest",
      }
    `);
  });

  it('invalid objects', () => {
    expect(refuse(`POST ${PODS}`, { ...pod, metadata: { name: 'Bad_Name' } })).toMatchInlineSnapshot(`
      {
        "code": 422,
        "details": {
          "causes": [
            {
              "field": "metadata.name",
              "message": "Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
              "reason": "FieldValueInvalid",
            },
          ],
          "kind": "Pod",
          "name": "Bad_Name",
        },
        "message": "Pod "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
        "reason": "Invalid",
      }
    `);
    expect(refuse(`POST ${PODS}`, { ...pod, metadata: {} })).toMatchInlineSnapshot(`
      {
        "code": 422,
        "details": {
          "causes": [
            {
              "field": "metadata.name",
              "message": "Required value: name or generateName is required",
              "reason": "FieldValueRequired",
            },
          ],
          "kind": "Pod",
        },
        "message": "Pod "" is invalid: metadata.name: Required value: name or generateName is required",
        "reason": "Invalid",
      }
    `);
    expect(refuse(`PATCH ${PODS}/web`, { metadata: { labels: { 'bad key': 'x' } } }, mergePatch)).toMatchInlineSnapshot(`
      {
        "code": 422,
        "details": {
          "causes": [
            {
              "field": "metadata.labels",
              "message": "Invalid value: "bad key": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
              "reason": "FieldValueInvalid",
            },
          ],
          "kind": "Pod",
          "name": "web",
        },
        "message": "Pod "web" is invalid: metadata.labels: Invalid value: "bad key": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
        "reason": "Invalid",
      }
    `);
  });

  it('updates from an old version', () => {
    expect(refuse(`PUT ${PODS}/web`, { ...pod, metadata: { name: 'web', resourceVersion: '1' } })).toMatchInlineSnapshot(`
      {
        "code": 409,
        "details": {
          "kind": "pods",
          "name": "web",
        },
        "message": "Operation cannot be fulfilled on pods "web": the object has been modified; please apply your changes to the latest version and try again",
        "reason": "Conflict",
      }
    `);
    expect(refuse(`PUT ${PODS}/web`, { ...pod, metadata: { name: 'web', uid: 'other' } })).toMatchInlineSnapshot(`
      {
        "code": 409,
        "details": {
          "kind": "pods",
          "name": "web",
        },
        "message": "Operation cannot be fulfilled on pods "web": StorageError: invalid object, Code: 4, Key: /registry/pods/default/web, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: other, UID in object meta: UID",
        "reason": "Conflict",
      }
    `);
    expect(refuse(`DELETE ${PODS}/web`, { preconditions: { uid: 'other' } })).toMatchInlineSnapshot(`
      {
        "code": 409,
        "details": {
          "kind": "Pod",
          "name": "web",
        },
        "message": "Operation cannot be fulfilled on Pod "web": the UID in the precondition (other) does not match the UID in record (UID). The object might have been deleted and then recreated",
        "reason": "Conflict",
      }
    `);
  });

  it('patches that do not fit', () => {
    expect(refuse(`PATCH ${PODS}/web`, {}, { headers: { 'content-type': 'application/json' } })).toMatchInlineSnapshot(`
      {
        "code": 415,
        "message": "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml",
        "reason": "UnsupportedMediaType",
      }
    `);
    expect(refuse(`PATCH ${PODS}/web`, [{ op: 'test', path: '/metadata/name', value: 'other' }], jsonPatch)).toMatchInlineSnapshot(`
      {
        "code": 422,
        "details": {},
        "message": "the server rejected our request due to an error in our request",
        "reason": "Invalid",
      }
    `);
    expect(refuse(`PATCH ${PODS}/web`, { op: 'add' }, jsonPatch)).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch",
        "reason": "BadRequest",
      }
    `);
    const strategicPatch = { headers: { 'content-type': 'application/strategic-merge-patch+json' } };
    expect(refuse(`PATCH ${PODS}/web`, { spec: { terminationGracePeriodSeconds: 'x' } }, strategicPatch)).toMatchInlineSnapshot(`
      {
        "code": 422,
        "details": {
          "causes": [
            {
              "field": "patch",
              "message": "Invalid value: "map[spec:map[terminationGracePeriodSeconds:x]]": unrecognized type: int64",
              "reason": "FieldValueInvalid",
            },
          ],
          "kind": "",
        },
        "message": " "" is invalid: patch: Invalid value: "map[spec:map[terminationGracePeriodSeconds:x]]": unrecognized type: int64",
        "reason": "Invalid",
      }
    `);
    expect(refuse(`PATCH ${PODS}/web`, { spec: { containers: 'x' } }, strategicPatch)).toMatchInlineSnapshot(`
      {
        "code": 422,
        "details": {
          "causes": [
            {
              "field": "patch",
              "message": "Invalid value: "map[spec:map[containers:x]]": cannot restore slice from string",
              "reason": "FieldValueInvalid",
            },
          ],
          "kind": "",
        },
        "message": " "" is invalid: patch: Invalid value: "map[spec:map[containers:x]]": cannot restore slice from string",
        "reason": "Invalid",
      }
    `);
    expect(refuse(`PATCH ${PODS}/web?fieldValidation=Strict`, { spec: { foo: 1 } }, strategicPatch)).toMatchInlineSnapshot(`
      {
        "code": 422,
        "details": {
          "causes": [
            {
              "field": "patch",
              "message": "Invalid value: "map[spec:map[foo:1]]": strict decoding error: unknown field "spec.foo"",
              "reason": "FieldValueInvalid",
            },
          ],
          "kind": "",
        },
        "message": " "" is invalid: patch: Invalid value: "map[spec:map[foo:1]]": strict decoding error: unknown field "spec.foo"",
        "reason": "Invalid",
      }
    `);
    expect(refuse(`PATCH ${PODS}/web`, { spec: 'x' }, mergePatch)).toMatchInlineSnapshot(`
      {
        "code": 422,
        "details": {
          "causes": [
            {
              "field": "patch",
              "message": "Invalid value: "{\\"apiVersion\\":\\"v1\\",\\"kind\\":\\"Pod\\",\\"metadata\\":{\\"creationTimestamp\\":\\"2026-11-20T10:00:00Z\\",\\"generation\\":1,\\"name\\":\\"web\\",\\"namespace\\":\\"default\\",\\"resourceVersion\\":\\"N\\",\\"uid\\":\\"UID\\"},\\"spec\\":\\"x\\",\\"status\\":{\\"phase\\":\\"Pending\\",\\"qosClass\\":\\"BestEffort\\"}}": json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec",
              "reason": "FieldValueInvalid",
            },
          ],
          "kind": "",
        },
        "message": " "" is invalid: patch: Invalid value: "{\\"apiVersion\\":\\"v1\\",\\"kind\\":\\"Pod\\",\\"metadata\\":{\\"creationTimestamp\\":\\"2026-11-20T10:00:00Z\\",\\"generation\\":1,\\"name\\":\\"web\\",\\"namespace\\":\\"default\\",\\"resourceVersion\\":\\"N\\",\\"uid\\":\\"UID\\"},\\"spec\\":\\"x\\",\\"status\\":{\\"phase\\":\\"Pending\\",\\"qosClass\\":\\"BestEffort\\"}}": json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec",
        "reason": "Invalid",
      }
    `);
    expect(refuse(`PATCH ${PODS}/nope`, {}, mergePatch)).toMatchInlineSnapshot(`
      {
        "code": 404,
        "details": {
          "kind": "pods",
          "name": "nope",
        },
        "message": "pods "nope" not found",
        "reason": "NotFound",
      }
    `);
  });

  it('selectors and parameters that make no sense', () => {
    expect(refuse(`GET ${PODS}?labelSelector=a+in+b`)).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "unable to parse requirement: found 'b' expected: '('",
        "reason": "BadRequest",
      }
    `);
    expect(refuse(`GET ${PODS}?fieldSelector=spec.bogus=1`)).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "field label not supported: spec.bogus",
        "reason": "BadRequest",
      }
    `);
    expect(refuse('GET /api/v1/configmaps?fieldSelector=data=1')).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": ""data" is not a known field selector: only "metadata.name", "metadata.namespace"",
        "reason": "BadRequest",
      }
    `);
    expect(refuse(`GET ${PODS}?limit=x`)).toMatchInlineSnapshot(`
      {
        "code": 400,
        "message": "strconv.ParseInt: parsing "x": invalid syntax",
        "reason": "BadRequest",
      }
    `);
    expect(refuse(`GET ${PODS}?continue=x`)).toMatchObject({ code: 400, reason: 'BadRequest' });
    expect(refuse(`GET ${PODS}?resourceVersion=999999`)).toMatchInlineSnapshot(`
      {
        "code": 504,
        "details": {
          "causes": [
            {
              "message": "Too large resource version",
              "reason": "ResourceVersionTooLarge",
            },
          ],
          "retryAfterSeconds": 1,
        },
        "message": "Timeout: Too large resource version: 999999, current: N",
        "reason": "Timeout",
      }
    `);
    expect(refuse(`POST ${PODS}?dryRun=Some`, { ...pod, metadata: { name: 'x' } })).toMatchInlineSnapshot(`
      {
        "code": 422,
        "details": {
          "causes": [
            {
              "field": "dryRun",
              "message": "Unsupported value: "Some": supported values: "All"",
              "reason": "FieldValueNotSupported",
            },
          ],
          "group": "meta.k8s.io",
          "kind": "CreateOptions",
        },
        "message": "CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: "Some": supported values: "All"",
        "reason": "Invalid",
      }
    `);
  });

  it('methods and media types that a path does not have', () => {
    expect(refuse('PUT /api/v1/pods')).toMatchInlineSnapshot(`
      {
        "code": 405,
        "details": {},
        "message": "the server does not allow this method on the requested resource",
        "reason": "MethodNotAllowed",
      }
    `);
    expect(refuse('DELETE /version')).toMatchInlineSnapshot(`
      {
        "code": 405,
        "details": {},
        "message": "the server does not allow this method on the requested resource",
        "reason": "MethodNotAllowed",
      }
    `);
    expect(refuse(`GET ${PODS}`, undefined, { headers: { accept: 'image/png' } })).toMatchInlineSnapshot(`
      {
        "code": 406,
        "message": "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf",
        "reason": "NotAcceptable",
      }
    `);
  });

  it('to delete what the cluster cannot do without', () => {
    expect(refuse('DELETE /api/v1/namespaces/default')).toMatchInlineSnapshot(`
      {
        "code": 403,
        "details": {
          "kind": "namespaces",
          "name": "default",
        },
        "message": "namespaces "default" is forbidden: this namespace may not be deleted",
        "reason": "Forbidden",
      }
    `);
  });

  it('people without rights and without names', () => {
    const jane = { identity: { name: 'jane', groups: ['system:authenticated'] } };
    expect(refuse(`GET ${PODS}`, undefined, jane)).toMatchInlineSnapshot(`
      {
        "code": 403,
        "details": {
          "kind": "pods",
        },
        "message": "pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"",
        "reason": "Forbidden",
      }
    `);
    expect(refuse(`GET ${DEPLOYMENTS}/web`, undefined, jane)).toMatchInlineSnapshot(`
      {
        "code": 403,
        "details": {
          "group": "apps",
          "kind": "deployments",
          "name": "web",
        },
        "message": "deployments.apps "web" is forbidden: User "jane" cannot get resource "deployments" in API group "apps" in the namespace "default"",
        "reason": "Forbidden",
      }
    `);
    expect(refuse(`GET ${PODS}/web/log`, undefined, jane)).toMatchInlineSnapshot(`
      {
        "code": 403,
        "details": {
          "kind": "pods",
          "name": "web",
        },
        "message": "pods "web" is forbidden: User "jane" cannot get resource "pods/log" in API group "" in the namespace "default"",
        "reason": "Forbidden",
      }
    `);
    expect(refuse('GET /api/v1/nodes', undefined, jane)).toMatchInlineSnapshot(`
      {
        "code": 403,
        "details": {
          "kind": "nodes",
        },
        "message": "nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope",
        "reason": "Forbidden",
      }
    `);
    expect(refuse('GET /metrics', undefined, jane)).toMatchInlineSnapshot(`
      {
        "code": 403,
        "details": {},
        "message": "forbidden: User "jane" cannot get path "/metrics"",
        "reason": "Forbidden",
      }
    `);
    const { server } = createTestServer();
    const answer = server.handle({ method: 'GET', path: '/api/v1/nodes', headers: { authorization: 'Bearer nobody' } });
    expect(answer).toMatchObject({ status: 401, body: { message: 'Unauthorized', reason: 'Unauthorized', code: 401 } });
    expect(server.handle({ method: 'GET', path: '/api/v1/nodes' })).toMatchObject({
      status: 403,
      body: { message: 'nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope' },
    });
  });

  it('pods of accounts and priorities that do not exist', () => {
    const named = (spec: object): object => ({ ...pod, metadata: { name: 'x' }, spec: { ...pod.spec, ...spec } });
    expect(refuse(`POST ${PODS}`, named({ serviceAccountName: 'nope' }))).toMatchInlineSnapshot(`
      {
        "code": 403,
        "details": {
          "kind": "pods",
          "name": "x",
        },
        "message": "pods "x" is forbidden: error looking up service account default/nope: serviceaccount "nope" not found",
        "reason": "Forbidden",
      }
    `);
    expect(refuse(`POST ${PODS}`, named({ priorityClassName: 'nope' }))).toMatchInlineSnapshot(`
      {
        "code": 403,
        "details": {
          "kind": "pods",
          "name": "x",
        },
        "message": "pods "x" is forbidden: no PriorityClass with name nope was found",
        "reason": "Forbidden",
      }
    `);
  });

  it('service addresses and ports that are taken or out of range', () => {
    const service = (spec: object): object => ({ metadata: { name: 'x' }, spec: { ports: [{ port: 80 }], ...spec } });
    const path = 'POST /api/v1/namespaces/default/services';
    expect(refuse(path, service({ clusterIP: '10.96.0.1' }))).toMatchInlineSnapshot(`
      {
        "code": 422,
        "details": {
          "causes": [
            {
              "field": "spec.clusterIPs",
              "message": "Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: provided IP is already allocated",
              "reason": "FieldValueInvalid",
            },
          ],
          "kind": "Service",
          "name": "x",
        },
        "message": "Service "x" is invalid: spec.clusterIPs: Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: provided IP is already allocated",
        "reason": "Invalid",
      }
    `);
    expect(refuse(path, service({ clusterIP: '10.1.1.1' }))).toMatchInlineSnapshot(`
      {
        "code": 422,
        "details": {
          "causes": [
            {
              "field": "spec.clusterIPs",
              "message": "Invalid value: ["10.1.1.1"]: failed to allocate IP 10.1.1.1: the provided network does not match the current range",
              "reason": "FieldValueInvalid",
            },
          ],
          "kind": "Service",
          "name": "x",
        },
        "message": "Service "x" is invalid: spec.clusterIPs: Invalid value: ["10.1.1.1"]: failed to allocate IP 10.1.1.1: the provided network does not match the current range",
        "reason": "Invalid",
      }
    `);
    expect(refuse(path, service({ type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] }))).toMatchInlineSnapshot(`
      {
        "code": 422,
        "details": {
          "causes": [
            {
              "field": "spec.ports[0].nodePort",
              "message": "Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767",
              "reason": "FieldValueInvalid",
            },
          ],
          "kind": "Service",
          "name": "x",
        },
        "message": "Service "x" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767",
        "reason": "Invalid",
      }
    `);
  });

  it('negative scales', () => {
    const { send } = createTestServer();
    const labels = { a: 'b' };
    send(`POST ${DEPLOYMENTS}`, { metadata: { name: 'web' }, spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod.spec } } });
    expect(send(`PATCH ${DEPLOYMENTS}/web/scale`, { spec: { replicas: -1 } }, mergePatch).body).toMatchInlineSnapshot(`
      {
        "apiVersion": "v1",
        "code": 422,
        "details": {
          "causes": [
            {
              "field": "spec.replicas",
              "message": "Invalid value: -1: must be greater than or equal to 0",
              "reason": "FieldValueInvalid",
            },
          ],
          "group": "autoscaling",
          "kind": "Scale",
          "name": "web",
        },
        "kind": "Status",
        "message": "Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0",
        "metadata": {},
        "reason": "Invalid",
        "status": "Failure",
      }
    `);
  });
});
