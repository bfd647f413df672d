import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: 'e9e559c0-4a4f-4d05-8fcb-646796af87c7',
  title: { en: 'Undo the drift', 'zh-CN': '消除漂移' },
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
    replicas: { kind: 'integer', from: 3, to: 5 },
  },
  setup: ['site.yaml', 'drift.sh'],
  setupSeconds: 20,
  hints: [
    {
      en: 'First see how far file and cluster are apart. There is a subcommand of kubectl that shows exactly what applying a file would change.',
      'zh-CN': '先看看文件和集群差了多少。kubectl 有一个子命令，正好显示 apply 这个文件会改变什么。',
    },
    {
      en: 'Run `kubectl diff -f @app@.yaml`, apply, and run it again. It is silent now, but look at the Deployment itself: `apply` takes back only what an earlier `apply` has set. Something is left that no file ever mentioned.',
      'zh-CN':
        '运行 `kubectl diff -f @app@.yaml`，apply，再 diff 一次。现在没有输出了，但再看看 Deployment 本身：`apply` 只管以前 `apply` 写过的字段，还留着一样任何文件都没提过的东西。',
    },
    {
      en: '`kubectl apply -f @app@.yaml` restores replicas and image. The variable `LOG_LEVEL` goes with `kubectl set env deployment/@app@ LOG_LEVEL-` (mind the hyphen at the end).',
      'zh-CN': '`kubectl apply -f @app@.yaml` 恢复副本数和镜像。变量 `LOG_LEVEL` 用 `kubectl set env deployment/@app@ LOG_LEVEL-` 去掉（注意末尾的连字符）。',
    },
  ],
  explanation: {
    en: '`apply` compares three versions: the file, the file applied before, and the object. Replicas and image are in the file, so it sets them. `LOG_LEVEL` was in neither file, so it is left alone and has to be removed by hand.',
    'zh-CN': '`apply` 比较三个版本：文件、上次 apply 的文件和对象。副本数和镜像在文件里，所以被设回去；`LOG_LEVEL` 在两份文件里都没有，所以不碰，得手工去掉。',
  },
  wrong: [
    {
      script: 'only-apply.sh',
      failsAt: 'nothing-foreign',
      why: {
        en: 'apply changes what is in the file and removes what it has set before. A variable set by hand was never its own.',
        'zh-CN': 'apply 改的是文件里有的字段，删的是它自己以前写过的字段。手工设置的变量从来不归它管。',
      },
    },
    {
      script: 'file-from-the-cluster.sh',
      failsAt: 'as-in-the-file',
      why: { en: 'Now file and cluster agree, on the state that was wrong.', 'zh-CN': '现在文件和集群一致了，只是一致在错误的状态上。' },
    },
    {
      script: 'scale-by-hand.sh',
      failsAt: 'as-in-the-file',
      why: {
        en: 'Only one of three differences is gone; the release is still the one somebody put there by hand.',
        'zh-CN': '三处不同只改了一处；运行的仍是有人手工换上的那个版本。',
      },
    },
    {
      script: 'roll-back.sh',
      failsAt: 'as-in-the-file',
      why: {
        en: 'Revision 1 has the right template, but the number of replicas is not part of any revision.',
        'zh-CN': '修订版本 1 的模板是对的，但副本数不属于任何修订版本。',
      },
    },
  ],
});
