import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '58aeab82-1339-4999-8537-397339c0b2c4',
  title: { en: 'A Service with nothing behind it', 'zh-CN': '背后空无一物的 Service' },
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
    app: { kind: 'choice', of: ['orders', 'search', 'basket', 'reviews'] },
    replicas: { kind: 'integer', from: 2, to: 4 },
  },
  setup: ['app.yaml'],
  setupSeconds: 30,
  hints: [
    {
      en: 'The pods run, so look at what lies between the caller and them. Does the Service know any pod at all?',
      'zh-CN': 'Pod 都在运行，那就看看调用者和它们之间有什么。Service 到底认识任何一个 Pod 吗？',
    },
    {
      en: 'A Service finds its pods by labels. Compare the selector of the Service with the labels that the pods really carry; every label of the selector has to match.',
      'zh-CN': 'Service 靠标签找到 Pod。把 Service 的选择器和 Pod 实际带的标签放在一起比较；选择器里的每个标签都必须匹配。',
    },
    {
      en: '`kubectl describe service @app@` and `kubectl get pods --show-labels` show both sides. `kubectl edit service @app@` changes the selector; so does `kubectl patch service @app@ -p \'{"spec":{"selector":{"role":"…"}}}\'`.',
      'zh-CN':
        '`kubectl describe service @app@` 和 `kubectl get pods --show-labels` 给出两边的情况。用 `kubectl edit service @app@` 修改选择器，或者 `kubectl patch service @app@ -p \'{"spec":{"selector":{"role":"…"}}}\'`。',
    },
  ],
  wrong: [
    {
      script: 'restart-the-pods.sh',
      failsAt: 'reaches-the-servers',
      why: {
        en: 'New pods carry the same labels as the old ones, and the Service looks past them just the same.',
        'zh-CN': '新的 Pod 带着和旧 Pod 一样的标签，Service 照样看不到它们。',
      },
    },
    {
      script: 'select-less.sh',
      failsAt: 'reaches-the-servers',
      why: {
        en: 'With only `app` in the selector the worker is selected too. It does not listen, and requests that reach it fail.',
        'zh-CN': '选择器里只剩 `app`，后台任务的 Pod 也会被选中。它不监听端口，落到它头上的请求都会失败。',
      },
    },
    {
      script: 'relabel-the-pods.sh',
      failsAt: 'reaches-the-servers',
      why: {
        en: 'Relabelled by hand, the pods leave their ReplicaSet, which makes new ones with the old label. Nobody replaces the relabelled ones when they die.',
        'zh-CN': '手工改标签会让 Pod 脱离它的 ReplicaSet，后者又按旧标签创建新的 Pod。改过标签的这些一旦死掉，没有人会补上。',
      },
    },
    {
      script: 'another-service.sh',
      failsAt: 'answers',
      why: {
        en: 'A second Service works, but the callers know the name of the first.',
        'zh-CN': '第二个 Service 能用，但调用者只知道第一个的名字。',
      },
    },
  ],
});
