import { alignTabs, describeTabs } from '#machinery/tabwriter.ts';

/** Collects the lines of a `kubectl describe`, indented by levels, cells to be aligned. */
export interface DescribeWriter {
  /** One line. @param level two blanks each @param cells aligned with their neighbours above and below */
  line(level: number, ...cells: readonly string[]): void;
  /** Text as it is: several lines, or part of one. */
  raw(text: string): void;
  /** All of it, aligned. */
  text(): string;
  /** All of it with its tabs: `kubectl rollout history` prints a template so. */
  unaligned(): string;
}

/** An empty writer. */
export function createDescribeWriter(): DescribeWriter {
  let written = '';
  return {
    line: (level, ...cells) => {
      written += `${'  '.repeat(level)}${cells.join('\t')}\n`;
    },
    raw: (text) => {
      written += text;
    },
    text: () => alignTabs(written, describeTabs),
    unaligned: () => written,
  };
}
