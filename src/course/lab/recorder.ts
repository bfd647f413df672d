import { createTranscript, type Transcript, type TranscriptEntry } from './transcript.ts';

/** A transcript entry without its time, which the recorder knows. */
export type Happening = TranscriptEntry extends infer Entry ? (Entry extends TranscriptEntry ? Omit<Entry, 'at'> : never) : never;

/** Keeps what came from outside, and where each command began, so that the last one can be taken back. */
export interface Recorder {
  readonly commandCount: number;
  /** Whether the latest entry is a judgement. */
  readonly endsWithJudgement: boolean;
  record(happening: Happening): void;
  /** The shell shows a prompt: what comes next belongs to the next command. */
  markPrompt(): void;
  /** A command line was entered at the prompt. */
  markCommand(): void;
  transcript(): Transcript;
  beforeLastCommand(): Transcript | undefined;
}

/** A moment to which the lab can be taken back. */
interface Mark {
  readonly entryCount: number;
  readonly atMs: number;
}

/** @param now virtual milliseconds since the learner came */
export function createRecorder(options: { readonly exercise: string; readonly seed: string; readonly now: () => number }): Recorder {
  const empty = createTranscript(options.exercise, options.seed);
  const entries: TranscriptEntry[] = [];
  const commands: Mark[] = [];
  let prompt: Mark = { entryCount: 0, atMs: 0 };
  return {
    get commandCount() {
      return commands.length;
    },
    get endsWithJudgement() {
      const last = entries.at(-1);
      return last !== undefined && 'judge' in last;
    },
    record(happening) {
      entries.push({ at: options.now(), ...happening });
    },
    markPrompt() {
      prompt = { entryCount: entries.length, atMs: options.now() };
    },
    markCommand() {
      commands.push(prompt);
    },
    transcript: () => ({ ...empty, entries: [...entries], endMs: options.now() }),
    beforeLastCommand() {
      const mark = commands.at(-1);
      return mark && { ...empty, entries: entries.slice(0, mark.entryCount), endMs: mark.atMs };
    },
  };
}
