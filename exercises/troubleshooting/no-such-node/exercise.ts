import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: 'd7fdcb53-8188-44fc-9d69-4e377c063c32',
  title: { en: 'A node that does not exist', 'zh-CN': '不存在的节点' },
  difficulty: 'medium',
  minutes: 8,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi', labels: { disk: 'hdd' } },
      { name: 'worker-2', cpu: '2', memory: '4Gi' },
    ],
  },
  parameters: {
    app: { kind: 'choice', of: ['scanner', 'sorter', 'merger'] },
    label: { kind: 'choice', of: ['nvme', 'ssd', 'flash'] },
  },
  setup: ['label.sh', 'pod.yaml'],
  setupSeconds: 30,
  hints: [
    {
      en: 'The event of the scheduler names more than one reason. Which of them is about something that this pod itself asks for?',
      'zh-CN': '调度器的事件里写了不止一个原因。哪一个和这个 Pod 自己的要求有关？',
    },
    {
      en: 'The pod has a node selector. Compare it with the labels that the nodes really have: `kubectl get nodes -L disk`.',
      'zh-CN': '这个 Pod 有节点选择器。和节点实际带的标签比一比：`kubectl get nodes -L disk`。',
    },
    {
      en: 'The node selector of a pod that exists cannot be changed. Mend `@app@.yaml` in your home folder, so that it says `disk: @label@`, and run `kubectl replace --force -f @app@.yaml`.',
      'zh-CN': '已经存在的 Pod，节点选择器不能改。把主目录里的 `@app@.yaml` 改成 `disk: @label@`，再运行 `kubectl replace --force -f @app@.yaml`。',
    },
  ],
  wrong: [
    {
      script: 'label-the-node.sh',
      failsAt: 'chosen-by-the-true-label',
      why: {
        en: 'Now the node has a label for the sake of one typing error, and lost the one that others go by.',
        'zh-CN': '为了一处笔误改了节点的标签，别人依赖的那个标签却没了。',
      },
    },
    {
      script: 'anywhere.sh',
      failsAt: 'chosen-by-the-true-label',
      why: {
        en: 'Without the selector the pod runs somewhere, and whether that is the fast disk is left to chance.',
        'zh-CN': '去掉选择器，Pod 会随便找个地方运行，是不是快盘全看运气。',
      },
    },
    {
      script: 'name-the-node.sh',
      failsAt: 'chosen-by-the-true-label',
      why: {
        en: 'A pod that names its node has no other when that one is gone, and goes around the scheduler altogether.',
        'zh-CN': '直接写节点名，这个节点没了就没有退路，而且完全绕过了调度器。',
      },
    },
    {
      script: 'edit-and-apply.sh',
      failsAt: 'on-the-fast-disk',
      why: {
        en: 'Apply is refused: where a pod may run is fixed once it exists. The message says which fields are not.',
        'zh-CN': 'apply 会被拒绝：Pod 一旦创建，它可以在哪里运行就定下来了。错误消息里写着哪些字段还能改。',
      },
    },
  ],
});
