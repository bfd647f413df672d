import { YamlError, yamlErrorAt } from './yaml-error.ts';

/** A place in the text. Lines and columns count from 0. */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

const breaks = '\n\r\u0085\u2028\u2029';

/** The text of one document and how far it has been read. Past its end every character is ''. */
export class YamlSource {
  index = 0;
  line = 0;
  column = 0;
  readonly #text: string;

  /** @throws YamlError for characters that no YAML may contain */
  constructor(text: string) {
    if (/[^\t\n\r\x20-\x7e\u0085\u00a0-\uffff]/.test(text)) throw new YamlError('yaml: control characters are not allowed');
    this.#text = text.startsWith('\ufeff') ? text.slice(1) : text;
  }

  mark(): Mark {
    return { index: this.index, line: this.line, column: this.column };
  }

  peek(offset = 0): string {
    return this.#text[this.index + offset] ?? '';
  }

  isEnd(offset = 0): boolean {
    return this.index + offset >= this.#text.length;
  }

  isBlank(offset = 0): boolean {
    const char = this.peek(offset);
    return char === ' ' || char === '\t';
  }

  isBreak(offset = 0): boolean {
    const char = this.peek(offset);
    return char !== '' && breaks.includes(char);
  }

  isBreakOrEnd(offset = 0): boolean {
    return this.isEnd(offset) || this.isBreak(offset);
  }

  isBlankOrEnd(offset = 0): boolean {
    return this.isBlank(offset) || this.isBreakOrEnd(offset);
  }

  skip(count = 1): void {
    this.index += count;
    this.column += count;
  }

  /** Reads one character, both halves of a pair together. */
  read(): string {
    const char = this.peek();
    this.skip();
    const next = this.peek();
    if (char < '\ud800' || char > '\udbff' || next < '\udc00' || next > '\udfff') return char;
    this.index += 1;
    return char + next;
  }

  /** Reads a line break; what Windows and old Macs write counts as `\n`. */
  readBreak(): string {
    const char = this.peek();
    this.index += char === '\r' && this.peek(1) === '\n' ? 2 : 1;
    this.line += 1;
    this.column = 0;
    return char === '\u2028' || char === '\u2029' ? char : '\n';
  }

  /** Whether a line begins here with `---` or `...` and nothing glued to it. */
  isDocumentIndicator(): boolean {
    if (this.column !== 0 || !this.isBlankOrEnd(3)) return false;
    const word = this.peek() + this.peek(1) + this.peek(2);
    return word === '---' || word === '...';
  }

  /** An error of the scanner: it counts lines from 1. */
  fail(problem: string): YamlError {
    return yamlErrorAt(this.line + 1, problem);
  }
}
