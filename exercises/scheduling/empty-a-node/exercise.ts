import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: 'f40aa7b7-5498-4a41-8a31-b56932e04502',
  title: { en: 'Empty a node for repair', 'zh-CN': '腾空一个待修的节点' },
  difficulty: 'medium',
  minutes: 10,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
      { name: 'worker-2', cpu: '2', memory: '4Gi' },
      { name: 'worker-3', cpu: '2', memory: '4Gi' },
    ],
  },
  parameters: {
    app: { kind: 'choice', of: ['web', 'shop', 'portal'] },
    replicas: { kind: 'integer', from: 4, to: 6 },
  },
  setup: ['app.yaml'],
  setupSeconds: 30,
  hints: [
    {
      en: 'Two things are to be done: no new pods on the node, and no old ones. kubectl has one command for the first and one that does both.',
      'zh-CN': '要做两件事：不让新的 Pod 上去，也不留旧的。kubectl 有一个命令做第一件，还有一个命令两件都做。',
    },
    {
      en: '`kubectl drain` stops at pods it cannot move without doing harm, and says so. Pods of a DaemonSet belong to the node and can be passed by; a pod without an owner comes back nowhere, so it takes a flag to say that it may go.',
      'zh-CN':
        '`kubectl drain` 遇到没法安全挪走的 Pod 就会停下并说明原因。DaemonSet 的 Pod 属于节点本身，可以跳过；没有属主的 Pod 不会在别处重建，所以要用一个参数明说它可以删掉。',
    },
    {
      en: '`kubectl drain worker-2 --ignore-daemonsets --force`, then `kubectl get pods -o wide` and `kubectl get nodes`.',
      'zh-CN': '`kubectl drain worker-2 --ignore-daemonsets --force`，然后看 `kubectl get pods -o wide` 和 `kubectl get nodes`。',
    },
  ],
  explanation: {
    en: '`drain` first cordons the node, then evicts its pods through the API, one by one. The Deployment replaces its pods elsewhere; `--ignore-daemonsets` passes by what belongs to the node, `--force` agrees to lose the pod without an owner.',
    'zh-CN':
      '`drain` 先 cordon 节点，再通过 API 逐个驱逐 Pod。Deployment 在别处补上自己的 Pod；`--ignore-daemonsets` 跳过属于节点的，`--force` 表示同意失去没有属主的那个。',
  },
  wrong: [
    {
      script: 'only-cordon.sh',
      failsAt: 'nothing-left-there',
      why: { en: 'A cordon closes the door; whoever is inside stays inside.', 'zh-CN': 'cordon 只是关上门，里面的 Pod 还在里面。' },
    },
    {
      script: 'delete-the-pods.sh',
      failsAt: 'closed-for-scheduling',
      why: { en: 'The node was still open: the scheduler may put the new pods right back.', 'zh-CN': '节点还开着：调度器随时会把新的 Pod 放回来。' },
    },
    {
      script: 'delete-the-node.sh',
      failsAt: 'closed-for-scheduling',
      why: {
        en: 'The node is gone from the API, and with it its labels and everything that was known about it; its kubelet has to register anew.',
        'zh-CN': '节点从 API 里消失了，连同它的标签和一切记录；kubelet 得重新注册。',
      },
    },
    {
      script: 'stopped-half-way.sh',
      failsAt: 'nothing-left-there',
      why: {
        en: 'drain looks first and moves nothing as long as there is a pod that nobody would make anew.',
        'zh-CN': 'drain 会先检查：只要有一个没人会重建的 Pod，它就一个也不挪。',
      },
    },
    {
      script: 'drain-too-many.sh',
      failsAt: 'others-stay-open',
      why: { en: 'One node needs repair; the other has lost its share of the work for nothing.', 'zh-CN': '要修的只有一个节点，另一个白白停了工。' },
    },
  ],
});
