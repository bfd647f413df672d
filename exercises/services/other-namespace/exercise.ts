import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: 'f3210b4e-9e4b-4002-9d3c-600138ad5590',
  title: { en: 'A Service of another team', 'zh-CN': '别的团队的 Service' },
  difficulty: 'easy',
  minutes: 8,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
    ],
  },
  namespace: 'shop',
  parameters: {
    app: { kind: 'choice', of: ['prices', 'stock', 'payments'] },
    team: { kind: 'choice', of: ['north', 'harbour', 'backoffice'] },
  },
  setup: ['provider.yaml', 'client.yaml'],
  setupSeconds: 40,
  hints: [
    {
      en: 'The client says in its log what goes wrong. Is it that nobody answers, or that the name is not known?',
      'zh-CN': '客户端在日志里写着出了什么问题。是没有人应答，还是根本不认识这个名字？',
    },
    {
      en: 'A short name is looked up in the namespace of the pod that asks. Find out with `kubectl get services -A` in which namespace the Service lives.',
      'zh-CN': '短名字只在发问的 Pod 自己的命名空间里查找。用 `kubectl get services -A` 看看这个 Service 在哪个命名空间。',
    },
    {
      en: 'The name of a Service as seen from another namespace is SERVICE.NAMESPACE. `kubectl set env deployment/checkout API_URL=http://…/` changes the address.',
      'zh-CN': '从别的命名空间看，Service 的名字是 SERVICE.NAMESPACE。用 `kubectl set env deployment/checkout API_URL=http://…/` 修改地址。',
    },
  ],
  wrong: [
    {
      script: 'by-address.sh',
      failsAt: 'by-its-full-name',
      why: {
        en: 'The cluster IP works until the other team creates its Service anew. The name stays.',
        'zh-CN': '用集群 IP 现在能通，等对方团队重建 Service 就不通了。名字不会变。',
      },
    },
    {
      script: 'namespace-first.sh',
      failsAt: 'gets-answers',
      why: { en: 'The Service comes first, then the namespace.', 'zh-CN': '先写 Service，再写命名空间。' },
    },
    {
      script: 'a-service-of-ones-own.sh',
      failsAt: 'gets-answers',
      why: {
        en: 'A Service selects pods of its own namespace only; one of the same name here has nothing behind it.',
        'zh-CN': 'Service 只选中自己命名空间里的 Pod；在这里建一个同名的，背后什么也没有。',
      },
    },
    {
      script: 'no-probe.sh',
      failsAt: 'gets-answers',
      why: { en: 'Without its probe the client counts as ready, and is as deaf as before.', 'zh-CN': '去掉探针，客户端算是就绪了，但和以前一样得不到应答。' },
    },
  ],
});
