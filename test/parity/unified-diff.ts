const context = 3;

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** The difference between two texts as unified lines, without file names; '' when they are equal. */
export function unifiedDiff(wanted: string, got: string): string {
  if (wanted === got) return '';
  const edits = align(wanted.split('\n'), got.split('\n'));
  const near = edits.map((_, at) => edits.slice(Math.max(0, at - context), at + context + 1).some((edit) => edit.sign !== ' '));
  return edits
    .flatMap((edit, at) => {
      if (!near[at]) return [];
      const gap = at > 0 && !near[at - 1] ? ['…'] : [];
      return [...gap, `${edit.sign}${edit.line}`];
    })
    .join('\n');
}

/** Lines that were wanted and came, by their longest common subsequence. */
function align(wanted: readonly string[], got: readonly string[]): Edit[] {
  const lengths = Array.from({ length: wanted.length + 1 }, () => new Array<number>(got.length + 1).fill(0));
  const lengthAt = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = wanted.length - 1; i >= 0; i--) {
    for (let j = got.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row) row[j] = wanted[i] === got[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  }
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < wanted.length || j < got.length) {
    if (i < wanted.length && j < got.length && wanted[i] === got[j]) {
      edits.push({ sign: ' ', line: wanted[i] ?? '' });
      i++;
      j++;
    } else if (j >= got.length || (i < wanted.length && lengthAt(i + 1, j) >= lengthAt(i, j + 1))) {
      edits.push({ sign: '-', line: wanted[i] ?? '' });
      i++;
    } else {
      edits.push({ sign: '+', line: got[j] ?? '' });
      j++;
    }
  }
  return edits;
}
