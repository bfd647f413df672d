import { createTabWriter, type TabWriter, tableTabs } from '#machinery/tabwriter.ts';

/**
 * Collects rows and aligns them, as kubectl prints tables: one block per resource type, an empty line between blocks,
 * columns that stay as wide as they were while a watch goes on.
 */
export interface TableWriter {
  /** Starts a block with columns of its own. @param header undefined when headers are not wanted */
  startBlock(header: readonly string[] | undefined): void;
  /** Adds a row; the header goes before the first row of its block. */
  addRow(cells: readonly string[]): void;
  /** The text since the last flush. */
  flush(): string;
  /** Whether any row was ever added. */
  readonly hasWritten: boolean;
}

export function createTableWriter(): TableWriter {
  let tabs: TabWriter = createTabWriter(tableTabs);
  let header: readonly string[] | undefined;
  let pending = '';
  let done = '';
  let hasWritten = false;
  // Whether the next row needs an empty line before it: it begins another block.
  let isSeparated = false;

  const finishBlock = (): void => {
    done += tabs.align(pending);
    pending = '';
  };

  return {
    startBlock(next) {
      finishBlock();
      tabs = createTabWriter(tableTabs);
      header = next;
      isSeparated = hasWritten && next !== undefined;
    },
    addRow(cells) {
      if (isSeparated) done += '\n';
      isSeparated = false;
      if (header !== undefined) pending += `${header.join('\t')}\n`;
      header = undefined;
      pending += `${cells.join('\t')}\n`;
      hasWritten = true;
    },
    flush() {
      finishBlock();
      const text = done;
      done = '';
      return text;
    },
    get hasWritten() {
      return hasWritten;
    },
  };
}
