import { expect, test } from 'vitest';
import { formatProgress, mergeProgress, migrate, parseProgress } from './progress-file.ts';

const here = {
  version: 1 as const,
  lesson: 'pods/rollouts/',
  exercises: { a: { seed: 'here', passed: ['x'], hints: 2, finished: false }, b: { seed: 'b', passed: [], hints: 0, finished: false } },
};
const other = {
  version: 1 as const,
  exercises: {
    a: { seed: 'other', passed: ['y'], hints: 1, finished: true },
    b: { seed: 'theirs', passed: ['z'], hints: 0, finished: true },
    c: { seed: 'c', passed: [], hints: 1, finished: false },
  },
};

test('what was reached on either device is reached after a merge', () => {
  expect(mergeProgress(here, other)).toEqual({
    version: 1,
    lesson: 'pods/rollouts/',
    exercises: {
      a: { seed: 'here', passed: ['x', 'y'], hints: 2, finished: true },
      b: { seed: 'theirs', passed: ['z'], hints: 0, finished: true },
      c: { seed: 'c', passed: [], hints: 1, finished: false },
    },
  });
});

test('merging the same file twice changes nothing more', () => {
  const once = mergeProgress(here, other);
  expect(mergeProgress(once, other)).toEqual(once);
});

test('a file is read back as it was written', () => {
  expect(parseProgress(formatProgress(here))).toEqual(here);
});

test('files of something else, or of the future, are refused', () => {
  expect(() => parseProgress('{}')).toThrow('"format" is not "drydock-progress"');
  expect(() => parseProgress('{"format":"drydock-progress","progress":{"version":9,"exercises":{}}}')).toThrow('newer version');
});

test('a damaged entry is left out, the rest is kept', () => {
  expect(migrate({ version: 1, exercises: { a: null, b: { seed: 's' } } })).toEqual({
    version: 1,
    exercises: { b: { seed: 's', passed: [], hints: 0, finished: false } },
  });
});
