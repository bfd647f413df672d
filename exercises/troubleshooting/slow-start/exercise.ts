import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: 'ab179c8a-a241-4532-b98b-da99b6a4e298',
  title: { en: 'Killed before it could speak', 'zh-CN': '还没开口就被杀掉' },
  difficulty: 'hard',
  minutes: 15,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
    ],
  },
  parameters: {
    app: { kind: 'choice', of: ['atlas', 'dictionary', 'archive'] },
    seconds: { kind: 'choice', of: ['50', '60', '70'] },
  },
  setup: ['app.yaml'],
  setupSeconds: 90,
  hints: [
    {
      en: 'The container ends, but does it end by itself? The events tell who ended it and why; the log of the container before tells how far it had come.',
      'zh-CN': '容器结束了，但它是自己结束的吗？事件里写着是谁、为什么结束了它；上一个容器的日志则说明它走到了哪一步。',
    },
    {
      en: 'The liveness probe is right about servers that hang, and wrong about servers that still load. There is a third kind of probe that holds the others back until the start is over.',
      'zh-CN': '存活探针对卡住的服务器判断是对的，对还在加载的服务器则不对。还有第三种探针，启动完成之前它会让其他探针等着。',
    },
    {
      en: 'Add a `startupProbe` with the same `httpGet` as the liveness probe. It waits for `periodSeconds` × `failureThreshold`: 5 × 24 gives two minutes.',
      'zh-CN': '加一个 `startupProbe`，`httpGet` 与存活探针相同。它总共等待 `periodSeconds` × `failureThreshold`：5 × 24 就是两分钟。',
    },
  ],
  wrong: [
    {
      script: 'no-liveness.sh',
      failsAt: 'still-watched',
      why: {
        en: 'Without a liveness probe the server comes up, and when it hangs one night nobody restarts it.',
        'zh-CN': '去掉存活探针，服务器能起来；哪天夜里卡住了，也没有谁来重启它。',
      },
    },
    {
      script: 'patient-liveness.sh',
      failsAt: 'still-watched',
      why: {
        en: 'Patience for the start becomes patience for every hang: two minutes in which requests go nowhere.',
        'zh-CN': '对启动的耐心变成了对每次卡死的耐心：两分钟里请求都石沉大海。',
      },
    },
    {
      script: 'too-short.sh',
      failsAt: 'comes-up',
      why: {
        en: 'The startup probe kills as well when its time is up. Period times threshold must be more than the start takes.',
        'zh-CN': '启动探针到点也会杀容器。周期乘以阈值必须大于启动所需的时间。',
      },
    },
    {
      script: 'readiness-only.sh',
      failsAt: 'comes-up',
      why: {
        en: 'A readiness probe keeps requests away. It does not hold back the liveness probe.',
        'zh-CN': '就绪探针只是不让请求进来，挡不住存活探针。',
      },
    },
  ],
});
