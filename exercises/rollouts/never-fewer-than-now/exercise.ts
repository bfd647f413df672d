import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: 'e0b70626-b04c-49b4-ace8-a438aa1e1ab7',
  title: { en: 'Release without giving up a replica', 'zh-CN': '发布时一个副本也不少' },
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
    app: { kind: 'choice', of: ['web', 'shop', 'portal', 'catalog'] },
    replicas: { kind: 'integer', from: 5, to: 7 },
  },
  setup: ['app.yaml'],
  setupSeconds: 30,
  hints: [
    {
      en: 'How a Deployment passes from one release to the next stands under `spec.strategy`. Look at what is there now, and at what that type means for the pods in use.',
      'zh-CN': 'Deployment 怎样从一个版本过渡到下一个，写在 `spec.strategy` 里。看看现在写的是什么，这种类型对正在使用的 Pod 意味着什么。',
    },
    {
      en: '`RollingUpdate` has two numbers: how many pods may be missing on the way, and how many may be there in addition. They cannot both be 0. `kubectl explain deployment.spec.strategy.rollingUpdate` has the details.',
      'zh-CN':
        '`RollingUpdate` 有两个数：途中可以缺几个 Pod，可以多几个 Pod。两者不能同时为 0。细节见 `kubectl explain deployment.spec.strategy.rollingUpdate`。',
    },
    {
      en: 'In `@app@.yaml`: `strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}` and the image `nginx:1.29`; then `kubectl apply -f @app@.yaml` and `kubectl rollout status deployment/@app@`.',
      'zh-CN':
        '在 `@app@.yaml` 里写 `strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}`，镜像改为 `nginx:1.29`；然后 `kubectl apply -f @app@.yaml`，再 `kubectl rollout status deployment/@app@`。',
    },
  ],
  explanation: {
    en: '`maxUnavailable: 0` forbids ending an old pod before a new one is ready, `maxSurge: 1` allows exactly one more. Strategy and image may come in one apply: the strategy that counts is the one that stands there when the rollout goes on.',
    'zh-CN':
      '`maxUnavailable: 0` 不许在新的就绪之前结束旧的，`maxSurge: 1` 正好允许多一个。策略和镜像可以一次 apply：滚动更新进行时写着什么策略，就按什么策略。',
  },
  wrong: [
    {
      script: 'image-only.sh',
      failsAt: 'no-gap-allowed',
      why: {
        en: 'With Recreate all old pods end before the first new one starts: customers saw the gap.',
        'zh-CN': '用 Recreate 时，旧的 Pod 全部结束后新的才启动：客户已经看到了空档。',
      },
    },
    {
      script: 'one-may-be-missing.sh',
      failsAt: 'no-gap-allowed',
      why: {
        en: 'One pod fewer than wanted while the release goes on: that is the replica that was not to be given up.',
        'zh-CN': '发布过程中少一个 Pod：这正是不许放弃的那个副本。',
      },
    },
    {
      script: 'the-defaults.sh',
      failsAt: 'one-at-a-time',
      why: {
        en: 'The default surge is 25 %, rounded up: with more replicas that is more than one pod at a time.',
        'zh-CN': '默认的富余是 25%，向上取整：副本一多，一次就不止一个。',
      },
    },
    {
      script: 'without-the-probe.sh',
      failsAt: 'released-and-ready',
      why: {
        en: 'Without a readiness probe a pod counts as ready as soon as its process runs, so the promise is worth little.',
        'zh-CN': '没有就绪探针，进程一跑起来就算就绪，承诺也就没多大意义了。',
      },
    },
  ],
});
