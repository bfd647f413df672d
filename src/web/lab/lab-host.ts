import type { ExerciseSource } from '#course/exercise-source.ts';
import { createLab, type Lab } from '#course/lab/lab.ts';
import { createTranscript, formatTranscript, parseTranscript, type Transcript } from '#course/lab/transcript.ts';
import { defaultLimits } from '#sim/limits.ts';
import { type Driver, type DriverHost, startDriver } from './driver.ts';
import { loadExerciseSource } from './exercise-sources.ts';
import { createMessageTurn } from './message-turn.ts';
import { createPictureDoor } from './picture-door.ts';
import type { ToLab, ToPage } from './protocol.ts';
import { createSaveSchedule } from './save-schedule.ts';

type Boot = Extract<ToLab, { type: 'boot' }>;
type Request = Exclude<ToLab, Boot>;

/** One lab behind the protocol. */
export interface LabHost {
  receive(message: Request): void;
}

/** A lab and the driver that moves it. */
interface Running {
  readonly lab: Lab;
  readonly driver: Driver;
}

/** How often the transcript is handed to the page, at most and at least while time passes (wall clock). */
const SAVE_INTERVAL_MS = 200;
const SAVE_TIME_EVERY_MS = 5_000;

/** Every lab begins on a screen of this size, here as where it is graded; the real size follows as an entry of the transcript. */
const FIRST_SIZE = { columns: 80, rows: 24 };

const turn = createMessageTurn();
const driverHost: DriverHost = {
  now: () => performance.now(),
  turn,
  later(run, ms) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Boots a lab and serves the page's messages. Restore and undo build a new lab and replay into it; what the page sends
 * meanwhile waits its turn.
 */
export function startLabHost(boot: Boot, post: (message: ToPage) => void): LabHost {
  let { columns, rows } = boot;
  let running: Running | undefined;
  let source: ExerciseSource | undefined;
  let work: Promise<void> = Promise.resolve();
  let savedAt = 0;
  /** What was taken back, the latest last. */
  let undone: Transcript[] = [];
  const edits = createEditDoor(post);
  const output = createOutputDoor(post);
  const picture = createPictureDoor(post, driverHost.now);

  const save = createSaveSchedule(
    () => {
      savedAt = driverHost.now();
      if (running) post({ type: 'saved', saved: formatTranscript(running.lab.transcript()), commands: running.lab.commandCount, canRedo: undone.length > 0 });
    },
    SAVE_INTERVAL_MS,
    driverHost.later,
  );

  const drive = (lab: Lab): Driver => {
    let hasEnded = false;
    return startDriver(lab, driverHost, {
      turned(state) {
        if (lab.hasEnded && !hasEnded) post({ type: 'ended' });
        hasEnded = lab.hasEnded;
        post({ type: 'clock', ...state, command: lab.foregroundCommand });
        edits.show(lab.pendingEdit);
        picture.turned();
        if (driverHost.now() - savedAt > SAVE_TIME_EVERY_MS) save.changed();
      },
      judged() {
        post({ type: 'checks', checks: lab.results });
        save.changed();
      },
      failed: (error) => post({ type: 'failed', during: 'run', message: messageOf(error) }),
    });
  };

  /** Replaces the lab by a new one that has the transcript behind it. */
  const build = async (transcript: Transcript): Promise<void> => {
    source ??= await loadExerciseSource(boot.exercise);
    await running?.driver.stop();
    running = undefined;
    edits.show(undefined);
    output.clear();
    const lab = await createLab({
      source,
      seed: transcript.seed,
      host: { turn },
      limits: defaultLimits,
      ...FIRST_SIZE,
      onOutput: output.write,
    });
    await lab.replay(transcript);
    const size = sizeAfter(transcript);
    if (size.columns !== columns || size.rows !== rows) lab.resize(columns, rows);
    picture.open(lab);
    running = { lab, driver: drive(lab) };
    post({ type: 'booted', parameters: lab.parameters, commands: lab.commandCount, canRedo: undone.length > 0 });
    if (lab.results.length > 0) post({ type: 'checks', checks: lab.results });
    save.changed();
  };

  const serve = async ({ lab, driver }: Running, message: Request): Promise<void> => {
    switch (message.type) {
      case 'input':
        undone = [];
        lab.input(message.data);
        break;
      case 'resize':
        lab.resize(message.columns, message.rows);
        break;
      case 'edited':
        edits.closed(message.edit);
        lab.finishEdit(message.path, message.text ?? null);
        break;
      case 'speed':
        driver.setSpeed(message.speed);
        return;
      case 'settle':
        driver.settle();
        return;
      case 'watched':
        driver.setWatched(message.watched);
        return;
      case 'undo': {
        const before = lab.transcriptBeforeLastCommand();
        if (!before) return;
        undone.push(lab.transcript());
        await build(before);
        return;
      }
      case 'redo': {
        const again = undone.pop();
        if (again) await build(again);
        return;
      }
      case 'show-picture':
        picture.show(message.wanted);
        return;
      case 'inspect':
        picture.inspect(message.key);
        return;
      case 'read-log': {
        const { readLog } = await import('#course/lab/picture/read-log.ts');
        const [, namespace = '', name = ''] = message.key.split('/');
        readLog(lab.cluster, { namespace, name }, message.container, (text) => post({ ...message, type: 'log', text }));
        driver.wake();
        return;
      }
      case 'export':
        post({ type: 'exported', saved: formatTranscript(lab.transcript()), traceHash: lab.simulation.trace.hash });
        return;
    }
    driver.wake();
    save.changed();
  };

  /** One piece of work after the other. */
  const queue = (during: 'boot' | 'restore' | 'run', run: () => Promise<void>): void => {
    work = work.then(run).catch((error: unknown) => post({ type: 'failed', during, message: messageOf(error) }));
  };

  if (boot.saved === undefined) queue('boot', () => build(createTranscript(boot.exercise, boot.seed)));
  else {
    const { saved } = boot;
    queue('restore', async () => build(parseTranscript(saved)));
  }

  return {
    receive(message) {
      if (message.type === 'resize') ({ columns, rows } = message);
      queue('run', async () => {
        if (running) await serve(running, message);
      });
    },
  };
}

/** The size the screen had at the end of a transcript. */
function sizeAfter(transcript: Transcript): { readonly columns: number; readonly rows: number } {
  const last = transcript.entries.findLast((entry) => 'resize' in entry);
  return last && 'resize' in last ? { columns: last.resize[0], rows: last.resize[1] } : FIRST_SIZE;
}

type PendingEdit = NonNullable<Lab['pendingEdit']>;

/** Tells the page which edit the lab waits for: opens the editor when there is one, closes it when it has gone. */
function createEditDoor(post: (message: ToPage) => void): { show(pending: PendingEdit | undefined): void; closed(edit: number): void } {
  let count = 0;
  let shown: PendingEdit | undefined;
  return {
    show(pending) {
      if (pending === shown) return;
      if (shown) post({ type: 'edit-cancelled', edit: count });
      shown = pending;
      if (pending) post({ type: 'edit', edit: ++count, editor: pending.editor, path: pending.path, text: pending.text });
    },
    closed(edit) {
      if (edit === count) shown = undefined;
    },
  };
}

/** Collects what the lab prints within one turn of the worker: a replay prints thousands of small pieces. */
function createOutputDoor(post: (message: ToPage) => void): { write(data: string): void; clear(): void } {
  let waiting = '';
  const flush = (): void => {
    if (waiting !== '') post({ type: 'output', data: waiting });
    waiting = '';
  };
  return {
    write(data) {
      if (waiting === '') void turn().then(flush);
      waiting += data;
    },
    clear() {
      waiting = '';
      post({ type: 'cleared' });
    },
  };
}
