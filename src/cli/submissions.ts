import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Submission } from '#course/grading/grade.ts';
import { UsageError } from '#sim/usage-error.ts';
import { readFolder } from './exercise-files.ts';

/** What was handed in for an exercise, and where it lies. */
export interface FoundSubmission {
  readonly exercise: string;
  readonly submission: Submission;
}

/**
 * Finds the submissions in a folder. For the exercise `a/b` that is one of `a/b.sh` (a script), `a/b.json` (an exported lab)
 * or the folder `a/b` (manifests, or one of the other two).
 * @throws UsageError when the folder is not there, holds none, or holds two for one exercise
 */
export function findSubmissions(folder: string, exercises: readonly string[]): readonly FoundSubmission[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`${folder}: no such folder`);
  const found = exercises.flatMap((exercise) => {
    const submission = findSubmission(folder, exercise);
    return submission ? [{ exercise, submission }] : [];
  });
  if (found.length === 0)
    throw new UsageError(`${folder} holds no submission; expected for example ${exercises[0]}.sh, ${exercises[0]}.json or ${exercises[0]}/*.yaml`);
  return found;
}

function findSubmission(folder: string, exercise: string): Submission | undefined {
  const base = join(folder, exercise);
  const candidates: Submission[] = [];
  if (existsSync(`${base}.sh`)) candidates.push({ kind: 'script', text: readFileSync(`${base}.sh`, 'utf8') });
  if (existsSync(`${base}.json`)) candidates.push({ kind: 'lab', text: readFileSync(`${base}.json`, 'utf8') });
  if (existsSync(base) && statSync(base).isDirectory()) candidates.push(readSubmissionFolder(base));
  if (candidates.length > 1) throw new UsageError(`${base}: two submissions for one exercise; keep one`);
  return candidates[0];
}

function readSubmissionFolder(folder: string): Submission {
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  const scripts = names.filter((name) => name.endsWith('.sh'));
  const labs = names.filter((name) => name.endsWith('.lab.json'));
  const [single] = [...scripts, ...labs];
  if (scripts.length + labs.length > 1) throw new UsageError(`${folder}: more than one script or lab; keep one`);
  if (single) {
    const text = readFileSync(join(folder, single), 'utf8');
    return scripts.length > 0 ? { kind: 'script', text } : { kind: 'lab', text };
  }
  const files = Object.fromEntries(Object.entries(readFolder(folder)).filter(([name]) => /\.(ya?ml|json)$/.test(name)));
  if (Object.keys(files).length === 0)
    throw new UsageError(`${folder}: holds no manifests (*.yaml, *.json), no script (*.sh) and no exported lab (*.lab.json)`);
  return { kind: 'manifests', files };
}
