import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '076b40fa-868d-462c-ac8d-2e6ef0d04e62',
  title: { en: 'No room on any node', 'zh-CN': '哪个节点都放不下' },
  difficulty: 'easy',
  minutes: 8,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
      { name: 'worker-2', cpu: '2', memory: '4Gi' },
    ],
  },
  parameters: {
    app: { kind: 'choice', of: ['stats', 'render', 'match'] },
    replicas: { kind: 'integer', from: 4, to: 6 },
    cpu: { kind: 'choice', of: ['1100m', '1300m', '1500m', '1.2'] },
  },
  setup: ['app.yaml'],
  setupSeconds: 40,
  hints: [
    {
      en: 'A pod that is `Pending` and has no node is a matter for the scheduler. It says in an event what it is short of.',
      'zh-CN': 'Pod 处于 `Pending` 又没有节点，这是调度器的事。它会在事件里写明缺什么。',
    },
    {
      en: 'The scheduler reckons with requests, not with use. Look under "Allocated resources" at what is promised on each node, and at what one pod asks for.',
      'zh-CN': '调度器按申请量计算，不看实际使用。看看每个节点 “Allocated resources” 下已经许出去多少，再看一个 Pod 要多少。',
    },
    {
      en: '`kubectl set resources deployment/@app@ --requests=cpu=300m`, then wait for the rollout.',
      'zh-CN': '`kubectl set resources deployment/@app@ --requests=cpu=300m`，然后等滚动更新完成。',
    },
  ],
  wrong: [
    {
      script: 'fewer-replicas.sh',
      failsAt: 'all-placed',
      why: { en: 'With fewer replicas nothing waits, and nothing is left for the evening rush.', 'zh-CN': '副本少了就没有谁在等，但晚高峰也就扛不住了。' },
    },
    {
      script: 'ask-for-nothing.sh',
      failsAt: 'asks-for-what-it-needs',
      why: {
        en: 'Who asks for nothing fits everywhere, and is the first to starve when a node is busy.',
        'zh-CN': '什么都不申请，哪里都放得下，但节点一忙，先饿着的就是它。',
      },
    },
    {
      script: 'a-little-less.sh',
      failsAt: 'all-placed',
      why: {
        en: 'At 1000m two pods would fit a node of two cores only if nothing else ran there and nothing were left for the rest.',
        'zh-CN': '每个 1000m，两个核的节点最多放两个，副本还是放不下。',
      },
    },
    {
      script: 'limit-instead.sh',
      failsAt: 'all-placed',
      why: {
        en: 'A limit says how much a container may use at most. The scheduler looks at the request.',
        'zh-CN': 'limits 说的是容器最多能用多少，调度器看的是 requests。',
      },
    },
  ],
});
