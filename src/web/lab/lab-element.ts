import type { Language } from '#course/exercise.ts';
import { drawParameters } from '#course/parameters.ts';
import { taskTexts } from '#web/i18n/task-texts.ts';
import { changeProgress, progressOf } from '#web/progress/progress.ts';
import type { DeclaredExercise } from './declared-exercise.ts';
import type { LabView } from './lab-view.ts';
import { fillPlaceholders } from './placeholders.ts';
import { showOutcome } from './task-list.ts';

/** Which lab is open in this tab: it comes back by itself after a reload. */
const OPEN_KEY = 'drydock.open-lab';

function openLab(): string | null {
  try {
    return sessionStorage.getItem(OPEN_KEY);
  } catch {
    // Storage is blocked: a reload shows the start button again.
    return null;
  }
}

function setOpenLab(id: string): void {
  try {
    sessionStorage.setItem(OPEN_KEY, id);
  } catch {
    // As above.
  }
}

/**
 * The lab beside a lesson, before it is started: chooses the exercise, shows what was reached and gives hints. Terminal,
 * cluster and all else are loaded by `start`.
 */
export class LabElement extends HTMLElement {
  #view: Promise<LabView> | undefined;
  #leave = new AbortController();

  get language(): Language {
    return this.dataset['language'] === 'zh-CN' ? 'zh-CN' : 'en';
  }

  get exercises(): readonly DeclaredExercise[] {
    return JSON.parse(this.dataset['exercises'] ?? '[]') as DeclaredExercise[];
  }

  /** The exercise that is shown. */
  get exercise(): DeclaredExercise | undefined {
    const chosen = this.querySelector<HTMLSelectElement>('[data-choose]')?.value;
    return this.exercises.find((each) => chosen === undefined || each.id === chosen);
  }

  connectedCallback(): void {
    this.#leave = new AbortController();
    const { signal } = this.#leave;
    for (const exercise of this.exercises) this.#showReached(exercise);
    this.fillTexts();
    this.addEventListener('click', (event) => this.#onClick(event), { signal });
    this.querySelector('[data-choose]')?.addEventListener('change', () => this.open(this.exercise?.id ?? ''), { signal });
    document.addEventListener('click', (event) => this.#onDocumentClick(event), { signal });
    document.addEventListener('drydock:type', (event) => void this.#type((event as CustomEvent<string>).detail), { signal });
    // Whoever reaches for the start button will press it soon: what it needs is fetched meanwhile.
    const prefetch = (): void => void import('./lab-view.ts');
    const start = this.querySelector('[data-action="start"]');
    for (const reach of ['pointerenter', 'focus']) start?.addEventListener(reach, prefetch, { once: true, signal });
    if (location.hash.startsWith('#lab=')) {
      void this.#openShared(location.hash);
      return;
    }
    const open = openLab();
    if (this.exercises.some((each) => each.id === open)) {
      this.open(open ?? '');
      void this.start({ focus: false });
    }
  }

  /** A link somebody shared: their lab goes on here. */
  async #openShared(hash: string): Promise<void> {
    // Once it is read it leaves the address: a reload must find what was done since.
    history.replaceState(history.state, '', location.pathname + location.search);
    const { readShareLink } = await import('./share-link.ts');
    try {
      const imported = await readShareLink(hash);
      if (imported === undefined) return;
      const { exercise } = JSON.parse(imported) as { readonly exercise?: string };
      if (this.exercises.some((each) => each.id === exercise)) this.open(exercise ?? '');
      await this.start({ focus: true, imported });
    } catch (error) {
      this.#say(`${taskTexts[this.language].badLink} ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  disconnectedCallback(): void {
    this.#leave.abort();
    void this.#view?.then((view) => view.detach());
    this.#view = undefined;
  }

  /** Shows an exercise of this page. A running lab gives way to that exercise's lab. */
  open(id: string): void {
    const choose = this.querySelector<HTMLSelectElement>('[data-choose]');
    if (choose) choose.value = id;
    for (const section of this.querySelectorAll<HTMLElement>('[data-tasks]')) section.hidden = section.dataset['tasks'] !== id;
    if (this.#view) void this.start({ focus: false });
  }

  /** Loads terminal and cluster and starts (or restores) the lab of the exercise that is shown. */
  async start(options: { readonly focus: boolean; readonly imported?: string }): Promise<LabView | undefined> {
    const { exercise } = this;
    if (!exercise) return undefined;
    setOpenLab(exercise.id);
    this.querySelector<HTMLButtonElement>('[data-action="start"]')?.setAttribute('disabled', '');
    this.#view ??= import('./lab-view.ts').then(({ createLabView }) => createLabView(this));
    try {
      const view = await this.#view;
      await view.show(exercise, options);
      return view;
    } catch (error) {
      this.#say(taskTexts[this.language].loadFailed);
      throw error;
    }
  }

  #say(text: string): void {
    const problem = this.querySelector<HTMLElement>('[data-problem]');
    if (!problem) return;
    problem.hidden = false;
    problem.textContent = text;
  }

  /**
   * Draws the exercises' names from their seeds and puts them into the page: each exercise's own into its card and its tasks,
   * those of the open exercise into the text of the lesson. `open` are the values of the lab that runs; without it the first exercise counts as open.
   */
  fillTexts(open?: { readonly id: string; readonly values: Readonly<Record<string, string>> }): void {
    const main = this.closest('main') ?? this;
    const drawn = this.exercises.map((exercise) => ({
      id: exercise.id,
      values: exercise.id === open?.id ? open.values : drawParameters(exercise, progressOf(exercise.uuid).seed),
    }));
    fillPlaceholders(main, Object.assign({}, ...drawn.map(({ values }) => values).reverse(), open?.values));
    for (const { id, values } of drawn) {
      const card = main.querySelector(`[data-open-exercise="${CSS.escape(id)}"]`)?.closest('.exercise-card');
      const tasks = this.querySelector(`[data-tasks="${CSS.escape(id)}"]`);
      for (const own of [card, tasks]) if (own) fillPlaceholders(own, values);
    }
  }

  #showReached(exercise: DeclaredExercise): void {
    const { passed, hints, finished } = progressOf(exercise.uuid);
    const section = this.#tasksOf(exercise);
    if (!section) return;
    for (const id of passed) showOutcome(section, { id, outcome: 'passed', holds: true }, this.language);
    const done = section.querySelector<HTMLElement>('[data-all-passed]');
    if (done) done.hidden = !finished;
    this.#showHints(exercise, hints);
  }

  #showHints(exercise: DeclaredExercise, shown: number): void {
    const section = this.#tasksOf(exercise);
    const hints = section?.querySelectorAll<HTMLElement>('.hint-list li') ?? [];
    hints.forEach((hint, index) => {
      hint.hidden = index >= shown;
    });
    const button = section?.querySelector<HTMLButtonElement>('[data-action="hint"]');
    if (!button) return;
    button.disabled = shown >= hints.length;
    button.textContent = button.disabled ? taskTexts[this.language].hintsUsed(shown) : taskTexts[this.language].hint(shown + 1, hints.length);
  }

  #onClick(event: Event): void {
    const action = (event.target as Element).closest<HTMLElement>('[data-action]')?.dataset['action'];
    if (action === 'start') void this.start({ focus: true });
    if (action === 'hint') this.#giveHint();
    if (action === 'import') this.#chooseFile();
    if (action === 'step') void this.#typeStep(event.target as Element);
  }

  #giveHint(): void {
    const { exercise } = this;
    if (!exercise) return;
    const hints = progressOf(exercise.uuid).hints + 1;
    changeProgress(exercise.uuid, { hints });
    this.#showHints(exercise, hints);
    const shown = this.#tasksOf(exercise)?.querySelectorAll<HTMLElement>('.hint-list li')[hints - 1];
    const announce = this.querySelector('[data-announce]');
    if (shown && announce) announce.textContent = shown.textContent;
  }

  /** A link "open in the lab" of the text. */
  #onDocumentClick(event: Event): void {
    const id = (event.target as Element).closest<HTMLElement>('[data-open-exercise]')?.dataset['openExercise'];
    if (id === undefined) return;
    event.preventDefault();
    this.open(id);
    this.scrollIntoView({ block: 'nearest' });
    void this.start({ focus: true });
  }

  async #type(line: string): Promise<void> {
    const view = await this.start({ focus: true });
    view?.type(line);
  }

  /** Types one step of the solution and runs it. */
  async #typeStep(button: Element): Promise<void> {
    const step = button.closest('li')?.querySelector('pre')?.textContent;
    const view = await this.start({ focus: true });
    if (step) view?.run(step);
    button.closest('li')?.setAttribute('data-typed', '');
  }

  #chooseFile(): void {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.json,application/json';
    input.addEventListener('change', async () => {
      const imported = await input.files?.[0]?.text();
      if (imported !== undefined) await this.start({ focus: true, imported });
    });
    input.click();
  }

  #tasksOf(exercise: DeclaredExercise): HTMLElement | undefined {
    return [...this.querySelectorAll<HTMLElement>('[data-tasks]')].find((section) => section.dataset['tasks'] === exercise.id);
  }
}

if (!customElements.get('drydock-lab')) customElements.define('drydock-lab', LabElement);
