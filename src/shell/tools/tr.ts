import { UsageError } from '#sim/usage-error.ts';
import { createTool } from './tool.ts';

const classes: Readonly<Record<string, (code: number) => boolean>> = {
  alnum: (code) => isLetter(code) || isDigit(code),
  alpha: (code) => isLetter(code),
  blank: (code) => code === 32 || code === 9,
  cntrl: (code) => code < 32 || code === 127,
  digit: (code) => isDigit(code),
  graph: (code) => code > 32 && code < 127,
  lower: (code) => code >= 97 && code <= 122,
  print: (code) => code >= 32 && code < 127,
  punct: (code) => code > 32 && code < 127 && !isLetter(code) && !isDigit(code),
  space: (code) => code === 32 || (code >= 9 && code <= 13),
  upper: (code) => code >= 65 && code <= 90,
  xdigit: (code) => isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102),
};
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' };

/** The characters of a set, with ranges, classes and escapes taken apart. @param length of the other set, for `[x*]` */
function expandSet(text: string, length: number): string[] {
  const chars: string[] = [];
  const letters = [...text];
  for (let at = 0; at < letters.length; ) {
    const rest = letters.slice(at).join('');
    const named = /^\[:(\w+):\]/.exec(rest);
    const repeated = /^\[(.)\*(\d*)\]/su.exec(rest);
    if (named) {
      const holds = classes[named[1] ?? ''];
      if (!holds) throw new UsageError(`invalid character class '${named[1]}'`);
      for (let code = 0; code < 128; code++) if (holds(code)) chars.push(String.fromCharCode(code));
      at += named[0].length;
      continue;
    }
    if (repeated) {
      const count = Number(repeated[2] || 0) || Math.max(0, length - chars.length);
      chars.push(...Array.from({ length: count }, () => repeated[1] ?? ''));
      at += [...repeated[0]].length;
      continue;
    }
    const [first, next] = readOne(letters, at);
    if (letters[next] === '-' && next + 1 < letters.length) {
      const [last, end] = readOne(letters, next + 1);
      const [from, to] = [first.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0];
      if (to < from) throw new UsageError(`range-endpoints of '${first}-${last}' are in reverse collating sequence order`);
      for (let code = from; code <= to; code++) chars.push(String.fromCodePoint(code));
      at = end;
    } else {
      chars.push(first);
      at = next;
    }
  }
  return chars;
}

/** One character, through escapes. @returns it and the offset behind it */
function readOne(letters: readonly string[], at: number): [char: string, next: number] {
  const char = letters[at] ?? '';
  if (char !== '\\') return [char, at + 1];
  const octal = /^[0-7]{1,3}/.exec(letters.slice(at + 1, at + 4).join(''));
  if (octal) return [String.fromCharCode(Number.parseInt(octal[0], 8)), at + 1 + octal[0].length];
  const escaped = letters[at + 1];
  return escaped === undefined ? ['\\', at + 1] : [escapes[escaped] ?? escaped, at + 2];
}

export const tr = createTool(
  'tr',
  { letters: 'cCdst', long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's', 'truncate-set1': 't' } },
  async (process, args) => {
    const [first, second, extra] = args.operands;
    const isDeleting = args.has('d');
    const isSqueezing = args.has('s');
    const usage = `\nTry 'tr --help' for more information.`;
    if (first === undefined) throw new UsageError(`missing operand${usage}`);
    if (second === undefined && !(isDeleting !== isSqueezing))
      throw new UsageError(
        `missing operand after '${first}'\nTwo strings must be given when ${isDeleting ? 'both deleting and squeezing repeats' : 'translating'}.${usage}`,
      );
    if (extra !== undefined || (second !== undefined && isDeleting && !isSqueezing)) throw new UsageError(`extra operand '${extra ?? second}'${usage}`);
    const isComplement = args.has('c') || args.has('C');
    const from = expandSet(first, 0);
    const to = second === undefined ? [] : expandSet(second, from.length);
    const inFirst = new Set(from);
    const isInFirst = (char: string): boolean => inFirst.has(char) !== isComplement;
    const last = to.at(-1) ?? '';
    const map = new Map(from.map((char, index) => [char, to[index] ?? last]).toReversed() as [string, string][]);
    const isTranslating = !isDeleting && second !== undefined;
    const squeezed = new Set(second === undefined ? [] : to);
    const mayRepeat = (char: string): boolean => (second === undefined ? !isInFirst(char) : !squeezed.has(char));
    const decoder = new TextDecoder();
    let previous = '';

    const translate = (text: string): string => {
      let out = '';
      for (const char of text) {
        if (isDeleting && isInFirst(char)) continue;
        const changed = isTranslating && isInFirst(char) ? (isComplement ? last : (map.get(char) ?? char)) : char;
        if (isSqueezing && changed === previous && !mayRepeat(changed)) continue;
        previous = changed;
        out += changed;
      }
      return out;
    };
    for (let bytes = await process.stdin.read(); bytes; bytes = await process.stdin.read())
      await process.print(translate(decoder.decode(bytes, { stream: true })));
    await process.print(translate(decoder.decode()));
    return 0;
  },
);
