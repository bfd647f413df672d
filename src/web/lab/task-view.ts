import type { CheckResult } from '#course/grading/result.ts';
import type { LabTexts } from '#web/i18n/lab-texts.ts';
import { changeProgress, progressOf } from '#web/progress/progress.ts';
import type { DeclaredExercise } from './declared-exercise.ts';
import type { LabElement } from './lab-element.ts';
import { goalOf, showOutcome } from './task-list.ts';

/** The task list while the lab runs: shows each check's state, keeps what was reached, and says aloud what changed. */
export function createTaskView(element: LabElement, texts: LabTexts): { show(exercise: DeclaredExercise, checks: readonly CheckResult[]): void } {
  const announce = element.querySelector('[data-announce]');
  return {
    show(exercise, checks) {
      const section = [...element.querySelectorAll<HTMLElement>('[data-tasks]')].find((each) => each.dataset['tasks'] === exercise.id);
      if (!section) return;
      for (const check of checks) showOutcome(section, check, element.language);

      const passed = checks.filter((check) => check.outcome === 'passed').map((check) => check.id);
      const isFinished = checks.length > 0 && passed.length === checks.length;
      const done = section.querySelector<HTMLElement>('[data-all-passed]');
      if (done) done.hidden = !isFinished;

      const before = progressOf(exercise.uuid);
      const news = passed.filter((id) => !before.passed.includes(id));
      if (news.length > 0) changeProgress(exercise.uuid, { passed: [...new Set([...before.passed, ...passed])], finished: before.finished || isFinished });
      if (announce && news.length > 0) {
        const lines = news.map((id) => texts.nowPassed(goalOf(section, id)));
        announce.textContent = [...lines, isFinished ? texts.allPassed : texts.progress(passed.length, checks.length)].join(' ');
      }
    },
  };
}
