import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '98627d79-c1b7-4b76-b556-4cec67052f89',
  title: { en: 'From the outside in', 'zh-CN': '由外向内' },
  difficulty: 'hard',
  minutes: 20,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
      { name: 'worker-2', cpu: '2', memory: '4Gi' },
    ],
  },
  parameters: {
    app: { kind: 'choice', of: ['station', 'harbour', 'airport'] },
    region: { kind: 'choice', of: ['north', 'south', 'west'] },
  },
  setup: ['app.yaml'],
  setupSeconds: 60,
  hints: [
    {
      en: 'Follow the request: name, Service, endpoints, pod, container. At each station ask whether it is in order, and stop at the first that is not. When it is mended, begin again at the door.',
      'zh-CN': '跟着请求走：名字、Service、端点、Pod、容器。每到一站都问它是否正常，停在第一个不正常的地方。修好之后，再从门口重新开始。',
    },
    {
      en: 'There are three faults. One keeps the pods from starting; their events name something that does not exist. One keeps them from being ready. One keeps the Service from finding their port.',
      'zh-CN': '一共有三处故障。一处让 Pod 启动不了，它们的事件里提到了一个不存在的东西；一处让它们无法就绪；一处让 Service 找不到它们的端口。',
    },
    {
      en: 'Compare names and numbers: `kubectl get configmaps` with the volume in `kubectl describe deployment @app@`; the port of the readiness probe with the port of the container; the `targetPort` of the Service with the name of that port.',
      'zh-CN':
        '核对名字和数字：`kubectl get configmaps` 与 `kubectl describe deployment @app@` 里的卷；就绪探针的端口与容器的端口；Service 的 `targetPort` 与那个端口的名字。',
    },
    {
      en: '`kubectl edit deployment @app@`: the volume takes the ConfigMap `@app@-config`, the probe the port `http`. `kubectl edit service @app@`: `targetPort: http`.',
      'zh-CN': '`kubectl edit deployment @app@`：卷用 ConfigMap `@app@-config`，探针用端口 `http`。`kubectl edit service @app@`：`targetPort: http`。',
    },
  ],
  wrong: [
    {
      script: 'only-the-first.sh',
      failsAt: 'ready-by-probe',
      why: {
        en: 'One fault hides the next. After a repair, ask the question from the outside again.',
        'zh-CN': '一个故障会遮住下一个。修好一处之后，要从外面把问题重新问一遍。',
      },
    },
    {
      script: 'an-empty-configmap.sh',
      failsAt: 'has-its-settings',
      why: {
        en: 'An empty ConfigMap of that name lets the pods start, without their settings.',
        'zh-CN': '建一个同名的空 ConfigMap，Pod 能启动，但没有配置。',
      },
    },
    {
      script: 'without-the-volume.sh',
      failsAt: 'has-its-settings',
      why: { en: 'Without the volume nothing has to be mounted, and nothing can be read.', 'zh-CN': '去掉卷就不用挂载了，但也没有东西可读了。' },
    },
    {
      script: 'without-the-probe.sh',
      failsAt: 'ready-by-probe',
      why: {
        en: 'A probe that asks at the wrong door is to be mended, not dismissed.',
        'zh-CN': '探针敲错了门，该改正，而不是撤掉。',
      },
    },
    {
      script: 'all-but-the-service.sh',
      failsAt: 'reached-through-the-service',
      why: {
        en: 'All pods are ready, and still nobody gets in: the last station was not looked at.',
        'zh-CN': 'Pod 都就绪了，还是没有人进得来：最后一站没有看。',
      },
    },
  ],
});
