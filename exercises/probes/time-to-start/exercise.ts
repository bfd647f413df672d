import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '7e4dd4f3-f1b2-4e49-a9e3-c83dfc2449e5',
  title: { en: 'Time to start, and no time to hang', 'zh-CN': '给启动时间，不给卡死时间' },
  difficulty: 'medium',
  minutes: 12,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
      { name: 'worker-2', cpu: '2', memory: '4Gi' },
    ],
  },
  parameters: {
    app: { kind: 'choice', of: ['index', 'search', 'archive'] },
    boot: { kind: 'integer', from: 40, to: 70 },
  },
  setup: ['app.yaml'],
  setupSeconds: 60,
  hints: [
    {
      en: 'Look at the events: who ends the container, and when? Then at the log: how far had the program come?',
      'zh-CN': '看事件：是谁结束了容器，什么时候？再看日志：程序当时进行到哪一步？',
    },
    {
      en: 'A start takes @boot@ seconds, the liveness probe gives up after 15. A third kind of probe holds the others back until it has succeeded once; its patience is periodSeconds × failureThreshold.',
      'zh-CN': '启动要 @boot@ 秒，而存活探针 15 秒就放弃。还有第三种探针，在它成功一次之前其他探针都不会开始；它的耐心是 periodSeconds × failureThreshold。',
    },
    {
      en: 'Add beside the liveness probe in `@app@.yaml`: `startupProbe: {httpGet: {path: /, port: http}, periodSeconds: 5, failureThreshold: 24}`, which is two minutes, and apply.',
      'zh-CN':
        '在 `@app@.yaml` 的存活探针旁边加上：`startupProbe: {httpGet: {path: /, port: http}, periodSeconds: 5, failureThreshold: 24}`，一共两分钟，然后 apply。',
    },
  ],
  explanation: {
    en: 'Until the startup probe has succeeded once, the liveness probe does not run. So the start can have its own, long patience, and afterwards the short one of the liveness probe counts.',
    'zh-CN': '启动探针成功一次之前，存活探针不会运行。于是启动有自己的、较长的耐心，启动之后则按存活探针较短的耐心。',
  },
  wrong: [
    {
      script: 'liveness-removed.sh',
      failsAt: 'liveness-still-sharp',
      why: { en: 'The program starts in peace, and if it hangs tomorrow nobody restarts it.', 'zh-CN': '程序可以安心启动了，可明天卡住时没有人会重启它。' },
    },
    {
      script: 'liveness-made-patient.sh',
      failsAt: 'liveness-still-sharp',
      why: {
        en: 'Now a program that hangs in the middle of the day is left hanging for two and a half minutes.',
        'zh-CN': '现在，白天卡住的程序要卡上两分半钟才有人管。',
      },
    },
    {
      script: 'too-short.sh',
      failsAt: 'comes-up',
      why: {
        en: 'A startup probe that gives up after 20 seconds kills the container just as the other did.',
        'zh-CN': '20 秒就放弃的启动探针，和原来的探针一样会杀掉容器。',
      },
    },
    {
      script: 'only-readiness.sh',
      failsAt: 'comes-up',
      why: { en: 'A readiness probe keeps requests away, but does not hold the liveness probe back.', 'zh-CN': '就绪探针挡住的是请求，挡不住存活探针。' },
    },
  ],
});
