import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '5d0f7f5e-3e0e-4f0e-8c2b-7a0c1a9be24d',
  title: { en: 'Make a pod tolerate a taint', 'zh-CN': '让 Pod 容忍污点' },
  difficulty: 'easy',
  minutes: 8,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
      {
        name: 'worker-2',
        cpu: '4',
        memory: '8Gi',
        labels: { hardware: 'accelerated' },
        taints: [{ key: 'dedicated', value: 'research', effect: 'NoSchedule' }],
      },
    ],
  },
  parameters: {
    pod: { kind: 'choice', of: ['trainer', 'renderer', 'solver'] },
  },
  setup: ['pod.yaml'],
  setupSeconds: 10,
  hints: [
    {
      en: 'The scheduler writes down why it leaves a pod waiting: describe the pod and read its events. Then look at what the node that would fit has to say about itself.',
      'zh-CN': '调度器会写下 Pod 为什么一直等待：describe 这个 Pod，读它的事件。再看看本来合适的那个节点上有什么。',
    },
    {
      en: 'A taint on a node keeps pods away; a toleration in the pod’s spec lets it pass. It must name the same key, value and effect. The manifest lies in your home folder.',
      'zh-CN': '节点上的污点把 Pod 挡在外面；Pod 规约里的容忍度让它可以进入。容忍度要写相同的键、值和效果。清单文件在你的主目录里。',
    },
    {
      en: 'Add to `spec` in `@pod@.yaml`: `tolerations: [{key: dedicated, operator: Equal, value: research, effect: NoSchedule}]` and apply the file again.',
      'zh-CN': '在 `@pod@.yaml` 的 `spec` 下加入：`tolerations: [{key: dedicated, operator: Equal, value: research, effect: NoSchedule}]`，然后重新 apply。',
    },
  ],
  explanation: {
    en: 'The node selector allows only `worker-2`, whose taint forbids it. The toleration lifts just this one taint; since tolerations may be added to an existing pod, the waiting pod is placed at once.',
    'zh-CN': '节点选择器只允许 `worker-2`，而它的污点又不许进。容忍度只放开这一个污点；容忍度可以加到已有的 Pod 上，所以等待中的 Pod 马上就被放置。',
  },
  wrong: [
    {
      script: 'remove-the-taint.sh',
      failsAt: 'runs-on-reserved-node',
      why: {
        en: 'Without the taint the pod gets in, and so does everybody else: the node is no longer reserved.',
        'zh-CN': '去掉污点后这个 Pod 可以进入，但别的 Pod 也可以：节点不再是专用的了。',
      },
    },
    {
      script: 'tolerate-everything.sh',
      failsAt: 'tolerates-this-taint',
      why: {
        en: 'A toleration without a key passes every taint, also those of nodes that are out of order.',
        'zh-CN': '不带键的容忍度会通过所有污点，包括出故障节点上的污点。',
      },
    },
    {
      script: 'wrong-value.sh',
      failsAt: 'tolerates-this-taint',
      why: {
        en: 'With the operator Equal the value has to match as well.',
        'zh-CN': '运算符为 Equal 时，值也必须一致。',
      },
    },
    {
      script: 'other-node.sh',
      failsAt: 'runs-on-reserved-node',
      why: {
        en: 'Without its node selector the pod runs, but on a node without the hardware it needs.',
        'zh-CN': '去掉节点选择器后 Pod 可以运行，但所在节点没有它需要的硬件。',
      },
    },
    {
      script: 'around-the-scheduler.sh',
      failsAt: 'tolerates-this-taint',
      why: {
        en: 'Naming the node in the spec goes around the scheduler; the pod still does not tolerate the taint.',
        'zh-CN': '在规约里直接写节点名是绕过调度器；Pod 仍然没有容忍这个污点。',
      },
    },
  ],
});
