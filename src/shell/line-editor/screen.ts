import { clusterWidth, showCluster, textWidth } from './display-width.ts';
import type { EditState } from './edit-state.ts';

/** Where the cursor is, counted from the first line of the prompt. */
interface Place {
  readonly row: number;
  readonly column: number;
}

/** Draws a prompt and the line behind it, over as many rows as they take. */
export interface EditScreen {
  /** Draws the line anew at its place. @param prompt with its escape sequences */
  draw(prompt: string, state: EditState): string;
  /** Leaves the line as it stands and goes below it. */
  finish(): string;
  /** The terminal has another width: whoever drew the line wrapped it anew. @returns what draws it again; '' when nothing is drawn */
  reflow(): string;
  /** Forgets where the line was drawn: something else was printed since. */
  forget(): void;
}

const INVISIBLE = /\u0001[^\u0002]*\u0002|\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007]*\u0007/g;

/** The columns a prompt's last line takes, and how many lines stand above it. */
export function measurePrompt(prompt: string): { readonly lines: number; readonly width: number } {
  const lines = prompt.replace(INVISIBLE, '').split('\n');
  return { lines: lines.length - 1, width: textWidth(lines.at(-1) ?? '') };
}

/** @param columns asks for the terminal's width at every drawing */
export function createEditScreen(columns: () => number): EditScreen {
  let cursor: Place = { row: 0, column: 0 };
  let lastRow = 0;
  let drawn: { readonly prompt: string; readonly state: EditState } | undefined;

  const layOut = (prompt: string, state: EditState): { readonly text: string; readonly cursor: Place; readonly end: Place } => {
    const width = Math.max(1, columns());
    const measured = measurePrompt(prompt);
    let row = measured.lines + Math.floor(measured.width / width);
    let column = measured.width % width;
    let text = '';
    let at: Place = { row, column };
    for (const [i, cluster] of state.clusters.entries()) {
      if (i === state.cursor) at = { row, column };
      if (cluster === '\n') {
        text += '\r\n';
        row++;
        column = 0;
        continue;
      }
      const size = clusterWidth(cluster);
      if (column + size > width) {
        text += '\r\n';
        row++;
        column = 0;
      }
      text += showCluster(cluster);
      column += size;
      if (column === width) {
        // A terminal waits with the new line until the next character; make it come now.
        text += ' \r';
        row++;
        column = 0;
      }
    }
    if (state.cursor >= state.clusters.length) at = { row, column };
    return { text, cursor: at, end: { row, column } };
  };

  const goUp = (rows: number): string => (rows > 0 ? `\u001b[${rows}A` : '');

  const screen: EditScreen = {
    draw(prompt, state) {
      drawn = { prompt, state };
      const laid = layOut(prompt, state);
      const toStart = `${goUp(cursor.row)}\r\u001b[J`;
      const back = `${goUp(laid.end.row - laid.cursor.row)}\r${laid.cursor.column > 0 ? `\u001b[${laid.cursor.column}C` : ''}`;
      cursor = laid.cursor;
      lastRow = laid.end.row;
      const shownPrompt = prompt.replace(/[\u0001\u0002]/g, '').replace(/\n/g, '\r\n');
      return `${toStart}${shownPrompt}${laid.text}${back}`;
    },
    reflow() {
      if (!drawn) return '';
      cursor = layOut(drawn.prompt, drawn.state).cursor;
      return screen.draw(drawn.prompt, drawn.state);
    },
    finish() {
      drawn = undefined;
      const down = lastRow - cursor.row;
      cursor = { row: 0, column: 0 };
      return `${down > 0 ? `\u001b[${down}B` : ''}\r\n`;
    },
    forget() {
      drawn = undefined;
      cursor = { row: 0, column: 0 };
      lastRow = 0;
    },
  };
  return screen;
}

/** A list in columns, as completion shows its candidates: filled downwards, two blanks apart. */
export function formatInColumns(items: readonly string[], columns: number): string {
  const width = Math.max(...items.map((item) => textWidth(item))) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(items.length / perRow);
  let text = '';
  for (let row = 0; row < rows; row++) {
    const cells = items.filter((_, i) => i % rows === row);
    text += `${cells.map((cell, i) => (i < cells.length - 1 ? cell + ' '.repeat(width - textWidth(cell)) : cell)).join('')}\r\n`;
  }
  return text;
}
