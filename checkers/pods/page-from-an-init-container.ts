import { type CheckContext, defineChecker, failed, passed } from '#course/checker.ts';
import { podKind } from '#kinds/pod/pod.ts';
import type { Container, Pod } from '#machinery/generated/types.ts';
import { isReady, missing } from '../workloads.ts';

const nameOf = (context: CheckContext): string => context.parameters['pod'] ?? '';
const mountsOf = (containers: readonly Container[] | undefined): Set<string> =>
  new Set((containers ?? []).flatMap((container) => container.volumeMounts ?? []).map((mount) => mount.name));

export default defineChecker({
  'init-has-ended': {
    goal: { en: 'An init container has run to its end', 'zh-CN': '初始化容器已运行完' },
    async check(context) {
      const pod = await context.get<Pod>(podKind, nameOf(context));
      if (!pod) return missing('Pod', nameOf(context));
      const states = pod.status?.initContainerStatuses ?? [];
      if (states.length > 0 && states.every((status) => status.state?.terminated?.exitCode === 0)) return passed;
      const seen = states.map((status) => `${status.name}: ${Object.keys(status.state ?? {}).join()}`).join(', ');
      return failed(
        { en: 'at least one init container, ended with exit code 0', 'zh-CN': '至少有一个初始化容器，并以退出码 0 结束' },
        { en: seen || 'the pod has no init container', 'zh-CN': seen || 'Pod 没有初始化容器' },
      );
    },
  },

  'shared-volume': {
    goal: { en: 'The containers share a volume of the pod', 'zh-CN': '容器共享 Pod 的一个卷' },
    async check(context) {
      const pod = await context.get<Pod>(podKind, nameOf(context));
      if (!pod) return missing('Pod', nameOf(context));
      const [before, after] = [mountsOf(pod.spec?.initContainers), mountsOf(pod.spec?.containers)];
      const shared = (pod.spec?.volumes ?? []).filter((volume) => volume.emptyDir && before.has(volume.name) && after.has(volume.name));
      if (shared.length > 0) return passed;
      return failed(
        { en: 'an emptyDir volume that an init container and a container mount', 'zh-CN': '一个 emptyDir 卷，初始化容器和普通容器都挂载了它' },
        { en: 'there is none that both mount', 'zh-CN': '没有两边都挂载的卷' },
      );
    },
  },

  'serves-the-word': {
    goal: { en: 'A request to the pod gets a page with the word', 'zh-CN': '访问 Pod 得到含有这个词的页面' },
    async check(context) {
      const word = context.parameters['word'] ?? '';
      const pod = await context.get<Pod>(podKind, nameOf(context));
      if (!pod) return missing('Pod', nameOf(context));
      const expected = { en: `the pod is ready and serves a page with "${word}"`, 'zh-CN': `Pod 就绪，并提供含有“${word}”的页面` };
      if (!isReady(pod) || !pod.status?.podIP) return failed(expected, { en: 'the pod is not ready', 'zh-CN': 'Pod 没有就绪' });
      const answer = await context.http(`http://${pod.status.podIP}/`);
      if (answer.status === 200 && answer.body.includes(word)) return passed;
      const seen = answer.status === 0 ? answer.error : `HTTP ${answer.status}: ${answer.body.trim().slice(0, 60)}`;
      return failed(expected, { en: seen, 'zh-CN': seen });
    },
  },
});
