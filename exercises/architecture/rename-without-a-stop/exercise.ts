import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: 'c018bba6-1040-4abb-a038-f69ae3ba5fd6',
  title: { en: 'Rename a Deployment without stopping a pod', 'zh-CN': '不停一个 Pod，给 Deployment 改名' },
  difficulty: 'hard',
  minutes: 12,
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
  setup: ['old.yaml'],
  setupSeconds: 40,
  hints: [
    {
      en: 'A name cannot be changed: there has to be a new object, and the old one has to go. What takes the pods down with it is not the deletion itself but the chain of owners. Look at `metadata.ownerReferences` of a pod and of its ReplicaSet.',
      'zh-CN':
        '名字改不了：只能有一个新对象，再让旧的离开。真正把 Pod 一起带走的不是删除本身，而是属主链。看看 Pod 和它的 ReplicaSet 的 `metadata.ownerReferences`。',
    },
    {
      en: '`kubectl delete` has a flag for what becomes of dependents: `--cascade`. A ReplicaSet without an owner keeps its pods; and a Deployment whose selector matches an ownerless ReplicaSet with the same template adopts it.',
      'zh-CN':
        '`kubectl delete` 有一个参数决定下级对象的去留：`--cascade`。没有属主的 ReplicaSet 会继续保有它的 Pod；而一个 Deployment 如果选择器匹配、模板相同，就会收养这个无主的 ReplicaSet。',
    },
    {
      en: '`kubectl delete deployment temp-@app@ --cascade=orphan`, then `kubectl apply -f @app@.yaml`, and look at the AGE of the pods.',
      'zh-CN': '先 `kubectl delete deployment temp-@app@ --cascade=orphan`，再 `kubectl apply -f @app@.yaml`，然后看看 Pod 的 AGE。',
    },
  ],
  explanation: {
    en: 'With `--cascade=orphan` only the Deployment goes; the ReplicaSet loses its owner and keeps its pods. The new Deployment has the same selector, so it adopts the ReplicaSet; and since the template is the same, that is already its present release and nothing has to be replaced.',
    'zh-CN':
      '用 `--cascade=orphan`，离开的只有 Deployment；ReplicaSet 失去属主，但保有它的 Pod。新的 Deployment 选择器相同，于是收养它；模板也相同，所以它就是当前版本，什么都不用换。',
  },
  wrong: [
    {
      script: 'delete-then-apply.sh',
      failsAt: 'same-pods',
      why: {
        en: 'A plain deletion takes everything the Deployment owns: the new one starts with new pods, and in between there were none.',
        'zh-CN': '普通的删除会带走它拥有的一切：新的 Deployment 从新的 Pod 开始，中间有一段时间一个 Pod 也没有。',
      },
    },
    {
      script: 'orphan-and-leave.sh',
      failsAt: 'managed-by-the-new-one',
      why: { en: 'The pods run on, but nobody is there to roll out the next release.', 'zh-CN': 'Pod 还在运行，但下一次发布没有人管了。' },
    },
    {
      script: 'orphan-twice.sh',
      failsAt: 'same-pods',
      why: {
        en: 'The orphaned ReplicaSet still owned the pods. Deleting it in the plain way took them along.',
        'zh-CN': '被遗留的 ReplicaSet 仍拥有那些 Pod，用普通方式删掉它，Pod 也跟着没了。',
      },
    },
    {
      script: 'with-a-newer-image.sh',
      failsAt: 'same-pods',
      why: {
        en: 'With another template the adopted ReplicaSet counts as an old release and is replaced.',
        'zh-CN': '模板不同，收养来的 ReplicaSet 就成了旧版本，会被替换掉。',
      },
    },
    {
      script: 'keep-both.sh',
      failsAt: 'old-name-gone',
      why: {
        en: 'Two Deployments with the same selector now stand side by side, each with pods of its own.',
        'zh-CN': '两个选择器相同的 Deployment 并存，各有各的 Pod。',
      },
    },
  ],
});
