import { UsageError } from '#sim/usage-error.ts';

/**
 * One thing that came from outside, and when in virtual milliseconds since the learner came:
 * keys, a new size of the screen, what an editor saved (null: closed without saving), a script run on the workstation,
 * or that the checks were run (docs/decisions/judgements-are-part-of-the-transcript.md).
 */
export type TranscriptEntry =
  | { readonly at: number; readonly input: string }
  | { readonly at: number; readonly resize: readonly [columns: number, rows: number] }
  | { readonly at: number; readonly edited: { readonly path: string; readonly text: string | null } }
  | { readonly at: number; readonly script: string }
  | { readonly at: number; readonly judge: true };

/** A lab as it is stored, shared and handed in: all else follows from it by replay. */
export interface Transcript {
  readonly format: 'drydock-lab';
  readonly version: 1;
  readonly exercise: string;
  readonly seed: string;
  readonly entries: readonly TranscriptEntry[];
  /** How long the lab has lasted, in virtual milliseconds. */
  readonly endMs: number;
}

/** An empty transcript. */
export function createTranscript(exercise: string, seed: string): Transcript {
  return { format: 'drydock-lab', version: 1, exercise, seed, entries: [], endMs: 0 };
}

/** The text of an exported lab. */
export function formatTranscript(transcript: Transcript): string {
  return `${JSON.stringify(transcript, null, 1)}\n`;
}

/**
 * Reads an exported lab.
 * @throws UsageError saying what is wrong with it
 */
export function parseTranscript(text: string): Transcript {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`this is not an exported lab: ${error instanceof Error ? error.message : 'not JSON'}`);
  }
  if (!isRecord(value) || value['format'] !== 'drydock-lab') throw new UsageError('this is not an exported lab: "format" is not "drydock-lab"');
  if (value['version'] !== 1)
    throw new UsageError(`this lab was exported by another version of the course (format version ${String(value['version'])}; this one reads 1)`);
  const { exercise, seed, entries, endMs } = value;
  if (typeof exercise !== 'string' || typeof seed !== 'string') throw new UsageError('this exported lab is damaged: "exercise" and "seed" must be texts');
  if (!Array.isArray(entries) || typeof endMs !== 'number' || !(endMs >= 0))
    throw new UsageError('this exported lab is damaged: "entries" must be a list and "endMs" a number');
  return { format: 'drydock-lab', version: 1, exercise, seed, entries: entries.map(parseEntry(endMs)), endMs };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const parseEntry = (endMs: number) => {
  let last = 0;
  return (entry: unknown, i: number): TranscriptEntry => {
    const damaged = (what: string): UsageError => new UsageError(`this exported lab is damaged: entries[${i}] ${what}`);
    if (!isRecord(entry) || typeof entry['at'] !== 'number') throw damaged('has no time');
    const { at, input, resize, edited, script, judge } = entry;
    if (at < last || at > endMs) throw damaged('is out of order');
    last = at;
    if (typeof input === 'string') return { at, input };
    if (Array.isArray(resize) && Number.isInteger(resize[0]) && Number.isInteger(resize[1])) return { at, resize: [Number(resize[0]), Number(resize[1])] };
    if (isRecord(edited) && typeof edited['path'] === 'string' && (typeof edited['text'] === 'string' || edited['text'] === null)) {
      return { at, edited: { path: edited['path'], text: edited['text'] } };
    }
    if (typeof script === 'string') return { at, script };
    if (judge === true) return { at, judge };
    throw damaged('is of no known kind');
  };
};
