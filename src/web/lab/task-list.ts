import type { Language } from '#course/exercise.ts';
import type { CheckResult } from '#course/grading/result.ts';
import { taskTexts } from '#web/i18n/task-texts.ts';

const marks = { passed: '✓', failed: '✗', 'not-started': '·', 'lab-broken': '!', unsupported: '–' } as const;

/** Puts text with `code` in backticks into an element. */
function setMarkedText(element: Element, text: string): void {
  const parts = text.split('`').map((part, index) => {
    if (index % 2 === 0) return part;
    const code = document.createElement('code');
    code.textContent = part;
    return code;
  });
  element.replaceChildren(...parts);
}

/** What there is to say about a check that does not hold: pairs of a label and a fact. */
function factsOf(check: Partial<CheckResult>, language: Language): readonly (readonly [label: string, fact: string])[] {
  const texts = taskTexts[language];
  const facts = [
    [texts.expected, check.expected],
    [texts.seen, check.seen],
    [texts.why, check.why],
  ] as const;
  return facts.flatMap(([label, fact]) => (fact ? [[label, fact[language]] as const] : []));
}

/** The list item of a check. */
function itemOf(section: Element, id: string): HTMLElement | undefined {
  return [...section.querySelectorAll<HTMLElement>('[data-check]')].find((item) => item.dataset['check'] === id);
}

/** The goal of a check as the page shows it. */
export function goalOf(section: Element, id: string): string {
  return itemOf(section, id)?.querySelector('[data-goal]')?.textContent ?? id;
}

/** Shows the state of one check in its task list. A task that has been done stays done, and says so when it no longer holds. */
export function showOutcome(section: Element, check: Pick<CheckResult, 'id' | 'outcome' | 'holds'> & Partial<CheckResult>, language: Language): void {
  const item = itemOf(section, check.id);
  if (!item) return;
  const texts = taskTexts[language];
  const isLost = check.outcome === 'passed' && !check.holds;
  item.dataset['outcome'] = check.outcome;
  const mark = item.querySelector('.task-mark');
  if (mark) mark.textContent = marks[check.outcome];
  const word = item.querySelector('[data-outcome-text]');
  if (word) {
    word.textContent = `(${isLost ? texts.noLongerHolds : texts.outcomes[check.outcome]})`;
    word.classList.toggle('visually-hidden', !isLost);
  }
  item.querySelector('.task-finding')?.remove();
  const facts = factsOf(check, language);
  if (facts.length === 0) return;
  const list = document.createElement('dl');
  list.className = 'task-finding';
  for (const [label, fact] of facts) {
    const term = document.createElement('dt');
    term.textContent = label;
    const description = document.createElement('dd');
    setMarkedText(description, fact);
    list.append(term, description);
  }
  item.append(list);
}
