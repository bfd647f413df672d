import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: 'ceca916c-d0e7-448b-96e1-e664c5333257',
  title: { en: 'Killed with 137', 'zh-CN': '退出码 137' },
  difficulty: 'easy',
  minutes: 7,
  cluster: {
    nodes: [
      { name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' },
      { name: 'worker-1', cpu: '2', memory: '4Gi' },
    ],
  },
  parameters: {
    app: { kind: 'choice', of: ['thumbnails', 'importer', 'encoder'] },
    need: { kind: 'integer', from: 120, to: 180 },
  },
  setup: ['app.yaml'],
  setupSeconds: 75,
  hints: [
    {
      en: 'The log is silent, for the program did not end by itself. Describe the pod: what does its last state say, and which exit code?',
      'zh-CN': '日志里什么都没有，因为程序不是自己结束的。describe 这个 Pod：它上一次的状态写着什么，退出码是多少？',
    },
    {
      en: '`OOMKilled` means that a container wanted more memory than its limit. Its command says how much the program takes; compare that with the limit.',
      'zh-CN': '`OOMKilled` 表示容器想用的内存超过了它的限制。命令行里写着程序要用多少，和限制比一比。',
    },
    {
      en: 'It takes @need@ MiB, and no container may have more than 256Mi: `kubectl set resources deployment/@app@ --limits=memory=…` with a number in between and a little to spare.',
      'zh-CN': '它要 @need@ MiB，而容器最多 256Mi：`kubectl set resources deployment/@app@ --limits=memory=…`，在两者之间取一个稍有余量的数。',
    },
  ],
  wrong: [
    {
      script: 'only-the-request.sh',
      failsAt: 'stays-up',
      why: {
        en: 'The request helps to find a node with room. What kills is the limit.',
        'zh-CN': 'requests 只是帮忙找一个有空间的节点，真正会杀人的是 limits。',
      },
    },
    {
      script: 'no-limit.sh',
      failsAt: 'within-bounds',
      why: {
        en: 'Without a limit nothing kills it, until one day it takes the memory of its neighbours.',
        'zh-CN': '没有限制就没有谁来杀它，直到有一天它占掉邻居的内存。',
      },
    },
    {
      script: 'far-too-much.sh',
      failsAt: 'within-bounds',
      why: {
        en: 'Two gigabytes are enough for this and for a leak that nobody will notice for weeks.',
        'zh-CN': '两个 GB 足够它用，也足够让一个内存泄漏几周都没人发现。',
      },
    },
    {
      script: 'give-it-less-work.sh',
      failsAt: 'within-bounds',
      why: {
        en: 'The program was not to be changed: it does need that much.',
        'zh-CN': '程序本身不该动：它确实需要这么多内存。',
      },
    },
  ],
});
