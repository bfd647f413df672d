/** Walks through earlier lines, keeping what was being typed and what was changed on the way. */
export interface HistoryBrowser {
  /** The line before the present one; undefined at the oldest. @param present what stands in the line now */
  older(present: string): string | undefined;
  newer(present: string): string | undefined;
  oldest(present: string): string | undefined;
  newest(present: string): string | undefined;
  /** The nearest line before (or behind) `from` that holds a text. @returns the line and its place */
  search(text: string, from: number, isForwards?: boolean): { readonly line: string; readonly at: number } | undefined;
  /** Where it stands. */
  readonly at: number;
  /** How many lines there are: the place behind the newest. */
  readonly length: number;
  /** The history itself, oldest first. */
  readonly lines: readonly string[];
  /** Goes to a line that a search found. */
  goTo(at: number): void;
  /** The last word of the n-th newest line (1 is the newest). */
  lastWord(n: number): string | undefined;
  /** The second word of the newest line. */
  firstArgument(): string | undefined;
}

/** @param lines the history, oldest first; not changed */
export function createHistoryBrowser(lines: readonly string[]): HistoryBrowser {
  const drafts = new Map<number, string>();
  let at = lines.length;
  const lineAt = (index: number): string => drafts.get(index) ?? lines[index] ?? '';
  const go = (to: number, present: string): string | undefined => {
    if (to < 0 || to > lines.length || to === at) return undefined;
    drafts.set(at, present);
    at = to;
    return lineAt(at);
  };
  return {
    length: lines.length,
    lines,
    older: (present) => go(at - 1, present),
    newer: (present) => go(at + 1, present),
    oldest: (present) => go(0, present),
    newest: (present) => go(lines.length, present),
    get at() {
      return at;
    },
    search(text, from, isForwards) {
      if (isForwards) {
        const index = lines.findIndex((line, place) => place > from && line.includes(text));
        return index < 0 ? undefined : { line: lines[index] ?? '', at: index };
      }
      for (let index = Math.min(from, lines.length) - 1; index >= 0; index--) {
        const line = lines[index] ?? '';
        if (line.includes(text)) return { line, at: index };
      }
      return undefined;
    },
    goTo(index) {
      at = index;
    },
    lastWord: (n) => lines.at(-n)?.trim().split(/\s+/).at(-1),
    firstArgument: () => lines.at(-1)?.trim().split(/\s+/)[1],
  };
}
