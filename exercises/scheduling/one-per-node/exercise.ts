import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: 'd39adf5f-5f5a-4175-b1ef-6b012c5e9c6c',
  title: { en: 'No two on one node', 'zh-CN': '同一节点不放两个' },
  difficulty: 'hard',
  minutes: 15,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
      { name: 'worker-2', cpu: '2', memory: '4Gi' },
      { name: 'worker-3', cpu: '2', memory: '4Gi' },
    ],
  },
  parameters: {
    app: { kind: 'choice', of: ['web', 'shop', 'portal', 'catalog'] },
  },
  setup: ['crowd.sh', 'app.yaml', 'open.sh'],
  setupSeconds: 5,
  hints: [
    {
      en: 'Pods do not move once they run. What decides about the next placement is what the pod template says about other pods of its kind.',
      'zh-CN': 'Pod 一旦运行就不会搬家。决定下一次放在哪里的，是 Pod 模板里对同类 Pod 的要求。',
    },
    {
      en: 'A pod anti-affinity names the pods to keep away from (a label selector) and how far (`topologyKey`: the node label whose value must differ). As a requirement it also holds during a release: with three pods on three nodes there is no room for a fourth, so the rollout must take an old one away first.',
      'zh-CN':
        'Pod 反亲和性写明要远离哪些 Pod（标签选择器）和离多远（`topologyKey`：哪个节点标签的值必须不同）。作为硬性要求，它在发布期间同样有效：三个节点已有三个 Pod，放不下第四个，所以滚动更新得先撤掉一个旧的。',
    },
    {
      en: '`affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: @app@}}}]}}` in the template, `strategy: {rollingUpdate: {maxUnavailable: 1, maxSurge: 0}}` in the Deployment’s spec, then `kubectl apply -f @app@.yaml`.',
      'zh-CN':
        '模板里写 `affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: @app@}}}]}}`，Deployment 的 spec 里写 `strategy: {rollingUpdate: {maxUnavailable: 1, maxSurge: 0}}`，然后 `kubectl apply -f @app@.yaml`。',
    },
  ],
  explanation: {
    en: 'The anti-affinity makes every node that has a pod of `@app@` impossible for the next. As that includes pods of the old release, the rollout needs `maxUnavailable: 1` and no surge: it has to make room first.',
    'zh-CN': '反亲和性让每个已有 `@app@` 的 Pod 的节点都不能再放下一个。旧版本的 Pod 也算在内，所以滚动更新需要 `maxUnavailable: 1`、不要富余：得先腾出地方。',
  },
  wrong: [
    {
      script: 'delete-and-hope.sh',
      failsAt: 'rule-in-the-template',
      why: {
        en: 'The scheduler spreads them if it can, but nothing keeps it from putting two together next time.',
        'zh-CN': '调度器会尽量分散，但没有什么能阻止它下次又把两个放在一起。',
      },
    },
    {
      script: 'wrong-topology.sh',
      failsAt: 'on-three-nodes',
      why: {
        en: 'All nodes have the same value of this label, so one pod in the whole cluster is already too many for a second.',
        'zh-CN': '所有节点的这个标签值都一样，于是整个集群里有一个 Pod 就容不下第二个。',
      },
    },
    {
      script: 'wrong-labels.sh',
      failsAt: 'rule-in-the-template',
      why: {
        en: 'The rule keeps away from pods with another label; of its own kind it knows nothing.',
        'zh-CN': '这条规则要远离的是另一种标签的 Pod，和自己的同类无关。',
      },
    },
    {
      script: 'scale-to-one.sh',
      failsAt: 'on-three-nodes',
      why: {
        en: 'One pod cannot share a node with a brother, nor can it stand in for one.',
        'zh-CN': '只有一个 Pod，当然不会和同伴挤在一起，可也没有同伴能顶替它了。',
      },
    },
  ],
});
