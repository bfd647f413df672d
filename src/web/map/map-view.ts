import type { Language } from '#course/exercise.ts';
import type { PictureUpdate } from '#course/lab/cluster-picture.ts';
import '#web/styles/map.css';
import { mapTexts } from '#web/i18n/map-texts.ts';
import type { LabSession } from '#web/lab/lab-session.ts';
import { createBoard } from './board.ts';
import { element } from './element.ts';
import { createThingDetails } from './thing-details.ts';
import { createThingTable } from './thing-table.ts';
import { createTimeLine } from './time-line.ts';
import { createWorldCopy } from './world-copy.ts';

const views = ['board', 'table', 'events'] as const;
type View = (typeof views)[number];

/** The session each map element shows, and how to let go of it. */
const shown = new WeakMap<HTMLElement, { readonly session: LabSession; unwatch(): void }>();

/**
 * Shows the live map of a running lab in an element: nodes with their pods, workloads, Services, a table of the same
 * facts, a time line, and the details of what is chosen. Only what has changed is touched, once a frame.
 */
export function showMap(host: HTMLElement, session: LabSession, language: Language): void {
  const before = shown.get(host);
  if (before?.session === session) {
    session.post({ type: 'show-picture', wanted: true });
    return;
  }
  before?.unwatch();
  const texts = mapTexts[language];
  const copy = createWorldCopy();
  let chosen: string | undefined;
  let view: View = 'board';
  let isDrawDue = false;

  const choose = (key: string | undefined): void => {
    chosen = key;
    board.light(key);
    details.open(key);
    if (key !== undefined) session.post({ type: 'inspect', key });
  };
  const board = createBoard(copy, texts, choose);
  const table = createThingTable(copy, texts, choose);
  const timeLine = createTimeLine(copy, texts, choose);
  const details = createThingDetails(texts, {
    readLog: (key, container) => session.post({ type: 'read-log', key, container }),
    choose,
    clockOf: (at) => copy.clockOf(at, texts.atStart),
  });
  const parts = { board, table, events: timeLine };

  const draw = (): void => {
    isDrawDue = false;
    parts[view].draw();
    board.light(chosen);
  };
  const buttons = views.map((each) => element('button', { type: 'button', class: 'lab-small', 'data-view': each }, texts.views[each]));
  const show = (next: View): void => {
    view = next;
    for (const each of views) parts[each].root.hidden = each !== view;
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset['view'] === view));
    draw();
  };
  const take = (update: PictureUpdate, startMs: number): void => {
    copy.take(update, startMs);
    if (!isDrawDue) requestAnimationFrame(draw);
    isDrawDue = true;
    const isTouched = chosen !== undefined && (update.isReset || update.gone.includes(chosen) || update.items.some((item) => item.key === chosen));
    if (chosen !== undefined && isTouched) session.post({ type: 'inspect', key: chosen });
  };

  const bar = element('div', { class: 'map-bar', role: 'group', 'aria-label': texts.viewsLabel }, ...buttons);
  bar.addEventListener('click', (event) => {
    const next = views.find((each) => each === (event.target as HTMLElement).dataset['view']);
    if (next) show(next);
  });
  host.replaceChildren(bar, element('div', { class: 'map-body' }, board.root, table.root, timeLine.root), details.root);
  show('board');
  const unwatch = session.watch((event) => {
    if (event.type === 'picture') take(event.update, event.startMs);
    if (event.type === 'inspected' && event.inspection.key === chosen) details.show(event.inspection, copy.items.get(chosen));
    if (event.type === 'log' && event.key === chosen) details.showLog(event.container, event.text);
  });
  shown.set(host, { session, unwatch });
  session.post({ type: 'show-picture', wanted: true });
}
