import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '6eb4a2ac-537e-4383-99d8-012f0bf1ab67',
  title: { en: 'Two slips of the pen', 'zh-CN': '两处笔误' },
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
    app: { kind: 'choice', of: ['news', 'blog', 'wiki'] },
    replicas: { kind: 'integer', from: 2, to: 3 },
    prepareImage: { kind: 'choice', of: ['bussybox:1.36', 'busibox:1.36', 'busybox1.36'] },
    tag: { kind: 'choice', of: ['1.27-alpin', '1.27-apline', '1.27alpine'] },
  },
  setup: ['app.yaml'],
  setupSeconds: 40,
  hints: [
    {
      en: 'The status begins with `Init:`. Which containers does the pod have, and which of them comes first?',
      'zh-CN': '状态以 `Init:` 开头。这个 Pod 有哪些容器，先运行的是哪一个？',
    },
    {
      en: 'The events name the image that could not be pulled, letter by letter. When it is mended, look again: behind the first fault waits another, with another message.',
      'zh-CN': '事件里一字不差地写着拉取失败的镜像名。改好之后再看一遍：第一个故障后面还有一个，消息也不同。',
    },
    {
      en: '`kubectl set image deployment/@app@ prepare=… server=…` sets both images, of init containers too. The task says which ones were meant.',
      'zh-CN': '`kubectl set image deployment/@app@ prepare=… server=…` 可以同时设置两个镜像，初始化容器的也行。题目里写了原本想用哪个。',
    },
  ],
  wrong: [
    {
      script: 'only-the-first.sh',
      failsAt: 'all-run',
      why: {
        en: 'The second container is not even tried before the init container is done. Look again after every repair.',
        'zh-CN': '初始化容器没结束之前，第二个容器根本不会开始。每修一处都要再看一遍。',
      },
    },
    {
      script: 'latest.sh',
      failsAt: 'as-intended',
      why: {
        en: 'Without a tag you get `latest`: it runs, and tomorrow it is something else.',
        'zh-CN': '不写标签就是 `latest`：能跑起来，但明天它就是别的东西了。',
      },
    },
    {
      script: 'without-preparation.sh',
      failsAt: 'as-intended',
      why: {
        en: 'Without its init container the server starts, with nothing prepared.',
        'zh-CN': '去掉初始化容器，服务器是能启动，但准备工作没有人做。',
      },
    },
    {
      script: 'delete-the-pods.sh',
      failsAt: 'all-run',
      why: { en: 'The new pods are made from the same template, slips and all.', 'zh-CN': '新的 Pod 来自同一个模板，笔误一起带过来了。' },
    },
  ],
});
