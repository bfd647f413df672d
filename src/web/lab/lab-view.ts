import { parseTranscript } from '#course/lab/transcript.ts';
import { type LabTexts, labTexts } from '#web/i18n/lab-texts.ts';
import { changeProgress } from '#web/progress/progress.ts';
import { createClockView } from './clock-view.ts';
import type { DeclaredExercise } from './declared-exercise.ts';
import { openEditorFor } from './edit-request.ts';
import type { LabElement } from './lab-element.ts';
import { type LabSession, type SessionEvent, startSession } from './lab-session.ts';
import type { Speed } from './protocol.ts';
import { createShareLink } from './share-link.ts';
import { createTaskView } from './task-view.ts';

/** The lab's panel once terminal and cluster are loaded: binds what stands on the page to the session behind it. */
export interface LabView {
  /** Shows the exercise's lab: the one that runs already, else one that is started (or restored). */
  show(exercise: DeclaredExercise, options: { readonly focus: boolean; readonly imported?: string }): Promise<void>;
  /** Types a line into the terminal, without Enter. */
  type(line: string): void;
  /** Types one command, which may have several lines, and enters it. */
  run(command: string): void;
  /** The page is left; the lab stays as it is, with its time standing still, until a page shows it again. */
  detach(): void;
}

/** The lab that runs in this tab. Navigation inside the site keeps it; there is one at a time. */
let running: LabSession | undefined;

/** Creates the view of a lab element. */
export function createLabView(element: LabElement): LabView {
  const texts = labTexts[element.language];
  const leave = new AbortController();
  const find = <T extends HTMLElement>(selector: string): T | null => element.querySelector<T>(selector);
  const screenHost = createScreenHost(find('[data-screen]'), find('[data-poster]'));
  const clock = createClockView(element, texts);
  const tasks = createTaskView(element, texts);
  let unwatch: (() => void) | undefined;
  let starting: Promise<void> = Promise.resolve();

  const problem = (text: string, button?: { readonly label: string; run(): void }): void => {
    const box = find('[data-problem]');
    if (!box) return;
    box.hidden = text === '';
    box.replaceChildren(text);
    if (!button) return;
    const element = document.createElement('button');
    element.type = 'button';
    element.className = 'lab-small';
    element.textContent = button.label;
    element.addEventListener('click', button.run);
    box.append(' ', element);
  };

  const onEvent = (session: LabSession) => {
    const startAgain = { label: texts.startAgain, run: () => void open(session.exercise, { focus: true, afresh: true }) };
    return (event: SessionEvent): void => {
      if (event.type === 'ended') problem(texts.shellEnded, startAgain);
      if (event.type === 'booted') {
        problem('');
        enableControls(element, true);
        element.fillTexts({ id: session.exercise.id, values: event.parameters });
      }
      if (event.type === 'booted' || event.type === 'saved') {
        const undo = find<HTMLButtonElement>('[data-action="undo"]');
        if (undo) undo.disabled = event.commands === 0;
        const redo = find<HTMLButtonElement>('[data-action="redo"]');
        if (redo) redo.disabled = !event.canRedo;
      }
      if (event.type === 'clock') clock.show(event);
      if (event.type === 'checks') tasks.show(session.exercise, event.checks);
      if (event.type === 'booted' && isMapOpen(element)) void openMap(session);
      if (event.type === 'edit') void openEditorFor(session, event, screenHost.element, texts);
      if (event.type === 'storage-failed') problem(texts.storageFailed);
      if (event.type === 'failed') {
        clock.say('');
        problem(`${event.during === 'restore' ? texts.restoreFailed : texts.crashed} ${event.message}`, startAgain);
      }
    };
  };

  const open = async (
    exercise: DeclaredExercise,
    options: { readonly focus: boolean; readonly imported?: string; readonly afresh?: boolean },
  ): Promise<void> => {
    problem('');
    if (running && (running.exercise.id !== exercise.id || options.imported !== undefined || options.afresh)) {
      running.end();
      running = undefined;
    }
    screenHost.open();
    unwatch?.();
    if (running) running.screen.attach(screenHost.element, texts.terminal);
    else {
      enableControls(element, false);
      clock.say(texts.loading);
      running = await startSession(exercise, screenHost.element, texts.terminal, options);
    }
    const session = running;
    session.post({ type: 'watched', watched: true });
    unwatch = session.watch(onEvent(session));
    if (options.focus) session.screen.focus();
  };

  /** The map is loaded when it is opened first. */
  const openMap = async (session: LabSession): Promise<void> => {
    const host = find('[data-map]');
    if (!host) return;
    const { showMap } = await import('#web/map/map-view.ts');
    showMap(host, session, element.language);
  };

  const toggleMap = (): void => {
    const isOpen = !isMapOpen(element);
    element.dataset['map'] = isOpen ? 'open' : 'closed';
    for (const button of element.querySelectorAll('[data-action="map"]')) button.setAttribute('aria-pressed', String(isOpen));
    const host = find('[data-map]');
    if (host) host.hidden = !isOpen;
    if (!running) return;
    if (isOpen) void openMap(running);
    else running.post({ type: 'show-picture', wanted: false });
  };
  element.addEventListener('click', (event) => (event.target as Element).closest('[data-action="map"]') && toggleMap(), { signal: leave.signal });

  const imported = (exercise: DeclaredExercise, text: string): boolean => {
    try {
      const transcript = parseTranscript(text);
      if (transcript.exercise !== exercise.id) {
        problem(`${texts.otherExercise} ${transcript.exercise}`);
        return false;
      }
      changeProgress(exercise.uuid, { seed: transcript.seed });
      return true;
    } catch (error) {
      problem(`${texts.importFailed} ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  };

  element.addEventListener('click', (event) => onControl(event.target as Element, texts, (exercise) => open(exercise, { focus: true, afresh: true })), {
    signal: leave.signal,
  });

  return {
    async show(exercise, options) {
      if (options.imported !== undefined && !imported(exercise, options.imported)) return;
      // One start after the other: a second click must not start a second worker.
      starting = starting.then(() => open(exercise, options));
      await starting;
    },
    type(line) {
      running?.screen.paste(line);
      running?.screen.focus();
    },
    run(command) {
      running?.post({ type: 'input', data: `${command.replaceAll('\n', '\r')}\r` });
      running?.screen.focus();
    },
    detach() {
      leave.abort();
      unwatch?.();
      if (running?.screen.detach(screenHost.element)) running.post({ type: 'watched', watched: false });
    },
  };
}

/** The box the terminal stands in, in place of the start button. */
function createScreenHost(screen: HTMLElement | null, poster: HTMLElement | null): { readonly element: HTMLElement; open(): void } {
  const element = document.createElement('div');
  element.className = 'lab-terminal';
  return {
    element,
    open() {
      if (poster) poster.hidden = true;
      if (!element.isConnected) screen?.append(element);
    },
  };
}

const isMapOpen = (element: HTMLElement): boolean => element.dataset['map'] === 'open';

function enableControls(element: HTMLElement, areEnabled: boolean): void {
  for (const button of element.querySelectorAll<HTMLButtonElement>(
    '[data-speed], [data-action="settle"], [data-action="reset"], [data-action="export"], [data-action="share"], [data-action="map"]',
  )) {
    button.disabled = !areEnabled;
  }
}

/** A click on one of the lab's own buttons. */
function onControl(target: Element, texts: LabTexts, afresh: (exercise: DeclaredExercise) => Promise<void>): void {
  const session = running;
  const button = target.closest<HTMLButtonElement>('button');
  if (!session || !button) return;
  const speed = button.dataset['speed'];
  if (speed !== undefined) session.post({ type: 'speed', speed: speed === 'paused' ? 'paused' : (Number(speed) as Speed) });
  switch (button.dataset['action']) {
    case 'settle':
      session.post({ type: 'settle' });
      break;
    case 'share':
      void share(session, button, texts);
      break;
    case 'undo':
    case 'redo':
      session.post({ type: button.dataset['action'] });
      session.screen.focus();
      break;
    case 'reset':
      if (confirm(texts.confirmReset)) void afresh(session.exercise);
      break;
    case 'export':
      void session.export().then(({ saved, traceHash }) => {
        button.dataset['traceHash'] = traceHash;
        download(saved, `drydock-${session.exercise.id.replaceAll('/', '-')}.json`);
      });
      break;
  }
}

/** Puts a link to the lab as it is into the clipboard; a lab too long for a link is downloaded. */
async function share(session: LabSession, button: HTMLElement, texts: LabTexts): Promise<void> {
  const { saved } = await session.export();
  const link = await createShareLink(saved, new URL(location.href));
  const announce = button.closest('drydock-lab')?.querySelector('[data-time-note]');
  if (link === undefined) download(saved, `drydock-${session.exercise.id.replaceAll('/', '-')}.json`);
  else {
    button.dataset['link'] = link;
    await navigator.clipboard?.writeText(link).catch(() => {
      // Writing to the clipboard is refused in some browsers: the address bar then holds the link.
      history.replaceState(history.state, '', link);
    });
  }
  if (announce) announce.textContent = link === undefined ? texts.sharedAsFile : texts.shared;
}

function download(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
