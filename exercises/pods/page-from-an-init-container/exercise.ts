import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '4e601d16-acca-45ef-9abd-9a8821941323',
  title: { en: 'A page written before the server starts', 'zh-CN': '服务器启动前写好的页面' },
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
    pod: { kind: 'choice', of: ['hello', 'welcome', 'notice'] },
    word: { kind: 'choice', of: ['harbour', 'lighthouse', 'anchor', 'tide'] },
  },
  setup: [],
  hints: [
    {
      en: 'Two containers of a pod share no files by themselves. A volume of the pod that both mount is the place where one leaves something for the other.',
      'zh-CN': '同一个 Pod 的两个容器默认不共享文件。两边都挂载的卷，才是一个留东西给另一个的地方。',
    },
    {
      en: 'Containers under `initContainers` run to their end, one after another, before those under `containers` start. An `emptyDir` volume lives as long as the pod. nginx serves what lies in `/usr/share/nginx/html`.',
      'zh-CN':
        '`initContainers` 下的容器按顺序运行到结束，然后 `containers` 下的才启动。`emptyDir` 卷和 Pod 同生共死。nginx 提供的是 `/usr/share/nginx/html` 里的文件。',
    },
    {
      en: 'In `@pod@.yaml`: `volumes: [{name: page, emptyDir: {}}]`; an init container with `image: busybox:1.36`, `command: ["sh", "-c", "echo @word@ > /page/index.html"]` and the volume mounted at `/page`; the same volume mounted at `/usr/share/nginx/html` in `server`. Then `kubectl apply -f @pod@.yaml`.',
      'zh-CN':
        '在 `@pod@.yaml` 里写：`volumes: [{name: page, emptyDir: {}}]`；一个初始化容器，`image: busybox:1.36`，`command: ["sh", "-c", "echo @word@ > /page/index.html"]`，把卷挂在 `/page`；`server` 里把同一个卷挂在 `/usr/share/nginx/html`。然后 `kubectl apply -f @pod@.yaml`。',
    },
  ],
  explanation: {
    en: 'The volume belongs to the pod, so both containers can mount it, each at its own path. The init container has to end before the server starts; the page is therefore there from the first request on, and after every restart of the server.',
    'zh-CN': '卷属于 Pod，两个容器都能挂载，路径各自决定。初始化容器结束后服务器才启动，所以从第一个请求起页面就在，服务器每次重启之后也在。',
  },
  wrong: [
    {
      script: 'mounted-on-one-side.sh',
      failsAt: 'serves-the-word',
      why: { en: 'The page lies in the volume, but the server does not look into the volume.', 'zh-CN': '页面在卷里，可服务器没有看这个卷。' },
    },
    {
      script: 'init-that-stays.sh',
      failsAt: 'init-has-ended',
      why: {
        en: 'An init container has to come to an end. As long as it runs, the server is not started.',
        'zh-CN': '初始化容器必须结束。它一直运行，服务器就一直不启动。',
      },
    },
    {
      script: 'written-by-hand.sh',
      failsAt: 'init-has-ended',
      why: {
        en: 'It is served, until the container restarts: what is written into a container is gone with it.',
        'zh-CN': '暂时能看到，容器一重启就没了：写在容器里的东西随容器消失。',
      },
    },
    {
      script: 'as-a-second-container.sh',
      failsAt: 'init-has-ended',
      why: {
        en: 'A second container works here by luck: it starts together with the server, not before it.',
        'zh-CN': '放在第二个普通容器里只是碰巧可行：它和服务器同时启动，并不在它之前。',
      },
    },
  ],
});
