import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '41347a65-7754-4b04-ba7e-b65ef24ad848',
  title: { en: 'Move settings and secrets out of the manifest', 'zh-CN': '把配置和机密移出清单' },
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
    app: { kind: 'choice', of: ['web', 'shop', 'portal'] },
    greeting: { kind: 'choice', of: ['ahoy', 'welcome', 'moin'] },
    number: { kind: 'integer', from: 1000, to: 9999 },
  },
  setup: ['app.yaml'],
  setupSeconds: 30,
  hints: [
    {
      en: 'Two kinds of object hold settings for pods: one for what anybody may read, one for what not. A container takes single keys of them as variables, by reference.',
      'zh-CN': '有两种对象专门存放给 Pod 用的设置：一种谁都可以看，一种不是。容器可以用引用把其中的键取来作环境变量。',
    },
    {
      en: 'An entry of `env` has either `value` or `valueFrom`. `kubectl explain pod.spec.containers.env.valueFrom` lists where a value may come from. `kubectl create configmap` and `kubectl create secret generic` take `--from-literal=key=value`.',
      'zh-CN':
        '`env` 的一项要么写 `value`，要么写 `valueFrom`。`kubectl explain pod.spec.containers.env.valueFrom` 列出值可以来自哪里。`kubectl create configmap` 和 `kubectl create secret generic` 都接受 `--from-literal=键=值`。',
    },
    {
      en: '`kubectl create configmap @app@-settings --from-literal=greeting=@greeting@` and `kubectl create secret generic @app@-secret --from-literal=token=t0ken-@number@`; in `@app@.yaml` write `valueFrom: {configMapKeyRef: {name: @app@-settings, key: greeting}}` for GREETING and `valueFrom: {secretKeyRef: {name: @app@-secret, key: token}}` for TOKEN; apply.',
      'zh-CN':
        '先 `kubectl create configmap @app@-settings --from-literal=greeting=@greeting@` 和 `kubectl create secret generic @app@-secret --from-literal=token=t0ken-@number@`；在 `@app@.yaml` 里给 GREETING 写 `valueFrom: {configMapKeyRef: {name: @app@-settings, key: greeting}}`，给 TOKEN 写 `valueFrom: {secretKeyRef: {name: @app@-secret, key: token}}`；然后 apply。',
    },
  ],
  explanation: {
    en: '`valueFrom` puts a reference where the value was. The kubelet resolves it when it starts the container; the Deployment itself no longer holds the token, and reading Secrets is a permission of its own.',
    'zh-CN': '`valueFrom` 把值换成引用，kubelet 启动容器时才解析。Deployment 里不再有令牌，而读 Secret 是单独的权限。',
  },
  wrong: [
    {
      script: 'token-in-the-configmap.sh',
      failsAt: 'token-from-secret',
      why: {
        en: 'A ConfigMap is for everybody to read; permissions on Secrets would not protect the token there.',
        'zh-CN': 'ConfigMap 是给大家看的，针对 Secret 的权限保护不了放在那里的令牌。',
      },
    },
    {
      script: 'encoded-by-hand.sh',
      failsAt: 'token-from-secret',
      why: {
        en: 'kubectl encodes the value itself. Encoded twice, the container gets the encoded text.',
        'zh-CN': 'kubectl 自己会编码。编码两次，容器拿到的就是编码后的文本。',
      },
    },
    {
      script: 'a-key-that-is-not-there.sh',
      failsAt: 'still-serves',
      why: {
        en: 'The reference names a key the ConfigMap does not have; the container cannot be created.',
        'zh-CN': '引用的键在 ConfigMap 里不存在，容器无法创建。',
      },
    },
    {
      script: 'objects-without-references.sh',
      failsAt: 'greeting-from-configmap',
      why: {
        en: 'The objects exist, but no container refers to them: the values still stand in the manifest.',
        'zh-CN': '对象有了，可没有容器引用它们：值仍然写在清单里。',
      },
    },
  ],
});
