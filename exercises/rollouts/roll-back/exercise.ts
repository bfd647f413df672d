import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '0a7c4c1e-6a0b-4a53-9a53-4f0b3f4be1c1',
  title: { en: 'Roll back a broken release', 'zh-CN': '回滚一次失败的发布' },
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
    replicas: { kind: 'integer', from: 4, to: 6 },
  },
  setup: ['release-1.yaml', 'release-2.yaml', 'release-3.yaml'],
  setupSeconds: 45,
  hints: [
    {
      en: 'A Deployment keeps the ReplicaSets of its earlier releases. Look at which revisions there are, and at what each of them runs.',
      'zh-CN': 'Deployment 会保留之前各次发布的 ReplicaSet。先看看有哪些修订版本，每个版本运行的是什么。',
    },
    {
      en: 'Going back is a rollout like any other: it has its own subcommand under `kubectl rollout`, and without further flags it returns to the revision before the current one.',
      'zh-CN': '回退也是一次普通的滚动更新：`kubectl rollout` 下有专门的子命令，不带其他参数时回到当前版本的前一个修订版本。',
    },
    {
      en: '`kubectl rollout history deployment/@app@` lists the revisions; `kubectl rollout undo deployment/@app@` goes back one; `kubectl rollout status deployment/@app@` waits until it is done.',
      'zh-CN':
        '`kubectl rollout history deployment/@app@` 列出修订版本；`kubectl rollout undo deployment/@app@` 回退一个版本；`kubectl rollout status deployment/@app@` 等待完成。',
    },
  ],
  explanation: {
    en: '`rollout undo` makes the template of the previous revision the present one. Its ReplicaSet still exists, grows again, and gets a new revision number; the failing ReplicaSet shrinks to nothing and stays in the history.',
    'zh-CN': '`rollout undo` 把前一个修订版本的模板变成当前模板。它的 ReplicaSet 还在，重新长大，并得到新的修订编号；出问题的 ReplicaSet 缩到零，留在历史里。',
  },
  wrong: [
    {
      script: 'delete-the-failing-pods.sh',
      failsAt: 'earlier-template',
      why: {
        en: 'Deleting the pods that fail brings back pods that fail: the template that makes them has not changed.',
        'zh-CN': '删除失败的 Pod 只会得到新的失败 Pod：生成它们的模板没有变。',
      },
    },
    {
      script: 'too-far-back.sh',
      failsAt: 'earlier-template',
      why: {
        en: 'Revision 1 works as well, but it is not the release that ran before the broken one.',
        'zh-CN': '修订版本 1 也能运行，但它不是出问题之前的那个发布。',
      },
    },
    {
      script: 'newer-image.sh',
      failsAt: 'earlier-template',
      why: {
        en: 'Another image that exists ends the outage with a release nobody has tested: that is rolling forward, not back.',
        'zh-CN': '换成另一个存在的镜像可以结束故障，但那是一个没人测试过的新发布：这是继续向前，不是回滚。',
      },
    },
    {
      script: 'scale-down.sh',
      failsAt: 'all-replicas-serve',
      why: {
        en: 'Fewer replicas hide the failing pods; the release is still the broken one and the capacity is gone.',
        'zh-CN': '减少副本数只是把失败的 Pod 藏起来；发布仍是坏的，容量也没了。',
      },
    },
    {
      script: 'create-anew.sh',
      failsAt: 'history-kept',
      why: {
        en: 'A Deployment created anew runs the right image, but its history is gone, and so is the way back next time.',
        'zh-CN': '重新创建的 Deployment 运行了正确的镜像，但历史没有了，下次也就没有退路。',
      },
    },
  ],
});
