import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '68b3a9c5-3246-4864-bb93-81cf3e1ee228',
  title: { en: 'Healthy, but never ready', 'zh-CN': '健康，却永远不就绪' },
  difficulty: 'easy',
  minutes: 8,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
      { name: 'worker-2', cpu: '2', memory: '4Gi' },
    ],
  },
  parameters: {
    app: { kind: 'choice', of: ['web', 'shop', 'portal', 'catalog'] },
    replicas: { kind: 'integer', from: 2, to: 4 },
  },
  setup: ['app.yaml'],
  setupSeconds: 45,
  hints: [
    {
      en: 'The containers run and nobody restarts them; what they fail is a question the kubelet asks. The events say which question, and what came back.',
      'zh-CN': '容器都在运行，也没有谁重启它们；没通过的是 kubelet 提的一个问题。事件里写着问的是什么，得到了什么回答。',
    },
    {
      en: '`kubectl describe pod` shows the probe and, among the events, its failure. On which port does this server listen, and which pages does it have? Ask it from inside: `kubectl exec deployment/@app@ -- curl -si localhost:80/`.',
      'zh-CN':
        '`kubectl describe pod` 显示探针，事件里有它的失败。这个服务器监听哪个端口，有哪些页面？从里面问一下：`kubectl exec deployment/@app@ -- curl -si localhost:80/`。',
    },
    {
      en: 'In `@app@.yaml` the probe has to ask for `path: /` on `port: http` (or 80). Then `kubectl apply -f @app@.yaml` and `kubectl rollout status deployment/@app@`.',
      'zh-CN':
        '在 `@app@.yaml` 里，探针应该请求 `path: /`，`port: http`（或 80）。然后 `kubectl apply -f @app@.yaml`，再 `kubectl rollout status deployment/@app@`。',
    },
  ],
  explanation: {
    en: 'The server listens on port 80 and has a page at `/`; the probe asked for `/healthz` on 8080. Naming the port instead of writing a number keeps probe and container port together.',
    'zh-CN': '服务器监听 80 端口，页面在 `/`；探针问的却是 8080 的 `/healthz`。用端口的名字代替数字，探针和容器端口就不会各写各的。',
  },
  wrong: [
    {
      script: 'probe-removed.sh',
      failsAt: 'still-asked',
      why: {
        en: 'Without the probe every pod counts as ready at once, also one that cannot serve.',
        'zh-CN': '没有探针，每个 Pod 立刻就算就绪，包括不能提供服务的。',
      },
    },
    {
      script: 'port-only.sh',
      failsAt: 'all-ready',
      why: {
        en: 'The port is right now, but the server has no page /healthz: it answers 404, and only 200 to 399 count.',
        'zh-CN': '端口对了，但服务器没有 /healthz 这个页面：它回答 404，而只有 200 到 399 算通过。',
      },
    },
    {
      script: 'more-patience.sh',
      failsAt: 'all-ready',
      why: {
        en: 'More patience with a question that can never be answered only takes longer.',
        'zh-CN': '对一个永远得不到回答的问题再有耐心，也只是等得更久。',
      },
    },
    {
      script: 'restart.sh',
      failsAt: 'all-ready',
      why: { en: 'New pods, the same question, the same answer.', 'zh-CN': 'Pod 换了新的，问题没变，回答也没变。' },
    },
  ],
});
