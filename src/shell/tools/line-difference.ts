/** A run of lines that differ: `from` up to (not including) `to`, zero-based, in each text. */
export interface Change {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** The changes between two lists of lines, by Myers' algorithm: the fewest lines removed and added. */
export function findChanges(before: readonly string[], after: readonly string[]): Change[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let [oldEnd, newEnd] = [before.length, after.length];
  while (oldEnd > start && newEnd > start && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd--;
    newEnd--;
  }
  const matches = matchLines(before.slice(start, oldEnd), after.slice(start, newEnd));
  const changes: Change[] = [];
  let [oldAt, newAt] = [start, start];
  for (const [oldLine, newLine] of [...matches.map(([a, b]) => [a + start, b + start] as const), [oldEnd, newEnd] as const]) {
    if (oldLine > oldAt || newLine > newAt) changes.push({ oldFrom: oldAt, oldTo: oldLine, newFrom: newAt, newTo: newLine });
    [oldAt, newAt] = [oldLine + 1, newLine + 1];
  }
  return changes;
}

/** Pairs of equal lines in order, as many as there can be. */
function matchLines(before: readonly string[], after: readonly string[]): (readonly [number, number])[] {
  const trace: Int32Array[] = [];
  const most = before.length + after.length;
  const offset = most + 1;
  const furthest = new Int32Array(2 * most + 3);
  for (let edits = 0; edits <= most; edits++) {
    trace.push(furthest.slice());
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const goesDown = diagonal === -edits || (diagonal !== edits && (furthest[offset + diagonal - 1] as number) < (furthest[offset + diagonal + 1] as number));
      let x = goesDown ? (furthest[offset + diagonal + 1] as number) : (furthest[offset + diagonal - 1] as number) + 1;
      let y = x - diagonal;
      while (x < before.length && y < after.length && before[x] === after[y]) {
        x++;
        y++;
      }
      furthest[offset + diagonal] = x;
      if (x >= before.length && y >= after.length) return walkBack(trace, before.length, after.length, offset);
    }
  }
  return [];
}

function walkBack(trace: readonly Int32Array[], oldLength: number, newLength: number, offset: number): (readonly [number, number])[] {
  const matches: (readonly [number, number])[] = [];
  let [x, y] = [oldLength, newLength];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const furthest = trace[edits] as Int32Array;
    const diagonal = x - y;
    const goesDown = diagonal === -edits || (diagonal !== edits && (furthest[offset + diagonal - 1] as number) < (furthest[offset + diagonal + 1] as number));
    const previous = goesDown ? diagonal + 1 : diagonal - 1;
    const fromX = edits === 0 ? 0 : (furthest[offset + previous] as number);
    const fromY = edits === 0 ? 0 : fromX - previous;
    while (x > fromX && y > fromY) {
      x--;
      y--;
      matches.push([x, y]);
    }
    [x, y] = [fromX, fromY];
  }
  return matches.toReversed();
}
