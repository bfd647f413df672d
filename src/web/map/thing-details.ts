import type { Inspection } from '#course/lab/cluster-picture.ts';
import type { CauseStep } from '#course/lab/picture/cause-chain.ts';
import type { PictureItem } from '#course/lab/picture/picture-item.ts';
import type { MapTexts } from '#web/i18n/map-texts.ts';
import { element, setText } from './element.ts';
import { eventLine } from './time-line.ts';

const pages = ['why', 'events', 'log', 'yaml'] as const;
type PageName = (typeof pages)[number];

/** What the details need from the map around them. */
export interface DetailsHost {
  readLog(key: string, container: string): void;
  choose(key: string | undefined): void;
  clockOf(at: number): string;
}

/** The panel about the thing that is chosen. */
export interface ThingDetails {
  readonly root: HTMLElement;
  open(key: string | undefined): void;
  show(inspection: Inspection, item: PictureItem | undefined): void;
  showLog(container: string, text: string): void;
}

/** Creates the panel, closed. */
export function createThingDetails(texts: MapTexts, host: DetailsHost): ThingDetails {
  let key: string | undefined;
  let page: PageName = 'why';
  let container: string | undefined;
  const title = element('h3', { tabindex: '-1' });
  const close = element('button', { type: 'button', class: 'lab-small', 'aria-label': texts.close, title: texts.close }, '×');
  const buttons = pages.map((each) => element('button', { type: 'button', class: 'lab-small', 'data-page': each }, texts.details[each]));
  const bodies: Readonly<Record<PageName, HTMLElement>> = {
    why: element('ol', { class: 'map-why' }),
    events: element('ol', { class: 'map-events' }),
    log: element('pre'),
    yaml: element('pre'),
  };
  const body = element('div', { class: 'map-details-body', tabindex: '0' }, ...pages.map((each) => bodies[each]));
  const bar = element('div', { class: 'map-bar' }, title, ...buttons, close);
  const root = element('section', { class: 'map-details', 'aria-live': 'off', hidden: '' }, bar, body);

  const turnTo = (next: PageName): void => {
    page = next;
    for (const each of pages) bodies[each].hidden = each !== page;
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset['page'] === page));
    if (page === 'log' && key !== undefined && container !== undefined) host.readLog(key, container);
  };
  close.addEventListener('click', () => host.choose(undefined));
  root.addEventListener('keydown', (event) => event.key === 'Escape' && host.choose(undefined));
  root.addEventListener('click', (event) => {
    const target = (event.target as Element).closest('button');
    const next = pages.find((each) => each === target?.dataset['page']);
    if (next) turnTo(next);
    if (target?.dataset['key'] !== undefined) host.choose(target.dataset['key']);
  });
  turnTo('why');

  return {
    root,
    open(next) {
      if (next !== key) for (const each of pages) bodies[each].replaceChildren();
      key = next;
      root.hidden = key === undefined;
      root.setAttribute('aria-label', key?.split('/').filter(Boolean).join(' ') ?? '');
    },
    show(inspection, item) {
      const [kind = '', , name = ''] = inspection.key.split('/');
      setText(title, `${kind} ${name}${item ? ` · ${item.state}` : ''}`);
      bodies.why.replaceChildren(...whyLines(inspection, texts, host));
      bodies.events.replaceChildren(...inspection.events.toReversed().map((event) => eventLine(event, host.clockOf(event.at), texts)));
      if (inspection.events.length === 0) bodies.events.append(element('li', {}, texts.noEvents));
      setText(bodies.yaml, inspection.yaml === '' ? texts.gone : inspection.yaml);
      [container] = inspection.containers;
      for (const button of buttons) if (button.dataset['page'] === 'log') button.hidden = container === undefined;
      if (page === 'log' && container === undefined) turnTo('why');
      else if (page === 'log') turnTo('log');
    },
    showLog(of, text) {
      if (of === container) setText(bodies.log, text === '' ? texts.noLog : text);
    },
  };
}

function whyLines(inspection: Inspection, texts: MapTexts, host: DetailsHost): readonly HTMLElement[] {
  if (inspection.why.length === 0) return [element('li', {}, inspection.yaml === '' ? texts.gone : texts.noCause)];
  return inspection.why.map((step) =>
    element('li', { 'data-step': step.step }, element('time', {}, host.clockOf(step.at)), ...stepContent(step, inspection.key, texts)),
  );
}

function stepContent(step: CauseStep, chosen: string, texts: MapTexts): readonly HTMLElement[] {
  if (step.step !== 'change') return [element('code', {}, step.text)];
  const key = `${step.kind}/${step.namespace}/${step.name}`;
  const label = `${step.kind} ${step.name}`;
  const said = step.facts.map((fact) => texts.fact(fact)).join('; ');
  return [
    key === chosen ? element('strong', {}, label) : element('button', { type: 'button', 'data-key': key }, label),
    element('span', {}, said === '' ? texts.changed : said),
  ];
}
