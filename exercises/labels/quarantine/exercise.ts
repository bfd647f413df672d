import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '899286df-0d9c-48b6-a00e-53dd36df58d4',
  title: { en: 'Put a pod into quarantine', 'zh-CN': '隔离一个 Pod' },
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
    replicas: { kind: 'integer', from: 3, to: 4 },
    ticket: { kind: 'integer', from: 1000, to: 9999 },
  },
  setup: ['app.yaml', 'mark.sh'],
  setupSeconds: 5,
  hints: [
    {
      en: 'Both the ReplicaSet and the Service find the pod by its labels. A pod that no longer has them belongs to neither, and runs on.',
      'zh-CN': 'ReplicaSet 和 Service 都靠标签找到这个 Pod。没有了那个标签，它就不再属于任何一方，但会继续运行。',
    },
    {
      en: 'Which pod it is: `kubectl get pods -o custom-columns=NAME:.metadata.name,TICKET:.metadata.annotations.ticket`. Labels of a running pod can be changed with `kubectl label`; replacing a value takes a flag.',
      'zh-CN':
        '是哪个 Pod：`kubectl get pods -o custom-columns=NAME:.metadata.name,TICKET:.metadata.annotations.ticket`。运行中的 Pod 也能用 `kubectl label` 改标签；要替换已有的值，得加一个参数。',
    },
    {
      en: '`kubectl label pod NAME app=@app@-quarantine --overwrite` with the pod’s name; then `kubectl get pods --show-labels`.',
      'zh-CN': '`kubectl label pod 名字 app=@app@-quarantine --overwrite`，换上 Pod 的名字；然后看 `kubectl get pods --show-labels`。',
    },
  ],
  explanation: {
    en: 'ReplicaSet and Service select by the label `app`. With another value the pod drops out of both: the ReplicaSet releases it and makes a new one, the Service takes it off its list, and the container notices nothing.',
    'zh-CN': 'ReplicaSet 和 Service 都按标签 `app` 选择。换了值，Pod 就同时退出两者：ReplicaSet 放开它并补一个新的，Service 把它从名单里去掉，而容器毫无察觉。',
  },
  wrong: [
    {
      script: 'delete-it.sh',
      failsAt: 'kept-for-study',
      why: { en: 'Customers are served again, but what was to be examined is gone.', 'zh-CN': '客户恢复正常了，可要调查的东西没有了。' },
    },
    {
      script: 'scale-up.sh',
      failsAt: 'out-of-service',
      why: { en: 'The sick pod still gets its share of the requests.', 'zh-CN': '有病的 Pod 仍然分到它那份请求。' },
    },
    {
      script: 'relabel-the-service.sh',
      failsAt: 'full-strength',
      why: {
        en: 'The new selector matches nobody: the Service lost all pods, not the one.',
        'zh-CN': '新的选择器谁也匹配不到：Service 失去的不是一个 Pod，而是全部。',
      },
    },
    {
      script: 'another-label-only.sh',
      failsAt: 'out-of-service',
      why: {
        en: 'An additional label changes nothing: the pod still has all that the selectors ask for.',
        'zh-CN': '多加一个标签什么也没改变：选择器要求的标签它都还有。',
      },
    },
  ],
});
