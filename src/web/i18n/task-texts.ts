import type { Language } from '#course/exercise.ts';

/** What the task list says. Apart from the lab's other words, because it is loaded with the page. */
export interface TaskTexts {
  readonly outcomes: Readonly<Record<'passed' | 'failed' | 'not-started' | 'lab-broken' | 'unsupported', string>>;
  readonly noLongerHolds: string;
  readonly expected: string;
  readonly seen: string;
  readonly why: string;
  readonly hint: (next: number, all: number) => string;
  readonly hintsUsed: (used: number) => string;
  readonly loadFailed: string;
  readonly badLink: string;
}

export const taskTexts: Readonly<Record<Language, TaskTexts>> = {
  en: {
    outcomes: { passed: 'done', failed: 'not yet', 'not-started': 'to do', 'lab-broken': 'cannot be judged', unsupported: 'not supported here' },
    noLongerHolds: 'was done, but no longer holds',
    expected: 'expected',
    seen: 'seen',
    why: 'because',
    hint: (next, all) => `Hint ${next} of ${all}`,
    hintsUsed: (used) => (used === 1 ? '1 hint used' : `${used} hints used`),
    loadFailed: 'The lab could not be loaded. Is there a network? Reload the page to try again.',
    badLink: 'The lab in this link cannot be read:',
  },
  'zh-CN': {
    outcomes: { passed: '完成', failed: '尚未达到', 'not-started': '待做', 'lab-broken': '无法判断', unsupported: '这里不支持' },
    noLongerHolds: '曾经完成，但现在不再成立',
    expected: '期望',
    seen: '实际',
    why: '原因',
    hint: (next, all) => `提示 ${next}/${all}`,
    hintsUsed: (used) => `用了 ${used} 个提示`,
    loadFailed: '无法载入实验。网络是否可用？重新载入页面再试一次。',
    badLink: '无法读取这个链接里的实验：',
  },
};
