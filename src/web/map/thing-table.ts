import type { PictureItem } from '#course/lab/picture/picture-item.ts';
import type { MapTexts } from '#web/i18n/map-texts.ts';
import type { MapPart } from './board.ts';
import { element, setText } from './element.ts';
import type { WorldCopy } from './world-copy.ts';

const nameIn = (key: string | undefined): string =>
  key
    ?.split('/')
    .filter((_, i) => i !== 1)
    .join(' ') ?? '';

function cellsOf(item: PictureItem): readonly string[] {
  const { kind, namespace, state, ready = '', restarts, node = '', owner } = item;
  return [kind, item.name, namespace, state, ready, kind === 'Pod' ? String(restarts) : '', node, nameIn(owner)];
}

/** The facts of the map as a table, one row for each thing. @param choose is told whose name was clicked */
export function createThingTable(copy: WorldCopy, texts: MapTexts, choose: (key: string) => void): MapPart {
  const body = element('tbody');
  const head = element('thead', {}, element('tr', {}, ...texts.columns.map((column) => element('th', { scope: 'col' }, column))));
  const root = element('div', { class: 'map-table', tabindex: '0', role: 'region', 'aria-label': texts.views.table }, element('table', {}, head, body));
  const rows = new Map<string, { readonly row: HTMLTableRowElement; item: PictureItem }>();
  root.addEventListener('click', (event) => {
    const key = (event.target as Element).closest('button')?.dataset['key'];
    if (key !== undefined) choose(key);
  });

  const createRow = (item: PictureItem): HTMLTableRowElement => {
    const row = element('tr', { 'data-key': item.key });
    for (const index of texts.columns.keys()) {
      row.append(index === 1 ? element('th', { scope: 'row' }, element('button', { type: 'button', 'data-key': item.key })) : element('td'));
    }
    const next = [...body.children].find(
      (other) => (other as HTMLElement).dataset['key'] !== undefined && ((other as HTMLElement).dataset['key'] ?? '') > item.key,
    );
    body.insertBefore(row, next ?? null);
    return row;
  };

  return {
    root,
    draw() {
      for (const [key, { row }] of rows) {
        if (copy.items.has(key)) continue;
        row.remove();
        rows.delete(key);
      }
      for (const item of copy.items.values()) {
        const known = rows.get(item.key);
        if (known?.item === item) continue;
        const row = known?.row ?? createRow(item);
        cellsOf(item).forEach((text, index) => {
          const cell = row.children[index];
          if (cell) setText(index === 1 ? (cell.firstElementChild ?? cell) : cell, text);
        });
        row.dataset['tone'] = item.tone;
        rows.set(item.key, { row, item });
      }
    },
  };
}
