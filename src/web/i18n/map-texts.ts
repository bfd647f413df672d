import type { Language } from '#course/exercise.ts';
import type { ChangeFact } from '#course/lab/picture/change-facts.ts';

/** What the map says. Loaded with the map. */
export interface MapTexts {
  readonly views: Readonly<Record<'board' | 'table' | 'events', string>>;
  readonly viewsLabel: string;
  readonly workloads: string;
  readonly services: string;
  readonly unassigned: string;
  readonly empty: string;
  readonly noEvents: string;
  readonly columns: readonly string[];
  readonly details: Readonly<Record<'why' | 'events' | 'log' | 'yaml', string>>;
  readonly close: string;
  readonly reaches: (count: string) => string;
  readonly restarts: (count: number) => string;
  readonly noCause: string;
  readonly gone: string;
  readonly noLog: string;
  readonly atStart: string;
  readonly times: (count: number) => string;
  readonly fact: (fact: ChangeFact) => string;
  readonly changed: string;
}

const en: Readonly<Record<ChangeFact['fact'], (fact: ChangeFact) => string>> = {
  created: ({ detail }) => (detail ? `created, with ${detail}` : 'created'),
  deleted: () => 'gone',
  deleting: ({ detail }) => (detail === '0' ? 'is being deleted' : `is being deleted, within ${detail} s`),
  replicas: ({ from, to }) => `replicas from ${from} to ${to}`,
  image: ({ from, to }) => `image from ${from} to ${to}`,
  generation: ({ to }) => `its spec has changed (generation ${to})`,
  scheduled: ({ to }) => `assigned to ${to}`,
  unschedulable: ({ detail }) => `found no node. ${detail}`,
  waiting: ({ to, detail }) => `container ${to} waits. ${detail}`,
  running: ({ to }) => `container ${to} runs`,
  ended: ({ to, detail }) => `container ${to} ended: ${detail}`,
  ready: () => 'ready',
  'ready-replicas': ({ from, to }) => `ready replicas from ${from} to ${to}`,
  'not-ready': ({ detail }) => `not ready. ${detail}`,
  failed: ({ detail }) => `failed. ${detail}`,
  endpoints: ({ from, to }) => `endpoints from ${from} to ${to}`,
  taint: ({ detail }) => `has the taint ${detail}`,
  cordon: () => 'takes no new pods',
  uncordon: () => 'takes pods again',
  orphaned: ({ from }) => `left behind by ${from}`,
  labels: ({ detail }) => `labels: ${detail}`,
  selector: ({ detail }) => `selector: ${detail}`,
  condition: ({ to, detail }) => `${to}. ${detail}`,
};

const zh: Readonly<Record<ChangeFact['fact'], (fact: ChangeFact) => string>> = {
  created: ({ detail }) => (detail ? `已创建，镜像 ${detail}` : '已创建'),
  deleted: () => '已不存在',
  deleting: ({ detail }) => (detail === '0' ? '正在删除' : `正在删除，最多 ${detail} 秒`),
  replicas: ({ from, to }) => `副本数从 ${from} 变为 ${to}`,
  image: ({ from, to }) => `镜像从 ${from} 变为 ${to}`,
  generation: ({ to }) => `spec 已改变（generation ${to}）`,
  scheduled: ({ to }) => `分配到 ${to}`,
  unschedulable: ({ detail }) => `找不到节点：${detail}`,
  waiting: ({ to, detail }) => `容器 ${to} 在等待：${detail}`,
  running: ({ to }) => `容器 ${to} 正在运行`,
  ended: ({ to, detail }) => `容器 ${to} 已结束：${detail}`,
  ready: () => '就绪',
  'ready-replicas': ({ from, to }) => `就绪副本从 ${from} 变为 ${to}`,
  'not-ready': ({ detail }) => `未就绪：${detail}`,
  failed: ({ detail }) => `失败：${detail}`,
  endpoints: ({ from, to }) => `端点从 ${from} 变为 ${to}`,
  taint: ({ detail }) => `有了污点 ${detail}`,
  cordon: () => '不再接收新的 Pod',
  uncordon: () => '重新接收 Pod',
  orphaned: ({ from }) => `${from} 被删除，它留了下来`,
  labels: ({ detail }) => `标签：${detail}`,
  selector: ({ detail }) => `选择算符：${detail}`,
  condition: ({ to, detail }) => `${to}：${detail}`,
};

export const mapTexts: Readonly<Record<Language, MapTexts>> = {
  en: {
    views: { board: 'Map', table: 'Table', events: 'Time line' },
    viewsLabel: 'View of the cluster',
    workloads: 'Workloads',
    services: 'Services',
    unassigned: 'On no node yet',
    empty: 'Nothing yet: what you create appears here.',
    noEvents: 'No events yet.',
    columns: ['Kind', 'Name', 'Namespace', 'State', 'Ready', 'Restarts', 'Node', 'Owner'],
    details: { why: 'Why', events: 'Events', log: 'Log', yaml: 'YAML' },
    close: 'Close',
    reaches: (count) => (count === '1' ? 'reaches 1 pod' : `reaches ${count} pods`),
    restarts: (count) => (count === 1 ? '1 restart' : `${count} restarts`),
    noCause: 'It has been so for longer than the lab remembers.',
    gone: 'It is gone.',
    noLog: 'The log is empty.',
    atStart: 'before you came',
    times: (count) => `${count} times`,
    fact: (fact) => en[fact.fact](fact),
    changed: 'has changed',
  },
  'zh-CN': {
    views: { board: '地图', table: '表格', events: '时间线' },
    viewsLabel: '集群的视图',
    workloads: '工作负载',
    services: 'Service',
    unassigned: '尚未分配节点',
    empty: '还没有东西：你创建的对象会出现在这里。',
    noEvents: '还没有事件。',
    columns: ['类型', '名称', '命名空间', '状态', '就绪', '重启', '节点', '所有者'],
    details: { why: '为什么', events: '事件', log: '日志', yaml: 'YAML' },
    close: '关闭',
    reaches: (count) => `通向 ${count} 个 Pod`,
    restarts: (count) => `重启 ${count} 次`,
    noCause: '它成为这样已经很久，实验已不记得原因。',
    gone: '它已不存在。',
    noLog: '日志是空的。',
    atStart: '在你到来之前',
    times: (count) => `${count} 次`,
    fact: (fact) => zh[fact.fact](fact),
    changed: '有变化',
  },
};
