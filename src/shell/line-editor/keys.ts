/** One thing typed: text to insert, a key by its name (`ctrl-a`, `alt-f`, `ctrl-x ctrl-e`, `up`), a character quoted with ^V, or a pasted text. */
export type Key = { readonly text: string } | { readonly name: string } | { readonly quoted: string } | { readonly paste: string };

const PASTE_START = '\u001b[200~';
const PASTE_END = '\u001b[201~';
const QUOTED_INSERT = '\u0016';
const PREFIX = '\u0018';

/** Escape sequences of xterm, without the escape. */
const sequences: Readonly<Record<string, string>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  '[H': 'home',
  '[F': 'end',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  OH: 'home',
  OF: 'end',
  '[1~': 'home',
  '[3~': 'delete',
  '[4~': 'end',
  '[5~': 'page-up',
  '[6~': 'page-down',
  '[7~': 'home',
  '[8~': 'end',
  '[1;5C': 'ctrl-right',
  '[1;5D': 'ctrl-left',
  '[1;3C': 'alt-f',
  '[1;3D': 'alt-b',
  '[1;2C': 'right',
  '[1;2D': 'left',
  '[1;9C': 'alt-f',
  '[1;9D': 'alt-b',
  '[2~': 'insert',
  '[3;5~': 'alt-d',
  '[Z': 'shift-tab',
};

/** Takes keys apart as they come; an escape sequence or a paste may come in pieces. */
export interface KeyDecoder {
  decode(data: string): Key[];
}

/** Creates a decoder for the keys of a terminal in raw mode. */
export function createKeyDecoder(): KeyDecoder {
  let pending = '';
  /** Esc came alone: with the next key it makes one with Alt, as on a keyboard that has none. */
  let isMeta = false;
  return {
    decode(data) {
      pending = isMeta && !data.startsWith(PASTE_START) ? `\u001b${pending}${data}` : pending + data;
      isMeta = false;
      const keys: Key[] = [];
      while (pending !== '') {
        const taken = takeKey(pending);
        if (!taken) break;
        isMeta = pending === '\u001b';
        pending = pending.slice(taken.length);
        keys.push(taken.key);
      }
      return keys;
    },
  };
}

/** @returns undefined when the rest is still to come */
function takeKey(input: string): { readonly key: Key; readonly length: number } | undefined {
  if (input.startsWith(PASTE_START)) {
    const end = input.indexOf(PASTE_END);
    if (end < 0) return undefined;
    const text = input.slice(PASTE_START.length, end).replace(/\r\n?/g, '\n');
    return { key: { paste: text }, length: end + PASTE_END.length };
  }
  if (input.startsWith('\u001b')) return takeEscape(input);
  const [first = ''] = input;
  const code = first.codePointAt(0) ?? 0;
  if (code >= 0x20 && code !== 0x7f) {
    const text = /^[^\u0000-\u001f\u007f]+/.exec(input)?.[0] ?? first;
    return { key: { text }, length: text.length };
  }
  if (first === QUOTED_INSERT || first === '\u0011') {
    const next = input.codePointAt(1);
    if (next === undefined) return undefined;
    const quoted = String.fromCodePoint(next);
    return { key: { quoted }, length: 1 + quoted.length };
  }
  if (first === PREFIX) {
    const [, next] = input;
    if (next === undefined) return undefined;
    return { key: { name: `ctrl-x ${next < ' ' || next === '\u007f' ? nameControl(next.charCodeAt(0)) : next}` }, length: 2 };
  }
  return { key: { name: nameControl(code) }, length: 1 };
}

function nameControl(code: number): string {
  const names: Readonly<Record<number, string>> = {
    9: 'tab',
    10: 'enter',
    13: 'enter',
    127: 'backspace',
    8: 'backspace',
    29: 'ctrl-]',
    31: 'ctrl-_',
    0: 'ctrl-@',
  };
  return names[code] ?? `ctrl-${String.fromCharCode(code + 96)}`;
}

function takeEscape(input: string): { readonly key: Key; readonly length: number } | undefined {
  const control = /^\u001b(\[[0-9;?]*[A-Za-z~]|O[A-Z])/.exec(input);
  if (control) return { key: { name: sequences[control[1] ?? ''] ?? 'unknown' }, length: control[0].length };
  if (/^\u001b(\[[0-9;?]*|O)?$/.test(input) && input.length > 1) return undefined;
  if (input.length === 1) return { key: { name: 'escape' }, length: 1 };
  const [, next = ''] = input;
  const code = next.codePointAt(0) ?? 0;
  if (code === 127 || code === 8) return { key: { name: 'alt-backspace' }, length: 2 };
  if (next === '\u001b') return { key: { name: 'escape' }, length: 1 };
  return {
    key: { name: code < 0x20 ? `alt-${nameControl(code)}` : `alt-${String.fromCodePoint(input.codePointAt(1) ?? 0)}` },
    length: 1 + String.fromCodePoint(input.codePointAt(1) ?? 0).length,
  };
}
