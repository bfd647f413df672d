import { progressOf } from '#web/progress/progress.ts';
import { createScreen, type Screen } from '#web/terminal/terminal.ts';
import type { DeclaredExercise } from './declared-exercise.ts';
import { forgetLab, keepLab, loadLab } from './lab-storage.ts';
import type { ToLab, ToPage } from './protocol.ts';

/** What a session reports besides the worker's messages. */
export type SessionEvent = ToPage | { readonly type: 'storage-failed'; readonly error: unknown };

/** Answers to what a view has asked: of no use to the next view. */
const ANSWERS: ReadonlySet<SessionEvent['type']> = new Set(['picture', 'inspected', 'log', 'exported']);

type Exported = Extract<ToPage, { type: 'exported' }>;

/** A running lab: its worker, its terminal and what is kept of it. It outlives the page it was started on. */
export interface LabSession {
  readonly exercise: DeclaredExercise;
  readonly screen: Screen;
  post(message: ToLab): void;
  /** Reports to the view that shows the lab. The latest state of clock, checks and transcript is reported at once. */
  watch(listener: (event: SessionEvent) => void): () => void;
  /** The lab as text, as it is now. */
  export(): Promise<Exported>;
  /** Ends the worker; what was kept stays. */
  end(): void;
}

interface StartOptions {
  /** An exported lab to go on with; undefined: what was left in this browser, if anything. */
  readonly imported?: string | undefined;
  /** Begin from the start again, with the same names. */
  readonly afresh?: boolean;
}

/** Writes transcripts to the browser's storage, one write at a time and always the newest. */
function createKeeper(uuid: string, failed: (error: unknown) => void): (saved: string) => void {
  let newest: string | undefined;
  let isWriting = false;
  const write = async (): Promise<void> => {
    isWriting = true;
    try {
      for (let saved = newest; saved !== undefined; saved = newest) {
        newest = undefined;
        await keepLab(uuid, saved);
      }
    } catch (error) {
      failed(error);
    }
    isWriting = false;
  };
  return (saved) => {
    newest = saved;
    if (!isWriting) void write();
  };
}

/** What was left of an exercise's lab in this browser. */
async function leftBehind(uuid: string, failed: (error: unknown) => void): Promise<string | undefined> {
  try {
    return await loadLab(uuid);
  } catch (error) {
    failed(error);
    return undefined;
  }
}

/** Starts an exercise's lab in a worker of its own. @param host where the terminal is shown; its size is the lab's */
export async function startSession(exercise: DeclaredExercise, host: HTMLElement, label: string, options: StartOptions): Promise<LabSession> {
  const listeners = new Set<(event: SessionEvent) => void>();
  const latest = new Map<SessionEvent['type'], SessionEvent>();
  const exports: ((exported: Exported) => void)[] = [];
  const report = (event: SessionEvent): void => {
    if (event.type === 'booted') latest.delete('ended');
    if (event.type === 'edit-cancelled') latest.delete('edit');
    else if (!ANSWERS.has(event.type)) latest.set(event.type, event);
    for (const listener of listeners) listener(event);
  };
  const storageFailed = (error: unknown): void => report({ type: 'storage-failed', error });

  if (options.afresh) await forgetLab(exercise.uuid).catch(storageFailed);
  const saved = options.imported ?? (options.afresh ? undefined : await leftBehind(exercise.uuid, storageFailed));
  const keep = createKeeper(exercise.uuid, storageFailed);
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'drydock-lab' });
  const post = (message: ToLab): void => {
    if (message.type === 'edited') latest.delete('edit');
    worker.postMessage(message);
  };
  const screen = createScreen({
    onInput: (data) => post({ type: 'input', data }),
    onResize: (columns, rows) => post({ type: 'resize', columns, rows }),
  });

  worker.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
    if (data.type === 'output') screen.write(data.data);
    if (data.type === 'cleared') screen.clear();
    if (data.type === 'saved') keep(data.saved);
    if (data.type === 'exported') for (const take of exports.splice(0)) take(data);
    if (data.type !== 'output') report(data);
  });
  worker.addEventListener('error', (event) => report({ type: 'failed', during: 'run', message: event.message }));
  const watched = (): void => post({ type: 'watched', watched: !document.hidden });
  document.addEventListener('visibilitychange', watched);

  screen.attach(host, label);
  post({
    type: 'boot',
    exercise: exercise.id,
    seed: progressOf(exercise.uuid).seed,
    columns: screen.columns,
    rows: screen.rows,
    ...(saved === undefined ? {} : { saved }),
  });

  return {
    exercise,
    screen,
    post,
    watch(listener) {
      listeners.add(listener);
      for (const event of latest.values()) listener(event);
      return () => listeners.delete(listener);
    },
    export: () =>
      new Promise((resolve) => {
        exports.push(resolve);
        post({ type: 'export' });
      }),
    end() {
      document.removeEventListener('visibilitychange', watched);
      listeners.clear();
      worker.terminate();
      screen.dispose();
    },
  };
}
