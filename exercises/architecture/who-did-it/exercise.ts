import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '4157ac17-277f-467f-b1e5-a32b800c0238',
  title: { en: 'Find out who did what', 'zh-CN': '查清楚是谁做的' },
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
    app: { kind: 'choice', of: ['web', 'shop', 'portal', 'catalog'] },
  },
  setup: ['app.yaml'],
  setupSeconds: 15,
  hints: [
    {
      en: 'Nobody has to guess: each part of the cluster signs the events it writes. Look at the events of this namespace and at who reported them.',
      'zh-CN': '不用猜：集群的每个部分写事件时都会署名。看看这个命名空间里的事件，以及是谁报告的。',
    },
    {
      en: '`kubectl get events -o custom-columns=WHO:.reportingComponent,REASON:.reason,OBJECT:.involvedObject.name` puts the signatures into a column. The event about a pod being created stands with the ReplicaSet that wanted it.',
      'zh-CN':
        '`kubectl get events -o custom-columns=WHO:.reportingComponent,REASON:.reason,OBJECT:.involvedObject.name` 会把署名列成一列。“创建了 Pod” 这个事件记在需要它的 ReplicaSet 名下。',
    },
    {
      en: 'Look for the reasons `SuccessfulCreate`, `Scheduled` and `Started`, take the node from `kubectl get pods -o wide`, and write all four down: `kubectl create configmap report --from-literal=created-by=… --from-literal=placed-by=… --from-literal=started-by=… --from-literal=node=…`',
      'zh-CN':
        '找原因为 `SuccessfulCreate`、`Scheduled` 和 `Started` 的事件，节点看 `kubectl get pods -o wide`，然后把四项写下来：`kubectl create configmap report --from-literal=created-by=… --from-literal=placed-by=… --from-literal=started-by=… --from-literal=node=…`',
    },
  ],
  explanation: {
    en: 'Every component records events under its own name, so the reporting component of `SuccessfulCreate`, `Scheduled` and `Started` answers three questions; the node stands in the pod’s spec, where the scheduler wrote it.',
    'zh-CN':
      '每个组件都以自己的名字记录事件，所以 `SuccessfulCreate`、`Scheduled`、`Started` 三个事件的报告者就回答了三个问题；节点写在 Pod 的规约里，是调度器写进去的。',
  },
  wrong: [
    {
      script: 'the-deployment-made-it.sh',
      failsAt: 'created-by',
      why: {
        en: 'The Deployment’s controller only makes the ReplicaSet; the pod is made one level below.',
        'zh-CN': 'Deployment 的控制器只创建 ReplicaSet；Pod 是下一层创建的。',
      },
    },
    {
      script: 'the-kubelet-did-it-all.sh',
      failsAt: 'placed-by',
      why: {
        en: 'A kubelet runs what was assigned to its node; it does not choose the node.',
        'zh-CN': 'kubelet 只运行分配到自己节点上的 Pod，节点不是它选的。',
      },
    },
    {
      script: 'control-plane-runs-it.sh',
      failsAt: 'node',
      why: {
        en: 'The control plane decides; the container runs on a worker, and the pod’s spec says on which.',
        'zh-CN': '控制平面负责决定；容器运行在工作节点上，Pod 的规约里写着是哪一个。',
      },
    },
    {
      script: 'the-scheduler-started-it.sh',
      failsAt: 'started-by',
      why: {
        en: 'The scheduler writes a node’s name into the pod and is done. It never touches a container.',
        'zh-CN': '调度器把节点名写进 Pod 就结束了，它从不接触容器。',
      },
    },
  ],
});
