import { readProgress } from './progress.ts';

/** Marks the lessons whose exercises are all done, and points "begin" at the lesson one left. */
export function showProgressOnHome(): void {
  const progress = readProgress();
  const links = document.querySelectorAll<HTMLAnchorElement>('a[data-lesson]');
  for (const link of links) {
    const uuids = (link.dataset['exercises'] ?? '').split(' ').filter(Boolean);
    const isDone = uuids.length > 0 && uuids.every((uuid) => progress.exercises[uuid]?.finished);
    const minutes = link.querySelector('span');
    if (isDone && minutes && !minutes.classList.contains('lesson-done')) {
      minutes.classList.add('lesson-done');
      minutes.append(' ✓');
    }
  }
  const begin = document.querySelector<HTMLAnchorElement>('#begin');
  const last = [...links].find((link) => link.dataset['lesson'] === progress.lesson);
  if (begin && last) {
    begin.href = last.href;
    begin.textContent = begin.dataset['continue'] ?? begin.textContent;
  }
}
