import type { Language } from '#course/exercise.ts';

/** What the pages themselves say. Used when the site is built; the lab's own words are in lab-texts.ts. */
export interface PageTexts {
  readonly tagline: string;
  readonly intro: string;
  readonly promise: readonly string[];
  readonly path: string;
  readonly planned: string;
  readonly begin: string;
  readonly continueHere: string;
  readonly minutes: (minutes: number) => string;
  readonly lessons: (count: number) => string;
  readonly skipToContent: string;
  readonly toLab: string;
  readonly home: string;
  readonly mainNavigation: string;
  readonly theme: string;
  readonly themeAuto: string;
  readonly themeLight: string;
  readonly themeDark: string;
  readonly previous: string;
  readonly next: string;
  readonly lessonNavigation: string;
  readonly divider: string;
  readonly exercise: string;
  readonly openExercise: string;
  readonly difficulty: Readonly<Record<'easy' | 'medium' | 'hard', string>>;
  readonly typeCommand: (line: string) => string;
  readonly notFoundTitle: string;
  readonly notFoundText: string;
  readonly exercises: string;
  readonly exercisesIntro: string;
  readonly playground: string;
  readonly playgroundIntro: string;
  readonly playgroundTry: string;
  readonly glossary: string;
  readonly glossaryIntro: string;
  readonly predict: string;
  readonly predictRight: string;
  readonly predictWrong: string;
  readonly summary: string;
  readonly summaryCommands: string;
  readonly search: string;
  readonly searchLabel: string;
  readonly searchNothing: string;
  readonly searchFailed: string;
  readonly shortcuts: string;
  readonly close: string;
  readonly exportProgress: string;
  readonly importProgress: string;
  readonly progressTitle: string;
  readonly progressText: string;
  readonly progressMerged: string;
  readonly progressBad: string;
  readonly storageBlocked: string;
  readonly shortcutList: readonly (readonly [key: string, meaning: string])[];
  readonly footer: string;
  readonly newVersion: string;
  readonly reload: string;
}

export const pageTexts: Readonly<Record<Language, PageTexts>> = {
  en: {
    tagline: 'Learn Kubernetes on a cluster of your own, in this tab.',
    intro:
      'Every lesson comes with a terminal and a whole simulated cluster: an API server, a scheduler, nodes that pull images and run programs. You type real commands; the cluster answers as Kubernetes v1.36 does.',
    promise: [
      'Nothing to install, no account. The cluster lives in this page and sends nothing anywhere.',
      'Nothing you can break for good: undo the last command, or start again.',
      'Time is yours: stop it, or let an hour pass in a minute.',
    ],
    path: 'The course',
    planned: 'planned',
    begin: 'Begin',
    continueHere: 'Continue where you left',
    minutes: (minutes) => `${minutes} min`,
    lessons: (count) => (count === 1 ? '1 lesson' : `${count} lessons`),
    skipToContent: 'Skip to the text',
    toLab: 'Lab',
    home: 'Drydock, to the course overview',
    mainNavigation: 'Course',
    theme: 'Colours',
    themeAuto: 'as the system',
    themeLight: 'light',
    themeDark: 'dark',
    previous: 'Previous lesson',
    next: 'Next lesson',
    lessonNavigation: 'Lessons before and after',
    divider: 'Width of text and lab',
    exercise: 'Exercise',
    openExercise: 'Open in the lab',
    difficulty: { easy: 'easy', medium: 'medium', hard: 'hard' },
    typeCommand: (line) => `Type into the terminal: ${line}`,
    notFoundTitle: 'There is no such page',
    notFoundText: 'The address may be mistyped, or the page has moved.',
    exercises: 'Exercises',
    exercisesIntro: 'Every exercise with a lab of its own, for practice. Each checks itself.',
    playground: 'Playground',
    playgroundIntro: 'A cluster to play with: nothing to do, nothing that is judged. Choose one in the lab.',
    playgroundTry: 'A few things to begin with:',
    glossary: 'Glossary',
    glossaryIntro: 'The words of the course, each in a sentence or two.',
    predict: 'Predict, then run.',
    predictRight: 'Right. See it happen:',
    predictWrong: 'Not so. See what happens:',
    summary: 'What you have learnt',
    summaryCommands: 'Commands used',
    search: 'Search',
    searchLabel: 'Search the course',
    searchNothing: 'Nothing found.',
    searchFailed: 'The search could not be loaded.',
    shortcuts: 'Keyboard shortcuts',
    close: 'Close',
    exportProgress: 'Export progress',
    importProgress: 'Import progress',
    progressTitle: 'Your progress',
    progressText: 'It is kept in this browser only. Take it with you as a file; importing adds to what is here and loses nothing.',
    progressMerged: 'Imported and merged.',
    progressBad: 'This file cannot be imported:',
    storageBlocked: 'This browser does not let the page store anything.',
    shortcutList: [
      ['?', 'this sheet'],
      ['/', 'search'],
      ['t', 'to the terminal (starts the lab)'],
      ['m', 'open or close the map'],
      ['n, p', 'next, previous lesson'],
      ['h', 'course overview'],
      ['Shift Esc', 'leave the terminal'],
    ],
    footer: 'The whole course is a folder of static files. It works without a network once you have been here.',
    newVersion: 'A newer version of the course is ready.',
    reload: 'Reload',
  },
  'zh-CN': {
    tagline: '在这个标签页里，用一个属于你的集群学习 Kubernetes。',
    intro: '每一课都带有终端和一个完整的模拟集群：API 服务器、调度器，以及会拉取镜像、运行程序的节点。你输入真正的命令，集群的回答与 Kubernetes v1.36 一致。',
    promise: [
      '不用安装，不用账号。集群就在这个页面里，不向任何地方发送数据。',
      '没有弄坏了就回不去的东西：可以撤销上一条命令，也可以重新开始。',
      '时间由你掌握：可以停住，也可以让一小时在一分钟里过去。',
    ],
    path: '课程',
    planned: '计划中',
    begin: '开始',
    continueHere: '从上次的地方继续',
    minutes: (minutes) => `${minutes} 分钟`,
    lessons: (count) => `${count} 课`,
    skipToContent: '跳到正文',
    toLab: '实验',
    home: 'Drydock，回到课程总览',
    mainNavigation: '课程',
    theme: '配色',
    themeAuto: '跟随系统',
    themeLight: '浅色',
    themeDark: '深色',
    previous: '上一课',
    next: '下一课',
    lessonNavigation: '前后课程',
    divider: '正文与实验的宽度',
    exercise: '练习',
    openExercise: '在实验中打开',
    difficulty: { easy: '容易', medium: '中等', hard: '困难' },
    typeCommand: (line) => `输入到终端：${line}`,
    notFoundTitle: '没有这个页面',
    notFoundText: '地址可能写错了，或者页面已经移动。',
    exercises: '练习',
    exercisesIntro: '所有练习，各有自己的实验，可单独练习。每个练习都会自动检查。',
    playground: '自由操场',
    playgroundIntro: '一个可以随意操作的集群：没有任务，也没有检查。在实验里选一个。',
    playgroundTry: '可以从这些开始：',
    glossary: '词汇表',
    glossaryIntro: '课程中的词，每个用一两句话解释。',
    predict: '先预测，再运行。',
    predictRight: '对。看看它怎样发生：',
    predictWrong: '不是这样。看看会发生什么：',
    summary: '你学到了什么',
    summaryCommands: '用到的命令',
    search: '搜索',
    searchLabel: '搜索课程',
    searchNothing: '没有找到。',
    searchFailed: '无法载入搜索。',
    shortcuts: '键盘快捷键',
    close: '关闭',
    exportProgress: '导出进度',
    importProgress: '导入进度',
    progressTitle: '你的进度',
    progressText: '它只保存在这个浏览器里。可以导出为文件带走；导入会与这里已有的合并，不会丢失任何内容。',
    progressMerged: '已导入并合并。',
    progressBad: '无法导入这个文件：',
    storageBlocked: '浏览器不允许这个页面存储数据。',
    shortcutList: [
      ['?', '本表'],
      ['/', '搜索'],
      ['t', '到终端（启动实验）'],
      ['m', '打开或关闭地图'],
      ['n, p', '下一课、上一课'],
      ['h', '课程总览'],
      ['Shift Esc', '离开终端'],
    ],
    footer: '整个课程只是一组静态文件。访问过一次之后，没有网络也能使用。',
    newVersion: '课程有了新版本。',
    reload: '重新载入',
  },
};
