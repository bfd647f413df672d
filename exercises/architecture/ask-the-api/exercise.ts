import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: 'cb3afd85-bfa2-4a04-9f32-9626ca30a350',
  title: { en: 'Ask the API, not the manifest', 'zh-CN': '问 API，不问清单' },
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
    app: { kind: 'choice', of: ['web', 'shop', 'portal', 'catalog'] },
    grace: { kind: 'integer', from: 40, to: 90 },
  },
  setup: ['app.yaml'],
  setupSeconds: 30,
  hints: [
    {
      en: 'All four answers are in the API: two in its description of itself, two in the objects. `kubectl api-resources` and `kubectl explain` read the first, `kubectl get -o` the second.',
      'zh-CN':
        '四个答案都在 API 里：一部分在 API 对自己的描述里，一部分在对象里。前者用 `kubectl api-resources` 和 `kubectl explain` 读，后者用 `kubectl get -o` 读。',
    },
    {
      en: '`kubectl explain cronjob` names group and version. `kubectl get pods -o jsonpath=…` walks through lists with `[*]`; a pod has `.spec.containers` and `.spec.initContainers`. A field nobody wrote into a manifest still has a value in the object.',
      'zh-CN':
        '`kubectl explain cronjob` 会给出组和版本。`kubectl get pods -o jsonpath=…` 用 `[*]` 遍历列表；Pod 有 `.spec.containers`，也有 `.spec.initContainers`。清单里没写的字段，在对象里也有值。',
    },
    {
      en: "Images: `kubectl get pods -o jsonpath='{.items[*].spec.containers[*].image} {.items[*].spec.initContainers[*].image}' | tr ' ' '\\n' | sort -u`. Restart policy and grace period: `kubectl get deployment @app@ -o jsonpath='{.spec.template.spec.restartPolicy} {.spec.template.spec.terminationGracePeriodSeconds}'`. Then `kubectl create configmap facts --from-literal=…` with the four keys.",
      'zh-CN':
        "镜像：`kubectl get pods -o jsonpath='{.items[*].spec.containers[*].image} {.items[*].spec.initContainers[*].image}' | tr ' ' '\\n' | sort -u`。重启策略和宽限期：`kubectl get deployment @app@ -o jsonpath='{.spec.template.spec.restartPolicy} {.spec.template.spec.terminationGracePeriodSeconds}'`。最后用 `kubectl create configmap facts --from-literal=…` 写入四个键。",
    },
  ],
  explanation: {
    en: 'Objects in the API are complete: what the manifest left out, the server has filled in. `jsonpath` with `[*]` walks through lists, and init containers are a list of their own.',
    'zh-CN': 'API 里的对象是完整的：清单没写的，服务器已经补上。带 `[*]` 的 `jsonpath` 遍历列表，而初始化容器是另一个列表。',
  },
  wrong: [
    {
      script: 'only-the-main-containers.sh',
      failsAt: 'images',
      why: {
        en: 'Init containers have a list of their own; their images have to be pulled as well.',
        'zh-CN': '初始化容器有自己的列表，它们的镜像同样要拉取。',
      },
    },
    {
      script: 'an-old-version.sh',
      failsAt: 'cronjob-api',
      why: {
        en: 'Much that stands on the web is about versions this server no longer has. Ask the server in front of you.',
        'zh-CN': '网上很多内容讲的是这个服务器早已没有的版本。要问就问眼前这个服务器。',
      },
    },
    {
      script: 'the-default-grace.sh',
      failsAt: 'defaults-and-values',
      why: { en: 'Thirty seconds is the default; this template sets another value.', 'zh-CN': '三十秒是默认值，这个模板设置了别的值。' },
    },
    {
      script: 'nothing-was-written.sh',
      failsAt: 'defaults-and-values',
      why: {
        en: 'A field that is not in the manifest was filled in by the API server; the object has it.',
        'zh-CN': '清单里没有的字段由 API 服务器补上，对象里是有的。',
      },
    },
  ],
});
