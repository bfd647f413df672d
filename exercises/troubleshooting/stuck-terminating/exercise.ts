import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '8c87958b-3541-424d-beff-a2317e3888a5',
  title: { en: 'A pod that will not go', 'zh-CN': '赶不走的 Pod' },
  difficulty: 'medium',
  minutes: 10,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
      { name: 'worker-2', cpu: '2', memory: '4Gi' },
    ],
  },
  parameters: {
    app: { kind: 'choice', of: ['vault', 'registry', 'depot'] },
  },
  setup: ['app.yaml', 'delete.sh'],
  setupSeconds: 50,
  hints: [
    {
      en: 'The program of the pod has ended long ago, so it is not the program that holds the pod. Read the metadata of the object.',
      'zh-CN': 'Pod 里的程序早就结束了，所以不是程序挡着。读一读这个对象的元数据。',
    },
    {
      en: 'An object with a `deletionTimestamp` stays until its list of `finalizers` is empty. Whoever put a finalizer there has to take it away; here that program exists no more.',
      'zh-CN': '带 `deletionTimestamp` 的对象要等 `finalizers` 列表清空才会消失。谁放上终结器，谁就该拿走；可这里的那个程序已经不在了。',
    },
    {
      en: '`kubectl patch pod @app@-0 --type=merge -p \'{"metadata":{"finalizers":null}}\'` empties the list of this one pod.',
      'zh-CN': '`kubectl patch pod @app@-0 --type=merge -p \'{"metadata":{"finalizers":null}}\'` 只清空这一个 Pod 的列表。',
    },
  ],
  wrong: [
    {
      script: 'by-force.sh',
      failsAt: 'replaced-by-a-new-one',
      why: {
        en: 'Force means not waiting for the kubelet. A finalizer waits for somebody else.',
        'zh-CN': '强制删除只是不等 kubelet。终结器等的是别人。',
      },
    },
    {
      script: 'all-of-them.sh',
      failsAt: 'the-other-still-protected',
      why: {
        en: 'The other pod has a finalizer for a reason: its copy is not made yet either, and now nothing protects it.',
        'zh-CN': '另一个 Pod 带着终结器是有原因的：它的备份也还没做，现在没有什么保护它了。',
      },
    },
    {
      script: 'scale-down-and-up.sh',
      failsAt: 'the-other-still-protected',
      why: {
        en: 'Scaling to zero deletes the other pod as well, and it gets stuck in the same way.',
        'zh-CN': '缩到零会把另一个 Pod 也删掉，它同样会卡住。',
      },
    },
    {
      script: 'restart.sh',
      failsAt: 'replaced-by-a-new-one',
      why: {
        en: 'The StatefulSet cannot make a pod while one of the same name exists.',
        'zh-CN': '同名的 Pod 还在，StatefulSet 就没法创建新的。',
      },
    },
  ],
});
