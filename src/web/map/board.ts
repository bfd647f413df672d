import type { PictureItem } from '#course/lab/picture/picture-item.ts';
import type { MapTexts } from '#web/i18n/map-texts.ts';
import { element, setAttribute, setText } from './element.ts';
import type { WorldCopy } from './world-copy.ts';

/** A view of the map: its element, and a way to bring it up to date. */
export interface MapPart {
  readonly root: HTMLElement;
  draw(): void;
}

export interface Board extends MapPart {
  /** Marks a thing, and the pods that belong to it or are reached by it. */
  light(key: string | undefined): void;
}

/** From this many pods on they are drawn as small squares without names. */
const DENSE = 40;

/** A thing that is drawn, with the item it was drawn from: an item that is the same object needs no look. */
interface Drawn {
  readonly button: HTMLButtonElement;
  item: PictureItem;
}

/**
 * Nodes with their pods above, workloads and Services below. Each thing is a button; arrow keys go from one to the next.
 * @param choose is told what was clicked
 */
export function createBoard(copy: WorldCopy, texts: MapTexts, choose: (key: string) => void): Board {
  const drawn = new Map<string, Drawn>();
  const berths = new Map<string, HTMLElement>();
  const workloads = element('div', { class: 'map-row' });
  const services = element('div', { class: 'map-row' });
  const nodes = element('div', { class: 'map-nodes' });
  const empty = element('p', { class: 'map-empty' }, texts.empty);
  const workloadPart = element('section', {}, element('h3', {}, texts.workloads), workloads);
  const servicePart = element('section', {}, element('h3', {}, texts.services), services);
  const root = element('div', { class: 'map-board' }, empty, nodes, workloadPart, servicePart);
  root.addEventListener('click', (event) => {
    const key = (event.target as Element).closest<HTMLElement>('[data-key]')?.dataset['key'];
    if (key !== undefined) choose(key);
  });
  root.addEventListener('keydown', (event) => moveFocus(root, event));

  /** Where the pods of a node stand; '' for those on none. */
  const berthOf = (node: string): HTMLElement => {
    let berth = berths.get(node);
    if (!berth) {
      const pods = element('div', { class: 'map-berth' });
      const heading = node === '' ? element('span', { class: 'map-unassigned' }, texts.unassigned) : undefined;
      const box = element('section', { class: 'map-dock', 'data-name': node }, ...(heading ? [heading] : []), pods);
      insertByName(nodes, box, node);
      berth = pods;
      berths.set(node, berth);
    }
    return berth;
  };

  const homeOf = (item: PictureItem): HTMLElement => {
    if (item.kind === 'Pod') return berthOf(item.node ?? '');
    if (item.kind === 'Service') return services;
    if (item.kind === 'Node') return berthOf(item.name).parentElement ?? nodes;
    return workloads;
  };

  const put = (item: PictureItem): void => {
    const known = drawn.get(item.key);
    if (known?.item === item) return;
    const button =
      known?.button ?? element('button', { type: 'button', class: `map-thing map-${item.kind.toLowerCase()}`, 'data-key': item.key, tabindex: '-1' });
    const home = homeOf(item);
    if (button.parentElement !== home) {
      button.dataset['name'] = sortName(item);
      if (item.kind === 'Node') home.prepend(button);
      else insertByName(home, button, sortName(item));
    }
    button.hidden = isAside(item);
    setAttribute(button, 'data-tone', item.tone);
    writeFace(button, item, texts);
    drawn.set(item.key, { button, item });
  };

  const dropGone = (): void => {
    for (const [key, { button, item }] of drawn) {
      if (copy.items.has(key)) continue;
      button.remove();
      drawn.delete(key);
      if (item.kind !== 'Node') continue;
      berths.get(item.name)?.parentElement?.remove();
      berths.delete(item.name);
    }
  };

  return {
    root,
    draw() {
      dropGone();
      let podCount = 0;
      for (const item of copy.items.values()) {
        put(item);
        if (item.kind === 'Pod') podCount++;
      }
      setAttribute(root, 'data-density', podCount > DENSE ? 'dense' : undefined);
      workloadPart.hidden = workloads.childElementCount === 0;
      servicePart.hidden = !services.querySelector(':scope > :not([hidden])');
      empty.hidden = podCount > 0 || !workloadPart.hidden;
      const unassigned = berths.get('')?.parentElement;
      if (unassigned) unassigned.hidden = berths.get('')?.childElementCount === 0;
      // One stop for the Tab key; the arrow keys do the rest.
      if (!root.querySelector('[tabindex="0"]')) root.querySelector('.map-thing')?.setAttribute('tabindex', '0');
    },
    light(key) {
      const lit = key === undefined ? new Set<string>() : relativesOf(copy, key);
      for (const [each, { button }] of drawn) {
        setAttribute(button, 'aria-pressed', String(each === key));
        setAttribute(button, 'data-lit', lit.has(each) ? '' : undefined);
      }
    },
  };
}

/** Left to the table: ReplicaSets of earlier revisions, which own nothing, and the API server's own Service, which reaches no pod. */
function isAside(item: PictureItem): boolean {
  return (item.kind === 'ReplicaSet' && item.tone === 'idle' && item.owner !== undefined) || item.key === 'Service/default/kubernetes';
}

/** ReplicaSets stand behind their Deployment. */
function sortName(item: PictureItem): string {
  const owner = item.owner?.split('/')[2];
  return owner !== undefined && item.kind !== 'Pod' ? `${item.namespace}/${owner}/${item.name}` : `${item.namespace}/${item.name}/`;
}

function insertByName(home: HTMLElement, child: HTMLElement, name: string): void {
  const next = [...home.children].find((other) => other !== child && other instanceof HTMLElement && (other.dataset['name'] ?? '') > name);
  home.insertBefore(child, next ?? null);
}

/** What of a pod's name is its own: `web-766486c5b6-77pnh` is told from its siblings by the end. */
function shortName(item: PictureItem): string {
  const owner = item.owner?.split('/')[2];
  return item.kind === 'Pod' && owner !== undefined && item.name.startsWith(`${owner}-`)
    ? `${owner.replace(/-[a-z0-9]{8,10}$/, '')}…${item.name.slice(owner.length + 1)}`
    : item.name;
}

/** What is seen is short; what is read aloud says everything. */
function createFace(): readonly HTMLElement[] {
  const seen = ['map-dot', 'map-name', 'map-state'].map((name) => element('span', { class: name, 'aria-hidden': 'true' }));
  return [...seen, element('span', { class: 'visually-hidden' })];
}

function writeFace(button: HTMLButtonElement, item: PictureItem, texts: MapTexts): void {
  const state = item.kind === 'Service' ? texts.reaches(item.state) : item.state;
  const restarts = item.restarts > 0 ? texts.restarts(item.restarts) : '';
  const full = [item.kind, item.name, state, restarts].filter(Boolean).join(' · ');
  setAttribute(button, 'title', full);
  if (!button.firstChild) button.append(...createFace());
  const [, name, word, spoken] = button.children;
  if (spoken) setText(spoken, full);
  if (name) setText(name, item.kind === 'Pod' || item.kind === 'Node' ? shortName(item) : `${item.kind} ${item.name}`);
  const isQuiet = item.kind === 'Pod' && item.tone === 'good';
  if (word) setText(word, [isQuiet ? '' : state, item.restarts > 0 ? `↻${item.restarts}` : ''].filter(Boolean).join(' '));
}

/** A thing with what it owns, what owns it, and the pods it reaches or carries. */
function relativesOf(copy: WorldCopy, key: string): ReadonlySet<string> {
  const lit = new Set([key]);
  const chosen = copy.items.get(key);
  for (const pod of chosen?.reaches ?? []) lit.add(pod);
  for (let owner = chosen?.owner; owner !== undefined && !lit.has(owner); owner = copy.items.get(owner)?.owner) lit.add(owner);
  const isBelow = (item: PictureItem): boolean => {
    for (let owner = item.owner; owner !== undefined; owner = copy.items.get(owner)?.owner) if (owner === key) return true;
    return (chosen?.kind === 'Node' && item.node === chosen.name) || (chosen?.kind === 'Pod' && item.reaches.includes(key));
  };
  for (const item of copy.items.values()) if (isBelow(item)) lit.add(item.key);
  return lit;
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function moveFocus(root: HTMLElement, event: KeyboardEvent): void {
  const step = steps[event.key];
  if (step === undefined) return;
  const things = [...root.querySelectorAll<HTMLElement>('.map-thing:not([hidden])')];
  const at = things.indexOf(event.target as HTMLElement);
  const next = things[at + step];
  if (at < 0 || !next) return;
  event.preventDefault();
  things[at]?.setAttribute('tabindex', '-1');
  next.setAttribute('tabindex', '0');
  next.focus();
}
