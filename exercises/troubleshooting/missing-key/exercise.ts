import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '9dbfec25-b9ad-481a-a1c3-e54482fc058e',
  title: { en: 'A key that is not there', 'zh-CN': '不存在的键' },
  difficulty: 'easy',
  minutes: 8,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
    ],
  },
  parameters: {
    app: { kind: 'choice', of: ['mailer', 'indexer', 'relay'] },
    level: { kind: 'choice', of: ['debug', 'notice', 'warning'] },
  },
  setup: ['app.yaml'],
  setupSeconds: 40,
  hints: [
    {
      en: 'The image is there, yet no container is made. Read the last events of a pod.',
      'zh-CN': '镜像有了，容器却没有创建出来。读一读 Pod 最后的几条事件。',
    },
    {
      en: 'The event names a key and a ConfigMap. Compare: which key does the pod ask for, which does the ConfigMap have? Mind who else reads it.',
      'zh-CN': '事件里写着一个键和一个 ConfigMap。比较一下：Pod 要的是哪个键，ConfigMap 里有哪个？还要留意有谁也在读它。',
    },
    {
      en: '`kubectl get configmap @app@-settings -o yaml` shows the keys. Then mend the `key` under `configMapKeyRef` with `kubectl edit deployment @app@`.',
      'zh-CN': '`kubectl get configmap @app@-settings -o yaml` 会列出键。然后用 `kubectl edit deployment @app@` 改正 `configMapKeyRef` 下的 `key`。',
    },
  ],
  wrong: [
    {
      script: 'rename-the-key.sh',
      failsAt: 'both-can-start',
      why: {
        en: 'The key is renamed for this program, and tonight the report stands where this one stood.',
        'zh-CN': '键为了这个程序改了名，今晚的报表就会卡在同样的地方。',
      },
    },
    {
      script: 'make-it-optional.sh',
      failsAt: 'value-from-the-configmap',
      why: {
        en: 'The container starts, without the value. The fault has become one that nobody sees.',
        'zh-CN': '容器能启动，但没有这个值。故障变成了谁也看不见的故障。',
      },
    },
    {
      script: 'write-it-in.sh',
      failsAt: 'value-from-the-configmap',
      why: {
        en: 'Written into the Deployment, the value no longer follows the ConfigMap.',
        'zh-CN': '把值直接写进 Deployment，它就不再跟着 ConfigMap 走了。',
      },
    },
  ],
});
