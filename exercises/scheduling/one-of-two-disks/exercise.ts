import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '5a53df02-b3ba-453c-a267-ab44c55de598',
  title: { en: 'Only on fast disks', 'zh-CN': '只用快盘' },
  difficulty: 'medium',
  minutes: 10,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '8', memory: '4Gi', labels: { disk: 'hdd' } },
      { name: 'worker-2', cpu: '2', memory: '4Gi', labels: { disk: 'ssd' } },
      { name: 'worker-3', cpu: '2', memory: '4Gi', labels: { disk: 'nvme' } },
      { name: 'worker-4', cpu: '8', memory: '4Gi', labels: { disk: 'hdd' } },
    ],
  },
  parameters: {
    app: { kind: 'choice', of: ['cache', 'index', 'queue'] },
  },
  setup: ['app.yaml'],
  setupSeconds: 20,
  hints: [
    {
      en: 'The nodes say with a label what disk they have: `kubectl get nodes -L disk`. Two values are good, and a node selector can only ask for one.',
      'zh-CN': '节点用标签说明自己是什么盘：`kubectl get nodes -L disk`。有两个值都可以，而节点选择器只能要求一个。',
    },
    {
      en: 'A node affinity knows operators: `In`, `NotIn`, `Exists` … `kubectl explain pod.spec.affinity.nodeAffinity` shows the two forms; the one that starts with `required` is a must, the other a wish.',
      'zh-CN':
        '节点亲和性支持运算符：`In`、`NotIn`、`Exists`……`kubectl explain pod.spec.affinity.nodeAffinity` 显示两种形式：`required` 开头的是必须，另一种是愿望。',
    },
    {
      en: 'Under `spec.template.spec` in `@app@.yaml`: `affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: In, values: [ssd, nvme]}]}]}}}`; apply.',
      'zh-CN':
        '在 `@app@.yaml` 的 `spec.template.spec` 下写：`affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: In, values: [ssd, nvme]}]}]}}}`，然后 apply。',
    },
  ],
  explanation: {
    en: '`In` with two values is an “or”, which a node selector cannot express, and `required` makes it a condition rather than a wish. The pods move because the template has changed: that is a new release.',
    'zh-CN': '带两个值的 `In` 就是“或”，节点选择器表达不了；`required` 让它成为条件而不是愿望。Pod 之所以会搬，是因为模板变了，这是一次新的发布。',
  },
  wrong: [
    {
      script: 'node-selector.sh',
      failsAt: 'both-kinds-allowed',
      why: {
        en: 'A node selector asks for one value: if that node fails, the pods have nowhere to go although the other would do.',
        'zh-CN': '节点选择器只要求一个值：那个节点一坏，Pod 就没有去处，尽管另一个节点也合适。',
      },
    },
    {
      script: 'only-preferred.sh',
      failsAt: 'slow-disks-forbidden',
      why: {
        en: 'A preference is weighed against other things; with the next rush the pods land on slow disks again.',
        'zh-CN': '偏好要和别的因素一起权衡；下一次繁忙时，Pod 又会落到慢盘上。',
      },
    },
    {
      script: 'two-that-exclude-each-other.sh',
      failsAt: 'on-fast-disks',
      why: {
        en: 'Expressions of one term must all hold, and no node has both disks. Terms, on the other hand, are alternatives.',
        'zh-CN': '同一个 term 里的表达式必须全部成立，没有节点同时有两种盘。不同的 term 之间才是“或”。',
      },
    },
    {
      script: 'cordon-the-slow.sh',
      failsAt: 'slow-disks-forbidden',
      why: {
        en: 'The pods are where they should be, and nobody else gets a place on half of the cluster.',
        'zh-CN': 'Pod 去了该去的地方，可半个集群对谁都关上了门。',
      },
    },
  ],
});
