/** How columns are laid out; the numbers are Go's `text/tabwriter`. */
export interface TabOptions {
  /** A column is at least this wide, padding included. */
  readonly minWidth: number;
  /** Blanks after the widest cell of a column. */
  readonly padding: number;
}

/** What `kubectl describe` and `kubectl rollout history` use. */
export const describeTabs: TabOptions = { minWidth: 0, padding: 2 };

/** What `kubectl get` and the other tables of kubectl use. */
export const tableTabs: TabOptions = { minWidth: 6, padding: 3 };

/** Aligns text piece by piece and never lets a column get narrower than it was: `kubectl get --watch`. */
export interface TabWriter {
  /** @param text whole lines, cells ended by tabs @returns the same lines with tabs replaced by blanks */
  align(text: string): string;
}

/** @param options as for alignTabs */
export function createTabWriter(options: TabOptions): TabWriter {
  const seenWidths: number[] = [];
  return { align: (text) => alignLines(text, options, seenWidths) };
}

/**
 * Replaces the tabs of a text by blanks, as Go's `text/tabwriter` does: a cell is what a tab ends, a column is a
 * run of neighbouring lines that have a cell there, and the rest of a line after its last tab takes no part.
 * Widths are counted in code points.
 * @param text lines with cells ended by tabs
 */
export function alignTabs(text: string, options: TabOptions): string {
  return text.includes('\t') ? alignLines(text, options, undefined) : text;
}

/** Rows of cells as aligned lines, each ended by a newline. The last cell of a row is not padded. */
export function formatTabs(rows: readonly (readonly string[])[], options: TabOptions): string {
  return rows.length === 0 ? '' : alignTabs(`${rows.map((row) => row.join('\t')).join('\n')}\n`, options);
}

function alignLines(text: string, options: TabOptions, seenWidths: number[] | undefined): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const out: string[] = new Array(lines.length);
  alignColumns(lines, 0, lines.length, [], options, seenWidths, out);
  return out.join('\n');
}

/** Lays out lines [from, to), whose first `widths.length` columns are known already. */
function alignColumns(
  lines: readonly (readonly string[])[],
  from: number,
  to: number,
  widths: readonly number[],
  options: TabOptions,
  seenWidths: number[] | undefined,
  out: string[],
): void {
  const column = widths.length;
  let at = from;
  while (at < to) {
    if (!hasCell(lines[at], column)) {
      out[at] = padCells(lines[at] ?? [], widths);
      at += 1;
      continue;
    }
    const start = at;
    let width = options.minWidth;
    for (; at < to && hasCell(lines[at], column); at++) {
      width = Math.max(width, codePointLength(lines[at]?.[column] ?? '') + options.padding);
    }
    if (seenWidths) {
      width = Math.max(width, seenWidths[column] ?? 0);
      seenWidths[column] = width;
    }
    alignColumns(lines, start, at, [...widths, width], options, seenWidths, out);
  }
}

function hasCell(line: readonly string[] | undefined, column: number): boolean {
  return line !== undefined && column < line.length - 1;
}

function padCells(cells: readonly string[], widths: readonly number[]): string {
  let line = '';
  cells.forEach((cell, column) => {
    const width = widths[column];
    line += width === undefined ? cell : cell + ' '.repeat(Math.max(0, width - codePointLength(cell)));
  });
  return line;
}

function codePointLength(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdbff) length -= 1;
  }
  return length;
}
