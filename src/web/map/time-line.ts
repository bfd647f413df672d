import type { PictureEvent } from '#course/lab/cluster-picture.ts';
import type { MapTexts } from '#web/i18n/map-texts.ts';
import type { MapPart } from './board.ts';
import { element } from './element.ts';
import type { WorldCopy } from './world-copy.ts';

/** One Event as a line: when, why, about what, in the component's own words. */
export function eventLine(event: PictureEvent, clock: string, texts: MapTexts): HTMLElement {
  const [kind = '', , name = ''] = event.about.split('/');
  const count = event.count > 1 ? ` (${texts.times(event.count)})` : '';
  const about = element('button', { type: 'button', 'data-key': event.about }, `${kind} ${name}`);
  const head = element('span', { class: 'map-event-head' }, element('time', {}, clock), element('strong', {}, event.reason), about);
  return element('li', event.isWarning ? { 'data-tone': 'bad' } : {}, head, element('span', {}, `${event.message}${count}`));
}

/** The events of the cluster, newest first. @param choose is told what a line is about when it is clicked */
export function createTimeLine(copy: WorldCopy, texts: MapTexts, choose: (key: string) => void): MapPart {
  const list = element('ol', { class: 'map-events' });
  const empty = element('p', { class: 'map-empty' }, texts.noEvents);
  const root = element('div', { class: 'map-time-line', tabindex: '0', role: 'region', 'aria-label': texts.views.events }, empty, list);
  const lines = new Map<string, { readonly line: HTMLElement; readonly event: PictureEvent }>();
  root.addEventListener('click', (event) => {
    const key = (event.target as Element).closest('button')?.dataset['key'];
    if (key !== undefined) choose(key);
  });
  return {
    root,
    draw() {
      empty.hidden = copy.events.size > 0;
      for (const [key, { line, event }] of lines) {
        if (copy.events.get(key) === event) continue;
        line.remove();
        lines.delete(key);
      }
      // Events come in the order in which they happened, so each new one goes on top.
      for (const event of copy.events.values()) {
        if (lines.has(event.key)) continue;
        const line = eventLine(event, copy.clockOf(event.at, texts.atStart), texts);
        list.prepend(line);
        lines.set(event.key, { line, event });
      }
    },
  };
}
