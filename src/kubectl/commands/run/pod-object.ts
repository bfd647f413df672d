import { kindOf } from '#kinds/catalog.ts';
import type { KubeObject } from '#machinery/object.ts';
import { applyJsonPatch } from '#machinery/patch/json-patch.ts';
import { applyMergePatch } from '#machinery/patch/merge-patch.ts';
import { applyStrategicMergePatch } from '#machinery/patch/strategic-merge.ts';
import { parseYamlDocuments } from '#machinery/yaml.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../../command.ts';
import { generatedMetadata } from '../create/generator.ts';

/** `a=1,b=2` as a map, sorted. @throws UsageError */
export function parseKeyValues(pairs: readonly string[], what: string): Readonly<Record<string, string>> {
  const entries = pairs.map((pair): [string, string] => {
    const parts = pair.split('=');
    const [key = '', value = ''] = parts;
    if (parts.length !== 2 || key === '') throw new UsageError(`unexpected ${what}: ${pair}`);
    return [key, value];
  });
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function parseEnvironment(pairs: readonly string[]): object[] {
  return pairs.map((pair) => {
    const equals = pair.indexOf('=');
    if (equals <= 0) throw new UsageError(`invalid env: ${pair}`);
    return { name: pair.slice(0, equals), value: pair.slice(equals + 1) };
  });
}

/**
 * The pod that `kubectl run` makes, fields in the order Kubernetes declares them.
 * @param args what is run in the container
 * @throws UsageError for flags that make no pod
 */
export function podObject(name: string, args: readonly string[], invocation: Invocation): KubeObject {
  const { flags } = invocation;
  const labels = flags.string('labels') === '' ? { run: name } : parseKeyValues(flags.string('labels').split(','), 'label');
  const annotations = parseKeyValues(flags.strings('annotations'), 'annotation');
  const environment = parseEnvironment(flags.strings('env'));
  const [stdin, tty, port] = [flags.bool('stdin'), flags.bool('tty'), flags.string('port')];
  const container = {
    name,
    image: flags.string('image'),
    ...(args.length > 0 ? { [flags.bool('command') ? 'command' : 'args']: args } : {}),
    ...(port === '' ? {} : { ports: [{ containerPort: parsePort(port) }] }),
    ...(environment.length > 0 ? { env: environment } : {}),
    resources: {},
    ...(flags.string('image-pull-policy') === '' ? {} : { imagePullPolicy: flags.string('image-pull-policy') }),
    ...(flags.bool('privileged') ? { securityContext: { privileged: true } } : {}),
    ...(stdin ? { stdin: true } : {}),
    ...(stdin && !flags.bool('leave-stdin-open') ? { stdinOnce: true } : {}),
    ...(tty ? { tty: true } : {}),
  };
  const pod = {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: generatedMetadata(name, invocation, { labels, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) }),
    spec: { containers: [container], restartPolicy: flags.string('restart'), dnsPolicy: 'ClusterFirst' },
    status: {},
  } as KubeObject;
  return withOverrides(pod, flags.string('overrides'), flags.string('override-type'));
}

function parsePort(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new UsageError(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

/** The Service of `--expose`. */
export function exposedService(name: string, pod: KubeObject, invocation: Invocation): KubeObject {
  const port = parsePort(invocation.flags.string('port'));
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: generatedMetadata(name, invocation),
    spec: { ports: [{ protocol: 'TCP', port, targetPort: port }], selector: pod.metadata?.labels ?? {} },
    status: { loadBalancer: {} },
  } as KubeObject;
}

/** Lays `--overrides` over an object. @throws UsageError when it is no JSON or of an unknown type */
function withOverrides(object: KubeObject, text: string, type: string): KubeObject {
  if (text === '') return object;
  let overrides: unknown;
  try {
    overrides = parseYamlDocuments(text)[0];
  } catch {
    throw new UsageError(`Invalid JSON Patch`);
  }
  switch (type) {
    case 'json':
      return applyJsonPatch(object, overrides) as KubeObject;
    case 'merge':
      return applyMergePatch(object, overrides) as KubeObject;
    case 'strategic':
      return applyStrategicMergePatch(kindOf(object.apiVersion, object.kind)?.schema ?? '', { ...object }, overrides);
    default:
      throw new UsageError(`invalid override type: ${type}`);
  }
}
