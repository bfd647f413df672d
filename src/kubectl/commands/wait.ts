import type { WatchEvent } from '#client/transport.ts';
import { evaluateJsonPath, type JsonPath, parseJsonPath, relaxJsonPath } from '#machinery/jsonpath.ts';
import type { KubeObject } from '#machinery/object.ts';
import { formatGroupResource } from '#machinery/resource-type.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../command.ts';
import { resultPrintFlags } from '../flags/print-flags.ts';
import { allFlag, allNamespacesFlag, fieldSelectorFlag, fileFlags, localFlag, selectorFlag } from '../flags/resource-flags.ts';
import { createResultPrinter } from '../printers/result-printer.ts';
import { type FoundObject, visitObjects } from '../resources/fetch-targets.ts';
import { planTargets, type TargetRequest } from '../resources/targets.ts';
import { waitForObject } from '../resources/wait-for-object.ts';

/** What `--for` asks of an object. */
type Condition =
  | { readonly kind: 'delete' }
  | { readonly kind: 'create' }
  | { readonly kind: 'condition'; readonly type: string; readonly status: string }
  | { readonly kind: 'jsonpath'; readonly path: JsonPath; readonly value: string };

interface WaitOptions {
  readonly condition: Condition;
  readonly request: TargetRequest;
  readonly timeoutMs: number;
}

const WEEK_MS = 7 * 24 * 3600 * 1000;

/** @throws UsageError for what is no condition */
function parseCondition(text: string): Condition {
  if (text.toLowerCase() === 'delete') return { kind: 'delete' };
  if (text.toLowerCase() === 'create') return { kind: 'create' };
  if (text.startsWith('condition=')) {
    const [type = '', ...rest] = text.slice('condition='.length).split('=');
    return { kind: 'condition', type, status: rest.length > 0 ? rest.join('=') : 'true' };
  }
  if (text.startsWith('jsonpath=')) return parsePathCondition(text.slice('jsonpath='.length));
  throw new UsageError(`unrecognized condition: [${text === '' ? '' : JSON.stringify(text)}]`);
}

function parsePathCondition(text: string): Condition {
  // A doubled equals sign belongs to a filter; a single one ends the expression.
  const parts = text.split(/(?<!=)=(?!=)/);
  const [expression = '', value] = parts;
  if (parts.length > 2) {
    throw new UsageError("jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'");
  }
  if (expression === '') throw new UsageError('jsonpath expression cannot be empty');
  const path = parseJsonPath(relaxJsonPath(expression));
  const wanted = value?.replace(/^['"]+|['"]+$/g, '');
  if (wanted === '') throw new UsageError("jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3");
  return { kind: 'jsonpath', path, value: wanted ?? '' };
}

interface Conditioned extends KubeObject {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly { readonly type?: string; readonly status?: string; readonly observedGeneration?: number }[];
  };
}

function hasCondition(object: Conditioned, type: string, status: string): boolean {
  const found = object.status?.conditions?.find((condition) => condition.type?.toLowerCase() === type.toLowerCase());
  if (!found) return false;
  const observed = found.observedGeneration ?? object.status?.observedGeneration;
  if (observed !== undefined && observed < (object.metadata?.generation ?? 0)) return false;
  return found.status?.toLowerCase() === status.toLowerCase();
}

function matchesPath(object: KubeObject, path: JsonPath, value: string): boolean {
  const results = evaluateJsonPath(path, object);
  const values = results.flat();
  if (values.length === 0) return false;
  if (values.length > 1) throw new UsageError('given jsonpath expression matches more than one value');
  const [found] = values;
  if (value === '') return true;
  if (typeof found === 'object' && found !== null) throw new UsageError('jsonpath leads to a nested object or list which is not supported');
  return String(found) === value;
}

function holdsFor(condition: Condition, event: WatchEvent): boolean {
  if (condition.kind === 'delete') return event.type === 'DELETED';
  if (event.type === 'DELETED') return false;
  if (condition.kind === 'create') return true;
  if (condition.kind === 'condition') return hasCondition(event.object as Conditioned, condition.type, condition.status);
  return matchesPath(event.object, condition.path, condition.value);
}

async function waitForOne(found: FoundObject, options: WaitOptions, deadline: number, invocation: Invocation): Promise<void> {
  const { flags, process } = invocation;
  const isDelete = options.condition.kind === 'delete';
  const name = `${formatGroupResource(found.type)}/${found.name}`;
  if (options.timeoutMs === 0) {
    if (!isDelete && holdsFor(options.condition, { type: 'ADDED', object: found.object }))
      return createResultPrinter(flags, process).print(found.object, 'condition met');
    throw new UsageError(`condition not met for ${name}`);
  }
  const leftMs = deadline - process.simulation.clock.now;
  const event =
    leftMs > 0
      ? await waitForObject(
          invocation,
          found,
          (one) => holdsFor(options.condition, one),
          leftMs,
          () => isDelete,
        )
      : undefined;
  if (!event) throw new UsageError(`timed out waiting for the condition on ${found.type.plural}/${found.name}`);
  const object = isDelete ? found.object : { ...event.object, apiVersion: found.object.apiVersion, kind: found.object.kind };
  return createResultPrinter(flags, process).print(object, 'condition met');
}

export const wait = defineCommand<WaitOptions>({
  name: 'wait',
  usage:
    "wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  short: 'Experimental: Wait for a specific condition on one or many resources',
  long: `Waits until every named object is as --for says: has a condition, is there, is gone, or has a value at a JSONPath.

What is compared with a condition's status is True unless another value stands behind it.`,
  examples: `# Until the pod busybox1 is ready
kubectl wait --for=condition=Ready pod/busybox1

# Until it is not ready
kubectl wait --for=condition=Ready=false pod/busybox1

# Until it runs
kubectl wait --for=jsonpath='{.status.phase}'=Running pod/busybox1

# Until it is gone, 60 seconds at most
kubectl wait --for=delete pod/busybox1 --timeout=60s`,
  flags: [
    ...resultPrintFlags,
    ...fileFlags('naming what to wait for'),
    allFlag,
    allNamespacesFlag,
    selectorFlag,
    fieldSelectorFlag,
    localFlag,
    { name: 'for', type: 'string', default: '', usage: "What to wait for: create, delete, condition=NAME[=VALUE] or jsonpath='{EXPRESSION}'[=VALUE]." },
    { name: 'timeout', type: 'duration', default: '30s', usage: 'How long to wait before giving up. 0 looks once; below 0 waits a week.' },
  ],
  complete({ flags, args }) {
    const timeoutMs = flags.durationMs('timeout');
    return {
      condition: parseCondition(flags.string('for')),
      timeoutMs: timeoutMs < 0 ? WEEK_MS : timeoutMs,
      request: {
        files: { filenames: flags.strings('filename'), recursive: flags.bool('recursive'), kustomize: flags.string('kustomize') },
        args,
        labelSelector: flags.string('selector'),
        fieldSelector: flags.string('field-selector'),
        allNamespaces: flags.bool('all-namespaces'),
        selectAll: flags.bool('all'),
      },
    };
  },
  async run(options, invocation) {
    const { kubectl, process } = invocation;
    const { clock } = process.simulation;
    const deadline = clock.now + options.timeoutMs;
    const selection = await planTargets(kubectl, process, options.request);
    if (options.condition.kind === 'create') {
      for (const target of selection.targets) {
        if ('error' in target) throw target.error;
        await waitForObject(invocation, target, (event) => event.type !== 'DELETED', options.timeoutMs);
      }
    }
    const count = await visitObjects(kubectl, selection, (found) => waitForOne(found, options, deadline, invocation), options.condition.kind === 'delete');
    if (count === 0 && options.condition.kind !== 'delete') throw new UsageError('no matching resources found');
    return 0;
  },
});
