import type { LocalText } from '#course/exercise.ts';

/** A word of the course, sorted as in the glossary. `term` is Kubernetes' own word; its address is `glossary/#<term>`. */
interface Term {
  readonly term: string;
  /** What the word is called in running text of a language. */
  readonly name: LocalText;
  readonly meaning: LocalText;
}

export const glossary: readonly Term[] = [
  {
    term: 'API server',
    name: { en: 'API server', 'zh-CN': 'API 服务器' },
    meaning: {
      en: 'The only door to the state of the cluster: every read and write, by people and programs alike, is a request to it.',
      'zh-CN': '通往集群状态的唯一入口：人和程序的每次读写都是发给它的请求。',
    },
  },
  {
    term: 'ClusterIP',
    name: { en: 'ClusterIP', 'zh-CN': '集群 IP' },
    meaning: {
      en: 'The stable address of a Service inside the cluster. Nothing listens on it; kube-proxy rewrites connections to it.',
      'zh-CN': 'Service 在集群内部的固定地址。没有程序监听它；kube-proxy 会改写发往它的连接。',
    },
  },
  {
    term: 'Condition',
    name: { en: 'Condition', 'zh-CN': '状况' },
    meaning: {
      en: "One named fact in an object's `status`, such as `Ready`, with True, False or Unknown, a reason and a message.",
      'zh-CN': '对象 `status` 里的一条有名字的事实，例如 `Ready`，取值 True、False 或 Unknown，并带有原因和说明。',
    },
  },
  {
    term: 'ConfigMap',
    name: { en: 'ConfigMap', 'zh-CN': 'ConfigMap' },
    meaning: {
      en: 'Settings that are no secret, kept apart from the image: used as environment variables or files.',
      'zh-CN': '与镜像分开保存的非机密配置：作为环境变量或文件使用。',
    },
  },
  {
    term: 'Container',
    name: { en: 'Container', 'zh-CN': '容器' },
    meaning: {
      en: 'A process with a file system and limits of its own, started from an image.',
      'zh-CN': '从镜像启动的进程，有自己的文件系统和限制。',
    },
  },
  {
    term: 'Control plane',
    name: { en: 'Control plane', 'zh-CN': '控制平面' },
    meaning: {
      en: 'The programs that decide: API server, etcd, scheduler and controllers.',
      'zh-CN': '做决定的那些程序：API 服务器、etcd、调度器和控制器。',
    },
  },
  {
    term: 'Controller',
    name: { en: 'Controller', 'zh-CN': '控制器' },
    meaning: {
      en: 'A loop that compares what is wanted with what is there and takes one step towards it.',
      'zh-CN': '不断比较“想要的”和“现有的”，并朝前者走一步的循环。',
    },
  },
  {
    term: 'CrashLoopBackOff',
    name: { en: 'CrashLoopBackOff', 'zh-CN': 'CrashLoopBackOff' },
    meaning: {
      en: 'A container keeps ending, and the kubelet waits longer before each new start: 10, 20, 40 seconds, at most five minutes.',
      'zh-CN': '容器不断退出，kubelet 每次重启前等得更久：10、20、40 秒，最多五分钟。',
    },
  },
  {
    term: 'DaemonSet',
    name: { en: 'DaemonSet', 'zh-CN': 'DaemonSet' },
    meaning: {
      en: 'Runs one pod on every node that fits.',
      'zh-CN': '在每个合适的节点上运行一个 Pod。',
    },
  },
  {
    term: 'Deployment',
    name: { en: 'Deployment', 'zh-CN': 'Deployment' },
    meaning: {
      en: 'Keeps a number of equal pods and replaces them step by step when their template changes.',
      'zh-CN': '维持一定数量的相同 Pod，模板改变时逐步替换它们。',
    },
  },
  {
    term: 'Endpoint',
    name: { en: 'Endpoint', 'zh-CN': '端点' },
    meaning: {
      en: 'An address and port behind a Service; kept in EndpointSlices and fed by readiness.',
      'zh-CN': 'Service 背后的地址和端口；保存在 EndpointSlice 里，由就绪状态决定。',
    },
  },
  {
    term: 'etcd',
    name: { en: 'etcd', 'zh-CN': 'etcd' },
    meaning: {
      en: 'The database of the cluster. Only the API server talks to it.',
      'zh-CN': '集群的数据库。只有 API 服务器与它通信。',
    },
  },
  {
    term: 'Eviction',
    name: { en: 'Eviction', 'zh-CN': '驱逐' },
    meaning: {
      en: 'A pod is asked to leave its node: by a drain, a taint, or because the node runs out of memory or disk.',
      'zh-CN': 'Pod 被要求离开节点：因为 drain、污点，或者节点内存、磁盘不足。',
    },
  },
  {
    term: 'Image',
    name: { en: 'Image', 'zh-CN': '镜像' },
    meaning: {
      en: 'A file system and a start command, packed and named with a tag or digest.',
      'zh-CN': '打包好的文件系统和启动命令，用标签或摘要命名。',
    },
  },
  {
    term: 'Job',
    name: { en: 'Job', 'zh-CN': 'Job' },
    meaning: {
      en: 'Runs pods until a number of them has succeeded.',
      'zh-CN': '运行 Pod，直到其中一定数量成功结束。',
    },
  },
  {
    term: 'kube-proxy',
    name: { en: 'kube-proxy', 'zh-CN': 'kube-proxy' },
    meaning: {
      en: "Programs each node so that connections to a Service's address reach one of its endpoints.",
      'zh-CN': '在每个节点上设置规则，让发往 Service 地址的连接到达其中一个端点。',
    },
  },
  {
    term: 'kubelet',
    name: { en: 'kubelet', 'zh-CN': 'kubelet' },
    meaning: {
      en: 'The agent on a node: starts the containers of its pods, probes them and reports their state.',
      'zh-CN': '节点上的代理：启动分配给它的 Pod 的容器，探测它们并报告状态。',
    },
  },
  {
    term: 'Label',
    name: { en: 'Label', 'zh-CN': '标签' },
    meaning: {
      en: 'A key and a value on an object, by which others select it.',
      'zh-CN': '对象上的键值对，其他对象据此选择它。',
    },
  },
  {
    term: 'Namespace',
    name: { en: 'Namespace', 'zh-CN': '命名空间' },
    meaning: {
      en: "A part of the cluster's names: an object's name is unique in it, and rights and quotas are given for it.",
      'zh-CN': '集群名称的一个划分：对象名在其中唯一，权限和配额也按它授予。',
    },
  },
  {
    term: 'Node',
    name: { en: 'Node', 'zh-CN': '节点' },
    meaning: {
      en: 'A machine that runs pods.',
      'zh-CN': '运行 Pod 的机器。',
    },
  },
  {
    term: 'Pod',
    name: { en: 'Pod', 'zh-CN': 'Pod' },
    meaning: {
      en: 'One or more containers that share an address and volumes, live on one node and are scheduled together.',
      'zh-CN': '共享地址和卷、位于同一节点、一起被调度的一个或多个容器。',
    },
  },
  {
    term: 'Probe',
    name: { en: 'Probe', 'zh-CN': '探针' },
    meaning: {
      en: 'A question the kubelet asks a container: has it started, is it alive, is it ready for requests?',
      'zh-CN': 'kubelet 向容器提出的问题：启动完了吗？还活着吗？可以接收请求了吗？',
    },
  },
  {
    term: 'ReplicaSet',
    name: { en: 'ReplicaSet', 'zh-CN': 'ReplicaSet' },
    meaning: {
      en: 'Keeps a number of pods of one template. A Deployment has one for each revision.',
      'zh-CN': '维持某一模板的若干 Pod。Deployment 的每个修订版本各有一个。',
    },
  },
  {
    term: 'Rollout',
    name: { en: 'Rollout', 'zh-CN': '发布' },
    meaning: {
      en: 'The passage of a Deployment from one template to the next.',
      'zh-CN': 'Deployment 从一个模板过渡到下一个模板的过程。',
    },
  },
  {
    term: 'Scheduler',
    name: { en: 'Scheduler', 'zh-CN': '调度器' },
    meaning: {
      en: 'Chooses a node for each pod that has none: first filters nodes, then scores them.',
      'zh-CN': '为没有节点的 Pod 选择节点：先过滤，再打分。',
    },
  },
  {
    term: 'Secret',
    name: { en: 'Secret', 'zh-CN': 'Secret' },
    meaning: {
      en: 'As a ConfigMap, for passwords and keys. Encoded, not encrypted, unless the cluster is set up to encrypt it.',
      'zh-CN': '与 ConfigMap 相似，用于密码和密钥。只是编码而不是加密，除非集群设置了加密。',
    },
  },
  {
    term: 'Selector',
    name: { en: 'Selector', 'zh-CN': '选择算符' },
    meaning: {
      en: 'An expression over labels that picks objects: how a Service finds its pods.',
      'zh-CN': '基于标签的表达式，用来挑选对象：Service 就是这样找到它的 Pod。',
    },
  },
  {
    term: 'Service',
    name: { en: 'Service', 'zh-CN': 'Service' },
    meaning: {
      en: 'One stable name and address for a changing set of pods.',
      'zh-CN': '为一组不断变化的 Pod 提供固定的名字和地址。',
    },
  },
  {
    term: 'StatefulSet',
    name: { en: 'StatefulSet', 'zh-CN': 'StatefulSet' },
    meaning: {
      en: 'Pods with lasting names and volumes, started and ended in order.',
      'zh-CN': '名字和卷都固定的 Pod，按顺序启动和结束。',
    },
  },
  {
    term: 'Taint',
    name: { en: 'Taint', 'zh-CN': '污点' },
    meaning: {
      en: 'A mark on a node that keeps pods away which do not tolerate it.',
      'zh-CN': '节点上的标记，使不容忍它的 Pod 远离。',
    },
  },
  {
    term: 'Toleration',
    name: { en: 'Toleration', 'zh-CN': '容忍度' },
    meaning: {
      en: 'What a pod must have to be placed on a node with a taint.',
      'zh-CN': 'Pod 要放到有污点的节点上必须具备的声明。',
    },
  },
  {
    term: 'Volume',
    name: { en: 'Volume', 'zh-CN': '卷' },
    meaning: {
      en: 'A folder that is given to containers of a pod; what it holds may outlive them.',
      'zh-CN': '提供给 Pod 中容器的目录；其内容可以比容器活得更久。',
    },
  },
];
