interface DiffOptions {
  readonly from: string;
  readonly to: string;
  /** Equal lines shown around a change. */
  readonly context: number;
}

interface Step {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
  /** Numbers of the next line in either text, from 0. */
  readonly a: number;
  readonly b: number;
}

/** The unified diff of two texts given as lines; '' when they are equal. */
export function formatUnifiedDiff(a: readonly string[], b: readonly string[], options: DiffOptions): string {
  const steps = planSteps(a, b);
  const hunks = splitHunks(steps, options.context);
  if (hunks.length === 0) return '';
  return `--- ${options.from}\n+++ ${options.to}\n${hunks.map(formatHunk).join('')}`;
}

function formatHunk(steps: readonly Step[]): string {
  const [first] = steps;
  const range = (start: number, length: number) => {
    if (length === 1) return String(start + 1);
    return `${length === 0 ? start : start + 1},${length}`;
  };
  const lengthA = steps.filter((step) => step.mark !== '+').length;
  const lengthB = steps.filter((step) => step.mark !== '-').length;
  const head = `@@ -${range(first?.a ?? 0, lengthA)} +${range(first?.b ?? 0, lengthB)} @@\n`;
  return head + steps.map(({ mark, line }) => `${mark}${line}\n`).join('');
}

/** Runs of steps around changes; runs that would touch are one. */
function splitHunks(steps: readonly Step[], context: number): readonly (readonly Step[])[] {
  const hunks: Step[][] = [];
  let end = -1;
  for (const [index, step] of steps.entries()) {
    if (step.mark === ' ') continue;
    const start = Math.max(0, index - context);
    const last = hunks.at(-1);
    const stop = Math.min(steps.length, index + context + 1);
    if (last && start <= end) last.push(...steps.slice(end, stop));
    else hunks.push(steps.slice(start, stop));
    end = stop;
  }
  return hunks;
}

/** What leads from one text to the other: what begins and ends both is kept, the rest goes by its longest common part. */
function planSteps(a: readonly string[], b: readonly string[]): readonly Step[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let tail = 0;
  while (tail < a.length - start && tail < b.length - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const steps: Step[] = [];
  for (let i = 0; i < start; i++) steps.push({ mark: ' ', line: a[i] ?? '', a: i, b: i });
  steps.push(...planMiddle(a, b, { fromA: start, toA: a.length - tail, fromB: start, toB: b.length - tail }));
  for (let i = tail; i > 0; i--) steps.push({ mark: ' ', line: a[a.length - i] ?? '', a: a.length - i, b: b.length - i });
  return steps;
}

function planMiddle(a: readonly string[], b: readonly string[], span: { fromA: number; toA: number; fromB: number; toB: number }): readonly Step[] {
  const { fromA, toA, fromB, toB } = span;
  const width = toB - fromB + 1;
  const common = new Uint32Array((toA - fromA + 1) * width);
  const at = (i: number, j: number) => common[(i - fromA) * width + (j - fromB)] ?? 0;
  for (let i = toA - 1; i >= fromA; i--) {
    for (let j = toB - 1; j >= fromB; j--) {
      common[(i - fromA) * width + (j - fromB)] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const steps: Step[] = [];
  let [i, j] = [fromA, fromB];
  while (i < toA || j < toB) {
    if (i < toA && j < toB && a[i] === b[j]) {
      steps.push({ mark: ' ', line: a[i] ?? '', a: i, b: j });
      i += 1;
      j += 1;
    } else if (i < toA && (j >= toB || at(i + 1, j) >= at(i, j + 1))) {
      steps.push({ mark: '-', line: a[i] ?? '', a: i, b: j });
      i += 1;
    } else {
      steps.push({ mark: '+', line: b[j] ?? '', a: i, b: j });
      j += 1;
    }
  }
  return steps;
}
