import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '169d3d39-78f2-4fb5-8727-62a33e0eb4c1',
  title: { en: 'Running, but not ready', 'zh-CN': '在运行，但没有就绪' },
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
    app: { kind: 'choice', of: ['maps', 'weather', 'rates'] },
    replicas: { kind: 'integer', from: 2, to: 3 },
    path: { kind: 'choice', of: ['/health', '/ready', '/status', '/live'] },
  },
  setup: ['app.yaml'],
  setupSeconds: 40,
  hints: [
    {
      en: 'The selector is right this time. Which of its pods a Service uses depends on one more thing; the column READY shows it.',
      'zh-CN': '这次选择器是对的。Service 会用其中哪些 Pod，还取决于另一件事；READY 一列会显示出来。',
    },
    {
      en: 'A pod is ready when its readiness probe succeeds. The events of a pod tell what the probe asked for and what answer it got. Ask the program the same question yourself.',
      'zh-CN': '就绪探针成功，Pod 才就绪。Pod 的事件会说明探针请求了什么、得到了什么应答。你自己也向程序问同样的问题试试。',
    },
    {
      en: 'The program answers 404 on `@path@` and tells its health on `/healthz`. Mend the `path` under `readinessProbe` with `kubectl edit deployment @app@` and wait for the rollout.',
      'zh-CN':
        '程序在 `@path@` 上回答 404，它在 `/healthz` 上报告健康状况。用 `kubectl edit deployment @app@` 改正 `readinessProbe` 下的 `path`，再等滚动更新完成。',
    },
  ],
  wrong: [
    {
      script: 'no-probe.sh',
      failsAt: 'probe-asks-the-health-page',
      why: {
        en: 'Without a probe every container that runs counts as ready, also one that cannot serve yet.',
        'zh-CN': '没有探针，只要容器在运行就算就绪，哪怕它还不能提供服务。',
      },
    },
    {
      script: 'publish-anyway.sh',
      failsAt: 'ready-pods-are-endpoints',
      why: {
        en: 'The Service now sends requests to pods whether they are ready or not. The alarm is off; the fault is still there.',
        'zh-CN': 'Service 现在不管 Pod 是否就绪都会发请求。警报关掉了，故障还在。',
      },
    },
    {
      script: 'be-patient.sh',
      failsAt: 'ready-pods-are-endpoints',
      why: {
        en: 'A probe that asks for a page that does not exist fails a hundred times as surely as three times.',
        'zh-CN': '探针请求的页面根本不存在，失败一百次和失败三次没有区别。',
      },
    },
    {
      script: 'only-knock.sh',
      failsAt: 'probe-asks-the-health-page',
      why: {
        en: 'That the port is open says little: the program knows better how it is, and has a page to say so.',
        'zh-CN': '端口打开说明不了什么：程序自己更清楚它的状况，而且有一个页面专门报告。',
      },
    },
  ],
});
