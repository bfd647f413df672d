import type { Job } from '#machinery/generated/types.ts';

/**
 * A job picks its own pods: by its uid, which no other job's pods can have. The labels go by their new and their old
 * names, as upstream keeps both.
 */
export function prepareJob(job: Job): Job {
  const { spec } = job;
  if (!spec || spec.manualSelector) return job;
  const { uid = '', name = '' } = job.metadata ?? {};
  const labels = {
    ...spec.template.metadata?.labels,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  const selector = { ...spec.selector, matchLabels: { ...spec.selector?.matchLabels, 'batch.kubernetes.io/controller-uid': uid } };
  return { ...job, spec: { ...spec, selector, template: { ...spec.template, metadata: { ...spec.template.metadata, labels } } } };
}
