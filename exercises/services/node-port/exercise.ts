import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '3df7a6eb-c99f-41c8-bfd0-aa79335e1f1a',
  title: { en: 'A door in every node', 'zh-CN': '每个节点上开一扇门' },
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
    app: { kind: 'choice', of: ['museum', 'library', 'theatre'] },
    nodePort: { kind: 'integer', from: 30080, to: 30099 },
  },
  setup: ['app.yaml'],
  setupSeconds: 30,
  hints: [
    {
      en: 'A Service of type ClusterIP can be reached from inside only. Another type does all the same and opens a port on the nodes as well.',
      'zh-CN': 'ClusterIP 类型的 Service 只能从集群内部访问。另一种类型在此之外还在节点上打开一个端口。',
    },
    {
      en: 'A Service has up to three port numbers: `port` at its own address, `targetPort` at the pod, `nodePort` at the nodes. Left out, the last is drawn at random from 30000 to 32767.',
      'zh-CN':
        'Service 最多有三个端口号：`port` 在它自己的地址上，`targetPort` 在 Pod 上，`nodePort` 在节点上。最后一个不写的话，从 30000 到 32767 里随机抽取。',
    },
    {
      en: 'In `kubectl edit service @app@`, change the `type` to `NodePort` and add `nodePort: @nodePort@` to the port.',
      'zh-CN': '用 `kubectl edit service @app@` 把 `type` 改成 `NodePort`，并在端口那一项里加上 `nodePort: @nodePort@`。',
    },
  ],
  wrong: [
    {
      script: 'any-port.sh',
      failsAt: 'every-node-answers',
      why: {
        en: 'Without a `nodePort` the cluster draws one, and it is not the one that was agreed on.',
        'zh-CN': '不写 `nodePort`，集群会随机抽一个，不是约定的那个。',
      },
    },
    {
      script: 'made-anew.sh',
      failsAt: 'still-the-same-inside',
      why: {
        en: 'A Service made anew gets another cluster IP. The type of an existing one can be changed without losing it.',
        'zh-CN': '重新创建的 Service 会得到另一个集群 IP。现有 Service 的类型可以直接改，地址不会丢。',
      },
    },
    {
      script: 'the-wrong-field.sh',
      failsAt: 'every-node-answers',
      why: {
        en: '`port` belongs to the address inside the cluster. Now callers inside have lost port 80, and outside still nothing listens.',
        'zh-CN': '`port` 是集群内部地址上的端口。这样内部调用者的 80 端口没了，外面还是没有东西在监听。',
      },
    },
    {
      script: 'host-port.sh',
      failsAt: 'every-node-answers',
      why: {
        en: 'A host port opens a port only on nodes that run a pod of it, not on every node.',
        'zh-CN': 'hostPort 只在运行着这些 Pod 的节点上打开端口，不是每个节点。',
      },
    },
  ],
});
