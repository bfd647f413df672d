import { type CheckContext, type Finding, failed, passed } from '#course/checker.ts';
import { podKind } from '#kinds/pod/pod.ts';
import type { Deployment, Pod } from '#machinery/generated/types.ts';

/** Whether the pod's condition Ready holds. */
export const isReady = (pod: Pod): boolean => (pod.status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');

/** The finding when an object that was to be judged is not there. */
export function missing(kind: string, name: string): Finding {
  return failed(
    { en: `a ${kind} ${name}`, 'zh-CN': `存在 ${kind} ${name}` },
    { en: `there is no ${kind} ${name} in this namespace`, 'zh-CN': `这个命名空间里没有 ${kind} ${name}` },
  );
}

/** The pods with the labels, without those that are being deleted; ordered by name. */
export async function livingPods(context: CheckContext, labelSelector: string): Promise<readonly Pod[]> {
  const pods = await context.list<Pod>(podKind, { labelSelector });
  return pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
}

/** Judges whether a Deployment has exactly `wanted` replicas, all of its present template and ready. */
export function checkRolledOut(deployment: Deployment, wanted: number): Finding {
  const { updatedReplicas = 0, readyReplicas = 0, replicas = 0, observedGeneration = 0 } = deployment.status ?? {};
  const isSeen = observedGeneration >= (deployment.metadata?.generation ?? 0);
  if (isSeen && updatedReplicas === wanted && readyReplicas === wanted && replicas === wanted) return passed;
  return failed(
    { en: `${wanted} replicas, all up to date and ready`, 'zh-CN': `${wanted} 个副本，全部已更新并就绪` },
    {
      en: `${replicas} replicas, ${updatedReplicas} up to date, ${readyReplicas} ready`,
      'zh-CN': `${replicas} 个副本，${updatedReplicas} 个已更新，${readyReplicas} 个就绪`,
    },
  );
}
