import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '6e1da3ee-6e03-438a-adbc-41c1541298a8',
  title: { en: 'Last words', 'zh-CN': '临终遗言' },
  difficulty: 'medium',
  minutes: 10,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
    ],
  },
  parameters: {
    app: { kind: 'choice', of: ['counter', 'ranking', 'chat'] },
    store: { kind: 'choice', of: ['cache', 'memory', 'keeper'] },
    suffix: { kind: 'choice', of: ['primary', 'main', 'master'] },
  },
  setup: ['app.yaml'],
  setupSeconds: 75,
  hints: [
    {
      en: 'The container comes and goes. A container that has just been started has not said yet what will kill it; the one before it has.',
      'zh-CN': '容器来来去去。刚启动的容器还没说出它会因什么而死；上一个已经说过了。',
    },
    {
      en: '`kubectl logs` has a flag for the container before this one. Read its last line, and compare the name in it with the Services there are.',
      'zh-CN': '`kubectl logs` 有一个参数可以看上一个容器的日志。读它的最后一行，把里面的名字和现有的 Service 对一对。',
    },
    {
      en: '`kubectl logs deployment/@app@ --previous`, `kubectl get services`, and then `kubectl set env deployment/@app@ STORE_HOST=…`.',
      'zh-CN': '`kubectl logs deployment/@app@ --previous`，`kubectl get services`，然后 `kubectl set env deployment/@app@ STORE_HOST=…`。',
    },
  ],
  wrong: [
    {
      script: 'sleep-instead.sh',
      failsAt: 'talks-to-its-store',
      why: {
        en: 'A container that only sleeps does not crash, and does nothing else either.',
        'zh-CN': '只会睡觉的容器当然不崩溃，可它也什么都不做。',
      },
    },
    {
      script: 'restart.sh',
      failsAt: 'stays-up',
      why: {
        en: 'Kubernetes has been restarting it all the time. What fails every time has a cause that a restart does not touch.',
        'zh-CN': 'Kubernetes 一直在替你重启。每次都失败，说明原因不是重启能碰到的。',
      },
    },
    {
      script: 'no-probe.sh',
      failsAt: 'stays-up',
      why: {
        en: 'Without the probe the pod counts as ready for the three seconds before it fails.',
        'zh-CN': '没有探针，Pod 在失败之前的三秒里算是就绪。',
      },
    },
    {
      script: 'wrong-name-again.sh',
      failsAt: 'stays-up',
      why: {
        en: 'The name that counts is the one of the Service, not that of the Deployment behind it.',
        'zh-CN': '要写的是 Service 的名字，不是它后面那个 Deployment 的名字。',
      },
    },
  ],
});
