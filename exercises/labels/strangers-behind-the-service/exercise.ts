import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '394e91d7-299e-4ee4-aab2-b1a2cd4dd97e',
  title: { en: 'Strangers behind the Service', 'zh-CN': '混进 Service 的陌生 Pod' },
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
    app: { kind: 'choice', of: ['shop', 'portal', 'catalog'] },
    replicas: { kind: 'integer', from: 2, to: 4 },
  },
  setup: ['app.yaml'],
  setupSeconds: 30,
  hints: [
    {
      en: 'A Service does not know Deployments, only labels: whatever pod has all the labels of its selector is behind it. Compare the selector with the labels of the pods.',
      'zh-CN': 'Service 不认识 Deployment，只认标签：凡是具备选择器中全部标签的 Pod，都在它后面。把选择器和 Pod 的标签对一下。',
    },
    {
      en: '`kubectl get service @app@ -o wide` shows the selector, `kubectl get pods --show-labels` the labels. One label tells the two kinds of pods apart, and the selector does not ask for it.',
      'zh-CN': '`kubectl get service @app@ -o wide` 显示选择器，`kubectl get pods --show-labels` 显示标签。有一个标签能区分这两种 Pod，而选择器没有要求它。',
    },
    {
      en: '`kubectl patch service @app@ -p \'{"spec":{"selector":{"component":"web"}}}\'`, or `kubectl edit service @app@`.',
      'zh-CN': '`kubectl patch service @app@ -p \'{"spec":{"selector":{"component":"web"}}}\'`，或者用 `kubectl edit service @app@`。',
    },
  ],
  explanation: {
    en: 'One more label in the Service’s selector excludes the workers. Nothing about the pods has to change, since they already carry `component`.',
    'zh-CN': '在 Service 的选择器里多要求一个标签，worker 就被排除了。Pod 一点都不用改，因为它们本来就有 `component`。',
  },
  wrong: [
    {
      script: 'stop-the-workers.sh',
      failsAt: 'both-still-run',
      why: { en: 'Now every request is answered, and nobody does the work.', 'zh-CN': '请求都有应答了，可活儿没人干了。' },
    },
    {
      script: 'relabel-the-pods.sh',
      failsAt: 'only-web-answers',
      why: {
        en: 'The Deployment sees too few pods with its labels and makes new ones, with the old labels.',
        'zh-CN': 'Deployment 发现带有它标签的 Pod 少了，就补上新的，标签还是老样子。',
      },
    },
    {
      script: 'a-label-nobody-has.sh',
      failsAt: 'only-web-answers',
      why: {
        en: 'A selector that matches no pod is no error: the Service simply has nobody behind it.',
        'zh-CN': '选择器一个 Pod 都匹配不到并不算错误，只是 Service 后面没有人。',
      },
    },
    {
      script: 'the-other-half.sh',
      failsAt: 'only-web-answers',
      why: { en: 'That selects exactly the pods that do not answer.', 'zh-CN': '这样选中的恰恰是不应答的那些。' },
    },
  ],
});
