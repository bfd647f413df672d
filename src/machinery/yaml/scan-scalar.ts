import type { YamlSource } from './source.ts';

/** White space and line breaks between two words of a scalar that goes over several lines. */
class Gap {
  blanks = '';
  firstBreak = '';
  otherBreaks = '';
  hasBreak = false;

  /** Reads blanks and breaks. `onTab` may refuse a tab that stands where indentation is due. */
  read(source: YamlSource, onTab?: () => void): void {
    while (source.isBlank() || source.isBreak()) {
      if (source.isBlank()) {
        if (this.hasBreak && source.peek() === '\t') onTab?.();
        if (this.hasBreak) source.skip();
        else this.blanks += source.read();
      } else if (this.hasBreak) this.otherBreaks += source.readBreak();
      else {
        this.firstBreak = source.readBreak();
        this.hasBreak = true;
      }
    }
  }

  /** What the gap means: one break is a blank, several are one less, and blanks alone stay. */
  take(): string {
    const folded = this.firstBreak === '\n' ? this.otherBreaks || ' ' : this.firstBreak + this.otherBreaks;
    const text = this.hasBreak ? folded : this.blanks;
    this.blanks = '';
    this.firstBreak = '';
    this.otherBreaks = '';
    this.hasBreak = false;
    return text;
  }
}

/**
 * Reads an unquoted scalar.
 * @param indent of the block it stands in; a line less indented ends it
 * @returns the text, and whether it ended on another line than it began
 */
export function scanPlain(source: YamlSource, indent: number, flowLevel: number): { text: string; endsLine: boolean } {
  let text = '';
  const gap = new Gap();
  for (;;) {
    if (source.isDocumentIndicator() || source.peek() === '#') break;
    while (!source.isBlankOrEnd() && !endsPlain(source, flowLevel)) text += gap.take() + source.read();
    if (!source.isBlank() && !source.isBreak()) break;
    gap.read(source, () => {
      if (source.column <= indent) throw source.fail('found a tab character that violates indentation');
    });
    if (flowLevel === 0 && source.column <= indent) break;
  }
  return { text, endsLine: gap.hasBreak };
}

function endsPlain(source: YamlSource, flowLevel: number): boolean {
  const char = source.peek();
  if (char === ':') return source.isBlankOrEnd(1) || (flowLevel > 0 && ',?[]{}'.includes(source.peek(1)));
  return flowLevel > 0 && ',?[]{}'.includes(char);
}

const escapes: Readonly<Record<string, string>> = {
  0: '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads a quoted scalar, from its opening quote to its closing one. */
export function scanQuoted(source: YamlSource): string {
  const quote = source.read();
  let text = '';
  const gap = new Gap();
  for (;;) {
    if (source.isDocumentIndicator()) throw source.fail('found unexpected document indicator');
    if (source.isEnd()) throw source.fail('found unexpected end of stream');
    let isContinued = false;
    while (!source.isBlankOrEnd() && !isContinued) {
      const char = source.peek();
      if (quote === "'" && char === "'" && source.peek(1) === "'") {
        text += "'";
        source.skip(2);
      } else if (char === quote) break;
      else if (quote === '"' && char === '\\') {
        isContinued = source.isBreak(1);
        if (isContinued) {
          source.skip();
          source.readBreak();
        } else text += scanEscape(source);
      } else text += source.read();
    }
    if (source.peek() === quote && !isContinued) {
      source.skip();
      return text;
    }
    // After an escaped line break, blanks at the start of the next line are indentation.
    gap.hasBreak = isContinued;
    gap.read(source);
    text += gap.take();
  }
}

function scanEscape(source: YamlSource): string {
  const code = source.peek(1);
  const plain = escapes[code];
  if (plain !== undefined) {
    source.skip(2);
    return plain;
  }
  const length = hexLengths[code];
  if (length === undefined) throw source.fail('found unknown escape character');
  source.skip(2);
  let digits = '';
  for (let offset = 0; offset < length; offset += 1) {
    if (!/[0-9a-fA-F]/.test(source.peek(offset))) throw source.fail('did not find expected hexdecimal number');
    digits += source.peek(offset);
  }
  const point = Number.parseInt(digits, 16);
  if ((point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff) throw source.fail('found invalid Unicode character escape code');
  source.skip(length);
  return String.fromCodePoint(point);
}

/** What the head of a block scalar says: `|2-`. */
interface BlockHeader {
  readonly chomping: '' | '+' | '-';
  /** 0 when the first line tells. */
  readonly increment: number;
}

function scanBlockHeader(source: YamlSource): BlockHeader {
  let chomping: '' | '+' | '-' = '';
  let increment = 0;
  for (let part = 0; part < 2; part += 1) {
    const char = source.peek();
    if (chomping === '' && (char === '+' || char === '-')) chomping = char;
    else if (increment === 0 && /\d/.test(char)) {
      if (char === '0') throw source.fail('found an indentation indicator equal to 0');
      increment = Number(char);
    } else break;
    source.skip();
  }
  while (source.isBlank()) source.skip();
  if (source.peek() === '#') while (!source.isBreakOrEnd()) source.skip();
  if (!source.isBreakOrEnd()) throw source.fail('did not find expected comment or line break');
  if (source.isBreak()) source.readBreak();
  return { chomping, increment };
}

/** Reads empty lines and the indentation of the next one. @returns the indent, found out where it was 0, and the breaks */
function scanBlockBreaks(source: YamlSource, indent: number, parentIndent: number): { indent: number; breaks: string } {
  let breaks = '';
  let deepest = 0;
  for (;;) {
    while ((indent === 0 || source.column < indent) && source.peek() === ' ') source.skip();
    deepest = Math.max(deepest, source.column);
    if ((indent === 0 || source.column < indent) && source.peek() === '\t') {
      throw source.fail('found a tab character where an indentation space is expected');
    }
    if (!source.isBreak()) break;
    breaks += source.readBreak();
  }
  return { indent: indent === 0 ? Math.max(deepest, parentIndent + 1, 1) : indent, breaks };
}

/**
 * Reads a block scalar, from its `|` or `>` to its last line.
 * @param parentIndent of the block it stands in
 */
export function scanBlock(source: YamlSource, parentIndent: number): string {
  const isLiteral = source.read() === '|';
  const { chomping, increment } = scanBlockHeader(source);
  const fixedIndent = increment === 0 ? 0 : Math.max(parentIndent, 0) + increment;
  let { indent, breaks } = scanBlockBreaks(source, fixedIndent, parentIndent);
  let text = '';
  let lastBreak = '';
  let wasBlank = false;
  while (source.column === indent && !source.isEnd()) {
    const isBlank = source.isBlank();
    const folds = !isLiteral && lastBreak === '\n' && !wasBlank && !isBlank;
    text += (folds ? (breaks === '' ? ' ' : '') : lastBreak) + breaks;
    wasBlank = isBlank;
    while (!source.isBreakOrEnd()) text += source.read();
    lastBreak = source.isEnd() ? '' : source.readBreak();
    ({ indent, breaks } = scanBlockBreaks(source, indent, parentIndent));
  }
  return text + (chomping === '-' ? '' : lastBreak) + (chomping === '+' ? breaks : '');
}
