import type { Job, JobSpec } from '#machinery/generated/types.ts';
import { podTemplateDefaults } from '../pod-template/defaults.ts';
import { withFields } from '../structural-sharing.ts';

const backoffLimit = 6;
/** Without a limit for all indexes together when each has its own. */
const noLimit = 2_147_483_647;

/** One pod at a time until one has succeeded, six retries, labels of the template. */
export function jobDefaults(job: Job): Job {
  const spec: Partial<JobSpec> = job.spec ?? {};
  const isSingle = spec.completions === undefined && spec.parallelism === undefined;
  const template = podTemplateDefaults(spec.template);
  const filled = withFields(spec, {
    ...(isSingle ? { completions: 1 } : {}),
    parallelism: spec.parallelism ?? 1,
    backoffLimit: spec.backoffLimit ?? (spec.backoffLimitPerIndex === undefined ? backoffLimit : noLimit),
    completionMode: spec.completionMode || 'NonIndexed',
    suspend: spec.suspend ?? false,
    podReplacementPolicy: spec.podReplacementPolicy || (spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'),
    template,
  });
  const withSpec = withFields(job, { spec: filled as JobSpec, status: job.status ?? {} });
  const labels = template.metadata?.labels;
  if (!labels || Object.keys(job.metadata?.labels ?? {}).length > 0) return withSpec;
  return { ...withSpec, metadata: { ...withSpec.metadata, labels } };
}
