import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '4cc2ace6-5bd0-430c-9f9b-8788d5998323',
  title: { en: 'A name for every pod', 'zh-CN': '每个 Pod 一个名字' },
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
    app: { kind: 'choice', of: ['ledger', 'index', 'board'] },
    replicas: { kind: 'integer', from: 2, to: 4 },
  },
  setup: ['app.yaml'],
  setupSeconds: 40,
  hints: [
    {
      en: 'An ordinary Service hides its pods behind one address. Here you want the opposite: DNS should give the addresses of the pods themselves.',
      'zh-CN': '普通的 Service 把 Pod 藏在一个地址后面。这里要的正相反：让 DNS 给出 Pod 自己的地址。',
    },
    {
      en: 'A Service without a cluster IP is called headless. The StatefulSet already says in `serviceName` which Service it expects; only that one gives its pods their names.',
      'zh-CN': '没有集群 IP 的 Service 叫无头 Service。StatefulSet 已经在 `serviceName` 里写明它期待哪个 Service；只有那一个才会给它的 Pod 命名。',
    },
    {
      en: 'Write a manifest of kind Service named `@app@-peers` with `clusterIP: None`, the selector `app: @app@` and the port 8080, and apply it.',
      'zh-CN': '写一个 Service 清单，名字是 `@app@-peers`，`clusterIP: None`，选择器 `app: @app@`，端口 8080，然后 apply。',
    },
  ],
  wrong: [
    {
      script: 'with-an-address.sh',
      failsAt: 'name-of-many',
      why: {
        en: 'With a cluster IP the name gives one address, and kube-proxy chooses the pod. The caller cannot.',
        'zh-CN': '有集群 IP，名字就只给出一个地址，由 kube-proxy 挑选 Pod，调用者选不了。',
      },
    },
    {
      script: 'another-name.sh',
      failsAt: 'name-of-each',
      why: {
        en: 'A headless Service of another name gives all addresses, but the pods get their names only from the one that `serviceName` says.',
        'zh-CN': '别的名字的无头 Service 也给出全部地址，但 Pod 的名字只来自 `serviceName` 写的那一个。',
      },
    },
    {
      script: 'wrong-label.sh',
      failsAt: 'name-of-many',
      why: {
        en: 'The selector matches labels of pods, not the name of the StatefulSet; this one matches nothing.',
        'zh-CN': '选择器匹配的是 Pod 的标签，不是 StatefulSet 的名字；这样写什么也选不中。',
      },
    },
  ],
});
