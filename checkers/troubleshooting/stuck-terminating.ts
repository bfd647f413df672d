import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { podKind } from '#kinds/pod/pod.ts';
import type { Pod } from '#machinery/generated/types.ts';
import { isReady, missing } from '../workloads.ts';

const FINALIZER = 'backup.example.com/copied';
const appOf = (context: CheckContext): string => context.parameters['app'] ?? '';

export default defineChecker({
  'replaced-by-a-new-one': {
    goal: { en: 'The pod has gone, and the StatefulSet has put a new one in its place', 'zh-CN': '旧的 Pod 已经离开，StatefulSet 补上了新的' },
    async check(context) {
      const name = `${appOf(context)}-0`;
      const pod = await context.get<Pod>(podKind, name);
      if (!pod) return missing('Pod', name);
      if (pod.metadata.deletionTimestamp === undefined && isReady(pod)) return passed;
      return failed(
        { en: `${name} is a new pod and ready`, 'zh-CN': `${name} 是新的 Pod，并且就绪` },
        pod.metadata.deletionTimestamp === undefined
          ? { en: `${name} is not ready`, 'zh-CN': `${name} 没有就绪` }
          : {
              en: `${name} is still being deleted, held by: ${(pod.metadata.finalizers ?? []).join(', ') || '-'}`,
              'zh-CN': `${name} 仍在删除中，被这些终结器挡着：${(pod.metadata.finalizers ?? []).join('、') || '-'}`,
            },
      );
    },
  },

  'the-other-still-protected': {
    goal: { en: 'Only this pod was let go: the other one is as well protected as before', 'zh-CN': '只放走了这一个 Pod，另一个仍像以前一样受保护' },
    async check(context) {
      const [name, other] = [`${appOf(context)}-0`, `${appOf(context)}-1`];
      const [pod, kept] = [await context.get<Pod>(podKind, name), await context.get<Pod>(podKind, other)];
      if (!kept) return missing('Pod', other);
      const expected = {
        en: `${name} has been let go, while ${other} runs on and keeps the finalizer ${FINALIZER}`,
        'zh-CN': `${name} 已被放走，而 ${other} 继续运行，并保留终结器 ${FINALIZER}`,
      };
      if (pod?.metadata.deletionTimestamp !== undefined) return failed(expected, { en: `${name} is still being deleted`, 'zh-CN': `${name} 仍在删除中` });
      if (kept.metadata.deletionTimestamp !== undefined) return failed(expected, { en: `${other} is being deleted, too`, 'zh-CN': `${other} 也在删除中` });
      if ((kept.metadata.finalizers ?? []).includes(FINALIZER)) return passed;
      return failed(expected, { en: `${other} has no such finalizer`, 'zh-CN': `${other} 没有这个终结器` });
    },
  },
});
