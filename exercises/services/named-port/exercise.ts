import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '71cec407-9e31-4bfc-89fe-76eee8bce958',
  title: { en: 'Half the requests fail', 'zh-CN': '一半的请求失败' },
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
    app: { kind: 'choice', of: ['tickets', 'photos', 'billing'] },
    oldPort: { kind: 'integer', from: 8080, to: 8089 },
    newPort: { kind: 'integer', from: 9090, to: 9099 },
  },
  setup: ['app.yaml'],
  setupSeconds: 30,
  hints: [
    {
      en: 'Ask the pods one by one instead of the Service, at the port that the Service uses. Which ones answer, and what do they have in common?',
      'zh-CN': '绕过 Service，用它所用的端口逐个访问 Pod。哪些会应答？它们有什么共同点？',
    },
    {
      en: 'The two releases listen on different numbers, so no number is right for all of them. But look at the ports in both pod templates: they have something else in common.',
      'zh-CN': '两个版本监听不同的端口号，所以没有一个数字对所有 Pod 都合适。但看看两个 Pod 模板里的端口：它们有另一样东西是相同的。',
    },
    {
      en: 'A `targetPort` may be the name of a container port; each pod then is reached at its own number. In `kubectl edit service @app@`, put the name `http` where the number is.',
      'zh-CN': '`targetPort` 可以写容器端口的名字，这样每个 Pod 都用它自己的端口号访问。用 `kubectl edit service @app@` 把数字换成名字 `http`。',
    },
  ],
  wrong: [
    {
      script: 'the-other-number.sh',
      failsAt: 'every-endpoint-answers',
      why: { en: 'The other number lets the other half fail.', 'zh-CN': '换成另一个端口号，失败的就是另一半。' },
    },
    {
      script: 'a-name-nobody-has.sh',
      failsAt: 'every-endpoint-answers',
      why: {
        en: 'The name must be the one in the pod’s `ports`. Pods without a port of that name are no endpoints.',
        'zh-CN': '名字必须和 Pod 的 `ports` 里写的一样。没有这个名字的端口，Pod 就不会成为端点。',
      },
    },
    {
      script: 'old-release-away.sh',
      failsAt: 'every-endpoint-answers',
      why: {
        en: 'Without the old release nothing fails any more, and half the capacity is gone as well.',
        'zh-CN': '撤掉旧版本后不再有失败，但一半的容量也没了。',
      },
    },
    {
      script: 'change-the-outer-port.sh',
      failsAt: 'every-endpoint-answers',
      why: {
        en: '`port` is what callers use, `targetPort` is what the pod listens on. Callers still ask for port 80.',
        'zh-CN': '`port` 是调用者使用的端口，`targetPort` 才是 Pod 监听的端口。调用者仍然访问 80 端口。',
      },
    },
  ],
});
