import { kindOf } from '#kinds/catalog.ts';
import type { HorizontalPodAutoscaler } from '#machinery/generated/types.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type FlagValues, type Invocation } from '../command.ts';
import { resultPrintFlags } from '../flags/print-flags.ts';
import { fileFlags, saveConfigFlag } from '../flags/resource-flags.ts';
import { dryRunFlag, fieldManagerFlag, readDryRun } from '../flags/write-flags.ts';
import { createResultPrinter } from '../printers/result-printer.ts';
import { type FoundObject, visitObjects } from '../resources/fetch-targets.ts';
import { withLastApplied } from '../resources/last-applied.ts';
import { planTargets, type TargetSelection } from '../resources/targets.ts';

const flags: readonly Flag[] = [
  ...resultPrintFlags,
  { name: 'cpu', type: 'string', default: '', usage: 'Wanted CPU of the pods: a percentage of what they request (70%) or an amount (500m).' },
  {
    name: 'cpu-percent',
    type: 'int32',
    default: -1,
    usage: 'Wanted CPU of the pods, in percent of what they request.',
    deprecated: 'use --cpu with percentage or resource quantity format (e.g., "70%" for utilization or "500m" for milliCPU).',
  },
  dryRunFlag,
  fieldManagerFlag('kubectl-autoscale'),
  ...fileFlags('naming what to autoscale'),
  { name: 'max', type: 'int32', default: -1, required: true, usage: 'Largest number of pods.' },
  { name: 'memory', type: 'string', default: '', usage: 'Wanted memory of the pods: a percentage of what they request or an amount.' },
  { name: 'min', type: 'int32', default: -1, usage: 'Smallest number of pods.' },
  { name: 'name', type: 'string', default: '', usage: 'Name of the autoscaler; by default that of what it scales.' },
  saveConfigFlag,
];

/** A wanted use: `70%` of what is requested, or an amount for each pod. */
function metricOf(name: string, text: string): object {
  const percent = /^(\d+)%$/.exec(text);
  const target = percent ? { type: 'Utilization', averageUtilization: Number(percent[1]) } : { type: 'AverageValue', averageValue: text };
  return { type: 'Resource', resource: { name, target } };
}

function metricsOf(given: FlagValues): object[] {
  const percent = given.int('cpu-percent');
  const cpu = given.string('cpu') || (percent >= 0 ? `${percent}%` : '');
  const memory = given.string('memory');
  return [...(cpu === '' ? [] : [metricOf('cpu', cpu)]), ...(memory === '' ? [] : [metricOf('memory', memory)])];
}

async function complete({ args, flags: given, kubectl, process }: Invocation): Promise<{ readonly selection: TargetSelection }> {
  const [min, max] = [given.int('min'), given.int('max')];
  if (max < 1) throw new UsageError(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
  if (max < min) throw new UsageError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
  const files = { filenames: given.strings('filename'), kustomize: given.string('kustomize'), recursive: given.bool('recursive') };
  return { selection: await planTargets(kubectl, process, { args, files }) };
}

async function autoscaleOne(found: FoundObject, { flags: given, kubectl, process }: Invocation): Promise<void> {
  const { apiVersion, kind } = found.object;
  if (kindOf(apiVersion, kind)?.scale === undefined) throw new UsageError(`cannot autoscale a ${kind}`);
  const dryRun = readDryRun(given);
  const metrics = metricsOf(given);
  const autoscaler = {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v2',
    metadata: { name: given.string('name') || found.name, namespace: found.namespace },
    spec: {
      scaleTargetRef: { kind, name: found.name, apiVersion },
      ...(given.int('min') > 0 ? { minReplicas: given.int('min') } : {}),
      maxReplicas: given.int('max'),
      ...(metrics.length > 0 ? { metrics } : {}),
    },
    status: { currentMetrics: null, desiredReplicas: 0 },
  } as unknown as HorizontalPodAutoscaler;
  const wanted = given.bool('save-config') ? withLastApplied(autoscaler) : autoscaler;
  const printer = createResultPrinter(given, process, dryRun);
  if (dryRun === 'client') return printer.print(wanted, 'autoscaled', true);
  const type = await kubectl.resolveResource('horizontalpodautoscalers');
  const created = await kubectl.client().create(type, found.namespace, wanted, { dryRun: dryRun === 'server', fieldManager: given.string('field-manager') });
  await printer.print(created, 'autoscaled');
}

export const autoscale = defineCommand<{ readonly selection: TargetSelection }>({
  name: 'autoscale',
  usage: 'autoscale (-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY]',
  short: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  long: `Create an autoscaler that chooses the number of pods of a deployment, replica set, stateful set or replication controller.

 It raises and lowers the number of pods as their use of CPU or memory asks for.`,
  examples: `  # Auto scale a deployment "foo" between 2 and 10 pods
  kubectl autoscale deployment foo --min=2 --max=10
  
  # Auto scale a deployment "foo" between 1 and 5 pods, at 80% of the CPU they request
  kubectl autoscale deployment foo --max=5 --cpu=80%`,
  flags,
  complete,
  run: async ({ selection }, invocation) => {
    await visitObjects(invocation.kubectl, selection, (found) => autoscaleOne(found, invocation));
    return undefined;
  },
});
