import type { Deployment, PodTemplateSpec, ReplicaSet } from '#machinery/generated/types.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import type { Revision, Rollout } from '../kind.ts';
import { listOwnReplicaSets, revisionOf, withoutHash } from './replica-sets.ts';

const changeCauseAnnotation = 'kubernetes.io/change-cause';

/** Annotations that belong to the deployment or to its controller, not to a revision. */
const keptAnnotations = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

/** How `kubectl rollout` sees a deployment: its revisions are its replica sets. */
export const deploymentRollout: Rollout<Deployment> = {
  status: readStatus,
  history: readHistory,
  undoPatch,
  isPaused: (deployment) => deployment.spec?.paused === true,
  withPaused,
};

function readStatus(deployment: Stored<Deployment>, revision: number): { message: string; done: boolean } {
  const { name, generation = 0 } = deployment.metadata;
  const current = revisionOf(deployment);
  if (revision > 0 && revision !== current) throw new Error(`desired revision (${revision}) is different from the running revision (${current})`);
  const status = deployment.status ?? {};
  if (generation > (status.observedGeneration ?? 0)) return { message: 'Waiting for deployment spec update to be observed...\n', done: false };
  const progressing = status.conditions?.find((condition) => condition.type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') throw new Error(`deployment "${name}" exceeded its progress deadline`);
  const wanted = deployment.spec?.replicas ?? 1;
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  const waiting = (what: string) => ({ message: `Waiting for deployment "${name}" rollout to finish: ${what}...\n`, done: false });
  if (updatedReplicas < wanted) return waiting(`${updatedReplicas} out of ${wanted} new replicas have been updated`);
  if (replicas > updatedReplicas) return waiting(`${replicas - updatedReplicas} old replicas are pending termination`);
  if (availableReplicas < updatedReplicas) return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available`);
  return { message: `deployment "${name}" successfully rolled out\n`, done: true };
}

async function readHistory(deployment: Stored<Deployment>, context: DescribeContext): Promise<readonly Revision[]> {
  const sets = await listOwnReplicaSets(deployment, context);
  const revisions = sets.map((set) => {
    const changeCause = set.metadata.annotations?.[changeCauseAnnotation] ?? '';
    return { number: revisionOf(set), changeCause, object: set as Stored<KubeObject>, template: withChangeCause(set.spec?.template ?? {}, changeCause) };
  });
  return revisions.filter((revision) => revision.number > 0).sort((a, b) => a.number - b.number);
}

/** The reason for a change is shown among the template's annotations. */
function withChangeCause(template: PodTemplateSpec, changeCause: string): PodTemplateSpec {
  if (changeCause === '') return template;
  const annotations = { ...template.metadata?.annotations, [changeCauseAnnotation]: changeCause };
  return { ...template, metadata: { ...template.metadata, annotations } };
}

function undoPatch(deployment: Stored<Deployment>, to: Revision): { type: 'json'; patch: object } {
  const annotations: Record<string, string> = {};
  for (const key of keptAnnotations) {
    const value = deployment.metadata.annotations?.[key];
    if (value !== undefined) annotations[key] = value;
  }
  for (const [key, value] of Object.entries(to.object.metadata.annotations ?? {})) {
    if (!keptAnnotations.includes(key)) annotations[key] = value;
  }
  const template = withoutHash((to.object as ReplicaSet).spec?.template);
  return {
    type: 'json',
    patch: [
      { op: 'replace', path: '/spec/template', value: template },
      { op: 'replace', path: '/metadata/annotations', value: annotations },
    ],
  };
}

function withPaused(deployment: Deployment, paused: boolean): Deployment {
  if (!deployment.spec) return deployment;
  const { paused: _before, ...spec } = deployment.spec;
  return { ...deployment, spec: paused ? { ...spec, paused: true } : spec };
}
