import type { Language } from '#course/exercise.ts';

/** What the lab's panel says, before and after it is started. */
export interface LabTexts {
  readonly lab: string;
  readonly choose: string;
  readonly start: string;
  readonly poster: string;
  readonly loading: string;
  readonly actions: string;
  readonly map: string;
  readonly undo: string;
  readonly redo: string;
  readonly share: string;
  readonly shared: string;
  readonly sharedAsFile: string;
  readonly solution: string;
  readonly confirmSolution: string;
  readonly solutionLead: string;
  readonly nextStep: string;
  readonly pitfalls: string;
  readonly reset: string;
  readonly confirmReset: string;
  readonly exportLab: string;
  readonly importLab: string;
  readonly time: string;
  readonly speeds: Readonly<Record<'paused' | '1' | '10' | '60', string>>;
  readonly pauseLabel: string;
  readonly settle: string;
  readonly settleLabel: string;
  readonly clockLabel: string;
  readonly day: (day: number) => string;
  readonly waiting: (command: string, rate: number) => string;
  readonly settling: string;
  readonly paused: string;
  readonly terminal: string;
  readonly tasks: string;
  readonly allPassed: string;
  readonly nowPassed: (goal: string) => string;
  readonly progress: (passed: number, all: number) => string;
  readonly storageFailed: string;
  readonly importFailed: string;
  readonly otherExercise: string;
  readonly restoreFailed: string;
  readonly crashed: string;
  readonly startAgain: string;
  readonly shellEnded: string;
  readonly editing: (path: string) => string;
  readonly viHelp: string;
  readonly nanoHelp: string;
  readonly saveAndClose: string;
  readonly discard: string;
}

export const labTexts: Readonly<Record<Language, LabTexts>> = {
  en: {
    lab: 'Lab',
    choose: 'Exercise in the lab',
    start: 'Start the lab',
    poster: 'A cluster of its own starts in this tab. Your work is kept in this browser only.',
    loading: 'Starting the cluster …',
    actions: 'Lab',
    map: 'Map',
    undo: 'Undo',
    redo: 'Redo',
    share: 'Share',
    shared: 'A link to this lab is in the clipboard.',
    sharedAsFile: 'This lab is too long for a link; it was saved as a file to send.',
    solution: 'Solution',
    confirmSolution: 'Show the solution?',
    solutionLead: 'One way to do it. Each step is typed into the terminal; look at the map after each.',
    nextStep: 'Type this step',
    pitfalls: 'Ways that look right and are not',
    reset: 'Reset',
    confirmReset: 'Start this exercise again? What you typed is lost.',
    exportLab: 'Export',
    importLab: 'Import',
    time: 'Speed of time in the cluster',
    speeds: { paused: '❚❚', '1': '1×', '10': '10×', '60': '60×' },
    pauseLabel: 'Pause: time passes only while a command runs',
    settle: '⇥ settled',
    settleLabel: 'Let time pass until nothing in the cluster is under way',
    clockLabel: 'Time in the cluster since the lab began',
    day: (day) => `day ${day}`,
    waiting: (command, rate) => `${command} waits: time runs ${rate}× as fast`,
    settling: 'time runs until the cluster has settled',
    paused: 'time stands still',
    terminal: 'Terminal',
    tasks: 'Tasks',
    allPassed: 'All tasks are done.',
    nowPassed: (goal) => `Done: ${goal}`,
    progress: (passed, all) => `${passed} of ${all} tasks done`,
    storageFailed: 'This browser does not let the page store anything: your work is lost when you leave. Export the lab to keep it.',
    importFailed: 'This file is not an exported lab:',
    otherExercise: 'This file belongs to an exercise that is not on this page:',
    restoreFailed: 'The lab you left could not be restored:',
    crashed: 'The simulation stopped. This is a fault of the course, not yours:',
    startAgain: 'Start again',
    shellEnded: 'You have left the shell; Undo brings it back.',
    editing: (path) => `Editing ${path}`,
    viHelp: 'i insert · Esc :wq save and leave · Esc :q! leave without saving',
    nanoHelp: '^O Write  ^X Exit  ^K Cut line  ^U Paste  F6 Search  ^C Position',
    saveAndClose: 'Save and close',
    discard: 'Close without saving',
  },
  'zh-CN': {
    lab: '实验',
    choose: '实验中的练习',
    start: '启动实验',
    poster: '一个属于你的集群会在这个标签页里启动。你的操作只保存在这个浏览器中。',
    loading: '正在启动集群……',
    actions: '实验',
    map: '地图',
    undo: '撤销',
    redo: '重做',
    share: '分享',
    shared: '这个实验的链接已复制到剪贴板。',
    sharedAsFile: '这个实验太长，放不进链接；已保存为文件，可以发送给别人。',
    solution: '答案',
    confirmSolution: '要看答案吗？',
    solutionLead: '一种做法。每一步都会输入到终端；每步之后看看地图。',
    nextStep: '输入这一步',
    pitfalls: '看起来对、其实不对的做法',
    reset: '重置',
    confirmReset: '重新开始这个练习吗？你输入的内容会丢失。',
    exportLab: '导出',
    importLab: '导入',
    time: '集群中时间的速度',
    speeds: { paused: '❚❚', '1': '1×', '10': '10×', '60': '60×' },
    pauseLabel: '暂停：只有命令运行时时间才前进',
    settle: '⇥ 稳定',
    settleLabel: '让时间前进，直到集群里没有正在进行的事',
    clockLabel: '实验开始以来集群中的时间',
    day: (day) => `第 ${day} 天`,
    waiting: (command, rate) => `${command} 在等待：时间以 ${rate} 倍速前进`,
    settling: '时间快进，直到集群稳定',
    paused: '时间已停住',
    terminal: '终端',
    tasks: '任务',
    allPassed: '全部任务已完成。',
    nowPassed: (goal) => `完成：${goal}`,
    progress: (passed, all) => `${all} 个任务中完成了 ${passed} 个`,
    storageFailed: '浏览器不允许这个页面存储数据：离开后你的操作会丢失。可以导出实验来保留它。',
    importFailed: '这个文件不是导出的实验：',
    otherExercise: '这个文件属于本页没有的练习：',
    restoreFailed: '无法恢复你离开时的实验：',
    crashed: '模拟停止了。这是课程的错误，不是你的：',
    startAgain: '重新开始',
    shellEnded: '你已退出 shell；用“撤销”可以回来。',
    editing: (path) => `正在编辑 ${path}`,
    viHelp: 'i 插入 · Esc :wq 保存并退出 · Esc :q! 不保存退出',
    nanoHelp: '^O 保存  ^X 退出  ^K 剪切行  ^U 粘贴  F6 搜索  ^C 位置',
    saveAndClose: '保存并关闭',
    discard: '不保存就关闭',
  },
};
