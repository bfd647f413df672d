import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '4f505361-b0a2-47df-8d40-50d468d342ea',
  title: { en: 'Stay with one pod', 'zh-CN': '始终到同一个 Pod' },
  difficulty: 'easy',
  minutes: 7,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
      { name: 'worker-2', cpu: '2', memory: '4Gi' },
    ],
  },
  parameters: {
    app: { kind: 'choice', of: ['quiz', 'editor', 'booking'] },
    minutes: { kind: 'choice', of: ['10', '15', '20', '45'] },
  },
  setup: ['app.yaml'],
  setupSeconds: 30,
  hints: [
    {
      en: 'Who chooses the pod for a request? That is where "the same again" has to be said. The description of the Service has a line about it.',
      'zh-CN': '是谁为请求挑选 Pod？“还是同一个”就该在那里说。Service 的 describe 输出里有一行与此有关。',
    },
    {
      en: 'The field is `sessionAffinity`. `kubectl explain service.spec.sessionAffinityConfig --recursive` shows where the time goes, and in which unit.',
      'zh-CN': '字段是 `sessionAffinity`。`kubectl explain service.spec.sessionAffinityConfig --recursive` 会告诉你时间写在哪里。',
    },
    {
      en: 'With `kubectl edit service @app@`, set `sessionAffinity: ClientIP`, and under `sessionAffinityConfig`, `clientIP`, put `timeoutSeconds`: @minutes@ minutes in seconds.',
      'zh-CN':
        '用 `kubectl edit service @app@` 设置 `sessionAffinity: ClientIP`，并在 `sessionAffinityConfig` 的 `clientIP` 下写 `timeoutSeconds`：@minutes@ 分钟换算成秒。',
    },
  ],
  wrong: [
    {
      script: 'only-one-pod.sh',
      failsAt: 'one-pod-per-client',
      why: { en: 'With one pod the choice is easy, and all clients are out when it fails.', 'zh-CN': '只剩一个 Pod 当然不用选，可它一坏，所有客户端都断了。' },
    },
    {
      script: 'the-usual-time.sh',
      failsAt: 'for-so-long',
      why: {
        en: 'Without a time the Service remembers a client for three hours, much longer than a session lasts.',
        'zh-CN': '不写时间，Service 会把客户端记住三个小时，比会话长得多。',
      },
    },
    {
      script: 'minutes-for-seconds.sh',
      failsAt: 'for-so-long',
      why: { en: 'The field counts seconds.', 'zh-CN': '这个字段的单位是秒。' },
    },
    {
      script: 'no-balancing.sh',
      failsAt: 'one-pod-per-client',
      why: {
        en: 'A headless Service does not choose at all: the client gets every address and picks one itself.',
        'zh-CN': '无头 Service 根本不挑选：客户端拿到全部地址，自己选一个。',
      },
    },
  ],
});
