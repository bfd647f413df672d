import { scanBlock, scanPlain, scanQuoted } from './scan-scalar.ts';
import { type Mark, YamlSource } from './source.ts';

export type TokenKind =
  | 'stream-end'
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence'
  | 'block-mapping'
  | 'block-end'
  | 'flow-sequence'
  | 'flow-sequence-end'
  | 'flow-mapping'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'plain'
  | 'quoted';

export interface Token {
  readonly kind: TokenKind;
  readonly mark: Mark;
  /** The text of a scalar, the name of an anchor, alias or tag. */
  readonly text: string;
}

/** Where a key may have begun that is recognised only by the `:` after it. */
interface SimpleKey {
  /** Whether the text makes no sense unless it is a key. */
  readonly required: boolean;
  readonly tokenNumber: number;
  readonly mark: Mark;
}

/** How far from its start a key's `:` may be. */
const keyLimit = 1024;

/**
 * Cuts YAML into tokens, as the library does that kubectl uses: what it stops at, and on which line, follows from how it
 * looks for keys. A key is only known as one at its colon, and then its tokens are put in before it.
 */
export class YamlScanner {
  readonly #source: YamlSource;
  readonly #tokens: Token[] = [];
  /** The number of tokens that were taken. */
  #taken = 0;
  #isFinished = false;
  #flowLevel = 0;
  #indent = -1;
  readonly #indents: number[] = [];
  #keyAllowed = true;
  /** The possible key of each flow level, the innermost last. */
  readonly #keys: (SimpleKey | undefined)[] = [undefined];

  constructor(text: string) {
    this.#source = new YamlSource(text);
  }

  /** The next token, left where it is. @throws YamlError */
  peek(): Token {
    while (this.#needsMore()) this.#fetch();
    return this.#tokens[0] ?? { kind: 'stream-end', mark: this.#source.mark(), text: '' };
  }

  /** The next token. @throws YamlError */
  take(): Token {
    const token = this.peek();
    this.#tokens.shift();
    this.#taken += 1;
    return token;
  }

  /** More is needed as long as the first token may still turn out to follow a key token. */
  #needsMore(): boolean {
    if (this.#isFinished) return false;
    if (this.#tokens.length === 0) return true;
    for (let level = 0; level < this.#keys.length; level += 1) {
      if (this.#validKey(level)?.tokenNumber === this.#taken) return true;
    }
    return false;
  }

  /** The possible key of a level, unless the text has gone on too far. */
  #validKey(level: number): SimpleKey | undefined {
    const key = this.#keys[level];
    if (key === undefined) return undefined;
    if (key.mark.line === this.#source.line && this.#source.index - key.mark.index <= keyLimit) return key;
    if (key.required) throw this.#source.fail("could not find expected ':'");
    this.#keys[level] = undefined;
    return undefined;
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return;
    this.#dropKey();
    const required = this.#flowLevel === 0 && this.#indent === this.#source.column;
    this.#keys[this.#flowLevel] = { required, tokenNumber: this.#taken + this.#tokens.length, mark: this.#source.mark() };
  }

  #dropKey(): void {
    if (this.#keys[this.#flowLevel]?.required) throw this.#source.fail("could not find expected ':'");
    this.#keys[this.#flowLevel] = undefined;
  }

  #push(kind: TokenKind, mark: Mark, text = ''): void {
    this.#tokens.push({ kind, mark, text });
  }

  /** Opens a block when the column is deeper than the last one. @param tokenNumber where its token belongs; at the end when left out */
  #openBlock(kind: 'block-sequence' | 'block-mapping', mark: Mark, tokenNumber = this.#taken + this.#tokens.length): void {
    if (this.#flowLevel > 0 || this.#indent >= mark.column) return;
    this.#indents.push(this.#indent);
    this.#indent = mark.column;
    this.#tokens.splice(tokenNumber - this.#taken, 0, { kind, mark, text: '' });
  }

  #closeBlocks(column: number): void {
    if (this.#flowLevel > 0) return;
    while (this.#indent > column) {
      this.#push('block-end', this.#source.mark());
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #skipToNextToken(): void {
    const source = this.#source;
    for (;;) {
      while (source.peek() === ' ' || (source.peek() === '\t' && (this.#flowLevel > 0 || !this.#keyAllowed))) source.skip();
      if (source.peek() === '#') while (!source.isBreakOrEnd()) source.skip();
      if (!source.isBreak()) return;
      source.readBreak();
      if (this.#flowLevel === 0) this.#keyAllowed = true;
    }
  }

  #fetch(): void {
    const source = this.#source;
    this.#skipToNextToken();
    for (let level = 0; level < this.#keys.length; level += 1) this.#validKey(level);
    this.#closeBlocks(source.column);
    const mark = source.mark();
    const char = source.peek();
    if (source.isEnd()) this.#fetchEnd();
    else if (char === '%' && mark.column === 0) this.#fetchDirective(mark);
    else if (source.isDocumentIndicator()) this.#fetchDocumentIndicator(mark);
    else if (char === '[' || char === '{') this.#fetchFlowStart(char, mark);
    else if (char === ']' || char === '}') this.#fetchFlowEnd(char, mark);
    else if (char === ',') this.#fetchIndicator('flow-entry', mark, true);
    else if (char === '-' && source.isBlankOrEnd(1)) this.#fetchBlockEntry(mark);
    else if (char === '?' && (this.#flowLevel > 0 || source.isBlankOrEnd(1))) this.#fetchKey(mark);
    else if (char === ':' && (this.#flowLevel > 0 || source.isBlankOrEnd(1))) this.#fetchValue(mark);
    else if (char === '*' || char === '&') this.#fetchAnchor(char, mark);
    else if (char === '!') this.#fetchTag(mark);
    else if ((char === '|' || char === '>') && this.#flowLevel === 0) {
      this.#dropKey();
      this.#keyAllowed = true;
      this.#push('quoted', mark, scanBlock(source, this.#indent));
    } else if (char === "'" || char === '"') {
      this.#saveKey();
      this.#keyAllowed = false;
      this.#push('quoted', mark, scanQuoted(source));
    } else if (this.#startsPlain(char)) this.#fetchPlain(mark);
    else throw source.fail('found character that cannot start any token');
  }

  #startsPlain(char: string): boolean {
    if (char === '-') return !this.#source.isBlank(1);
    if (char === '?' || char === ':') return this.#flowLevel === 0 && !this.#source.isBlankOrEnd(1);
    return !this.#source.isBlankOrEnd() && !',[]{}#&*!|>\'"%@`'.includes(char);
  }

  #fetchEnd(): void {
    const source = this.#source;
    if (source.column !== 0) {
      source.column = 0;
      source.line += 1;
    }
    this.#closeBlocks(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    this.#isFinished = true;
    this.#push('stream-end', source.mark());
  }

  #fetchDirective(mark: Mark): void {
    this.#closeBlocks(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    while (!this.#source.isBreakOrEnd()) this.#source.skip();
    this.#push('directive', mark);
  }

  #fetchDocumentIndicator(mark: Mark): void {
    this.#closeBlocks(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    this.#push(this.#source.peek() === '-' ? 'document-start' : 'document-end', mark);
    this.#source.skip(3);
  }

  #fetchFlowStart(char: string, mark: Mark): void {
    this.#saveKey();
    this.#keys.push(undefined);
    this.#flowLevel += 1;
    this.#keyAllowed = true;
    this.#source.skip();
    this.#push(char === '[' ? 'flow-sequence' : 'flow-mapping', mark);
  }

  #fetchFlowEnd(char: string, mark: Mark): void {
    this.#dropKey();
    if (this.#flowLevel > 0) {
      this.#keys.pop();
      this.#flowLevel -= 1;
    }
    this.#fetchIndicator(char === ']' ? 'flow-sequence-end' : 'flow-mapping-end', mark, false);
  }

  #fetchIndicator(kind: TokenKind, mark: Mark, keyAllowed: boolean): void {
    if (keyAllowed) this.#dropKey();
    this.#keyAllowed = keyAllowed;
    this.#source.skip();
    this.#push(kind, mark);
  }

  #fetchBlockEntry(mark: Mark): void {
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) throw this.#source.fail('block sequence entries are not allowed in this context');
      this.#openBlock('block-sequence', mark);
    }
    this.#fetchIndicator('block-entry', mark, true);
  }

  #fetchKey(mark: Mark): void {
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) throw this.#source.fail('mapping keys are not allowed in this context');
      this.#openBlock('block-mapping', mark);
    }
    this.#dropKey();
    this.#fetchIndicator('key', mark, this.#flowLevel === 0);
  }

  #fetchValue(mark: Mark): void {
    const key = this.#validKey(this.#flowLevel);
    if (key !== undefined) {
      this.#tokens.splice(key.tokenNumber - this.#taken, 0, { kind: 'key', mark: key.mark, text: '' });
      this.#openBlock('block-mapping', key.mark, key.tokenNumber);
      this.#keys[this.#flowLevel] = undefined;
      this.#keyAllowed = false;
    } else {
      if (this.#flowLevel === 0) {
        if (!this.#keyAllowed) throw this.#source.fail('mapping values are not allowed in this context');
        this.#openBlock('block-mapping', mark);
      }
      this.#keyAllowed = this.#flowLevel === 0;
    }
    this.#source.skip();
    this.#push('value', mark);
  }

  #fetchAnchor(char: string, mark: Mark): void {
    this.#saveKey();
    this.#keyAllowed = false;
    this.#source.skip();
    let name = '';
    while (/[\w-]/.test(this.#source.peek())) name += this.#source.read();
    if (name === '' || (!this.#source.isBlankOrEnd() && !'?:,]}%@`'.includes(this.#source.peek()))) {
      throw this.#source.fail('did not find expected alphabetic or numeric character');
    }
    this.#push(char === '*' ? 'alias' : 'anchor', mark, name);
  }

  #fetchTag(mark: Mark): void {
    this.#saveKey();
    this.#keyAllowed = false;
    let tag = '';
    while (!this.#source.isBlankOrEnd() && !(this.#flowLevel > 0 && ',[]{}'.includes(this.#source.peek()))) tag += this.#source.read();
    this.#push('tag', mark, tag);
  }

  #fetchPlain(mark: Mark): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const { text, endsLine } = scanPlain(this.#source, this.#indent, this.#flowLevel);
    if (endsLine) this.#keyAllowed = true;
    this.#push('plain', mark, text);
  }
}
