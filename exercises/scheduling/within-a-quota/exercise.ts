import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: 'f3825083-16cf-43b4-9004-61d0e81260ab',
  title: { en: 'Fit into the namespace’s share', 'zh-CN': '在命名空间的份额之内' },
  difficulty: 'medium',
  minutes: 12,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
      { name: 'worker-2', cpu: '2', memory: '4Gi' },
    ],
  },
  namespace: 'team-blue',
  parameters: {
    app: { kind: 'choice', of: ['web', 'shop', 'portal', 'catalog'] },
    cpu: { kind: 'integer', from: 620, to: 890 },
  },
  setup: ['quota.yaml', 'app.yaml'],
  setupSeconds: 20,
  hints: [
    {
      en: 'There is no pod to describe. The pods are wanted by a ReplicaSet, and the ReplicaSet writes down why it cannot make them.',
      'zh-CN': '没有 Pod 可以 describe。需要这些 Pod 的是 ReplicaSet，它会写下为什么创建不了。',
    },
    {
      en: '`kubectl describe quota` shows what the namespace may use in all. Where a quota counts a resource, every container has to say how much of it it wants: `requests` is what is set aside for it, `limits` the most it may use.',
      'zh-CN':
        '`kubectl describe quota` 显示整个命名空间总共能用多少。配额计数哪种资源，每个容器就必须声明要多少：`requests` 是为它预留的，`limits` 是最多能用的。',
    },
    {
      en: 'Divide by three: `kubectl set resources deployment/@app@ --requests=cpu=200m,memory=256Mi --limits=memory=512Mi`, then look at `kubectl get pods` and `kubectl describe quota` again.',
      'zh-CN':
        '除以三：`kubectl set resources deployment/@app@ --requests=cpu=200m,memory=256Mi --limits=memory=512Mi`，然后再看 `kubectl get pods` 和 `kubectl describe quota`。',
    },
  ],
  explanation: {
    en: 'The quota is checked when a pod is created: a pod that does not state a counted resource, or would exceed the rest, is refused. A third of the share for each lets all three in.',
    'zh-CN': '配额在创建 Pod 时检查：没写明被计数的资源，或者超出余额的 Pod，都会被拒绝。每个要份额的三分之一，三个就都进得来。',
  },
  wrong: [
    {
      script: 'remove-the-quota.sh',
      failsAt: 'quota-untouched',
      why: {
        en: 'The quota protects the other teams on the cluster; it was not the team’s to remove.',
        'zh-CN': '配额保护的是集群里的其他团队，不是这个团队可以删的。',
      },
    },
    {
      script: 'raise-the-quota.sh',
      failsAt: 'quota-untouched',
      why: { en: 'A share that everybody raises as needed is none.', 'zh-CN': '谁需要谁就调高，那就不叫份额了。' },
    },
    {
      script: 'too-much-each.sh',
      failsAt: 'all-three-run',
      why: { en: 'The first fits, all three do not: together they ask for 1500m.', 'zh-CN': '第一个放得下，三个放不下：合起来要 1500m。' },
    },
    {
      script: 'requests-only.sh',
      failsAt: 'all-three-run',
      why: { en: 'The quota counts memory limits as well, so a container without one is refused.', 'zh-CN': '配额也计算内存上限，没有写上限的容器会被拒绝。' },
    },
    {
      script: 'fewer-replicas.sh',
      failsAt: 'all-three-run',
      why: { en: 'Two fit with that much each; three were wanted.', 'zh-CN': '每个要这么多时只放得下两个，而需要的是三个。' },
    },
  ],
});
