import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: 'cb6f9ef1-2838-4732-8550-f76d7105127c',
  title: { en: 'Two changes, one release', 'zh-CN': '两处改动，一次发布' },
  difficulty: 'medium',
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
    replicas: { kind: 'integer', from: 3, to: 5 },
  },
  setup: ['app.yaml'],
  setupSeconds: 20,
  hints: [
    {
      en: 'Every change of the template starts a rollout at once. Either both changes arrive in one request, or somebody tells the Deployment to wait.',
      'zh-CN': '模板每改一次，就立刻开始一次滚动更新。要么两处改动在一个请求里到达，要么有人先叫 Deployment 等一等。',
    },
    {
      en: '`kubectl rollout` has a pair of subcommands that make a Deployment wait and go on. While it waits, changes are only collected.',
      'zh-CN': '`kubectl rollout` 有一对子命令，让 Deployment 暂停和继续。暂停期间，改动只是攒着。',
    },
    {
      en: '`kubectl rollout pause deployment/@app@`; `kubectl set image deployment/@app@ server=nginx:1.29`; `kubectl set env deployment/@app@ MODE=production`; `kubectl rollout resume deployment/@app@`.',
      'zh-CN':
        '`kubectl rollout pause deployment/@app@`；`kubectl set image deployment/@app@ server=nginx:1.29`；`kubectl set env deployment/@app@ MODE=production`；`kubectl rollout resume deployment/@app@`。',
    },
  ],
  explanation: {
    en: 'A paused Deployment accepts changes of its template but makes no ReplicaSet for them. On resume there is one new template, hence one ReplicaSet and one revision.',
    'zh-CN': '暂停的 Deployment 接受对模板的改动，但不为它们创建 ReplicaSet。恢复时只有一个新模板，于是只有一个 ReplicaSet、一个修订版本。',
  },
  wrong: [
    {
      script: 'one-after-the-other.sh',
      failsAt: 'one-revision',
      why: {
        en: 'Two requests, two rollouts: every pod was replaced twice, and the history has a release nobody wanted.',
        'zh-CN': '两个请求，两次滚动更新：每个 Pod 换了两遍，历史里还多了一个没人要的版本。',
      },
    },
    {
      script: 'left-paused.sh',
      failsAt: 'rolled-out',
      why: {
        en: 'A paused Deployment waits for ever; the changes are written down, but no pod has them.',
        'zh-CN': '暂停的 Deployment 会一直等下去：改动写下来了，却没有一个 Pod 用上。',
      },
    },
    {
      script: 'half-of-it.sh',
      failsAt: 'both-changes',
      why: { en: 'Only one of the two changes is in the template.', 'zh-CN': '模板里只有两处改动中的一处。' },
    },
    {
      script: 'only-in-the-pods.sh',
      failsAt: 'both-changes',
      why: {
        en: 'The image of a running pod can be changed, but the template stays: the next pod has the old one.',
        'zh-CN': '运行中的 Pod 可以改镜像，但模板没变：下一个 Pod 用的还是旧镜像。',
      },
    },
  ],
});
