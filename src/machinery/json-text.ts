import { formatRuneForGo } from './json.ts';
import type { Json } from './object.ts';

/** A text that is no JSON; the texts are those of Go's encoding/json. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
}

export interface ParsedJson {
  readonly value: Json;
  /** `spec.replicas`, `spec.containers[0].image`: members that an object has more than once; the last one counts. */
  readonly duplicateFields: readonly string[];
}

/** How deep lists and objects may lie in each other: Go's limit. */
const depthLimit = 10_000;

/**
 * Reads JSON as an API server does, and notices what `JSON.parse` hides: fields given twice.
 * @throws JsonSyntaxError
 */
export function parseJsonText(text: string): ParsedJson {
  const reader = new JsonReader(text);
  const value = reader.readDocument();
  return { value, duplicateFields: [...reader.duplicates] };
}

const literals: Readonly<Record<string, Json>> = { true: true, false: false, null: null };

class JsonReader {
  readonly duplicates = new Set<string>();
  readonly #text: string;
  #position = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readDocument(): Json {
    const value = this.#readValue('');
    if (this.#peek() !== undefined) throw this.#unexpected('after top-level value');
    return value;
  }

  #peek(): string | undefined {
    while (/[ \t\r\n]/.test(this.#text[this.#position] ?? '')) this.#position += 1;
    return this.#text[this.#position];
  }

  #unexpected(where: string): JsonSyntaxError {
    const code = this.#text.codePointAt(this.#position);
    if (code === undefined) return new JsonSyntaxError('unexpected end of JSON input');
    return new JsonSyntaxError(`invalid character ${formatRuneForGo(code)} ${where}`);
  }

  #readValue(path: string): Json {
    const char = this.#peek();
    if (char === '{' || char === '[') {
      this.#depth += 1;
      if (this.#depth > depthLimit) throw new JsonSyntaxError('exceeded max depth');
      const value = char === '{' ? this.#readObject(path) : this.#readArray(path);
      this.#depth -= 1;
      return value;
    }
    if (char === '"') return this.#readString();
    if (char !== undefined && /[-\d]/.test(char)) return this.#readNumber();
    const word = char === 't' ? 'true' : char === 'f' ? 'false' : char === 'n' ? 'null' : undefined;
    if (word === undefined) throw this.#unexpected('looking for beginning of value');
    for (const [index, expected] of [...word].entries()) {
      if (this.#text[this.#position] !== expected) {
        throw this.#unexpected(index === 0 ? 'looking for beginning of value' : `in literal ${word} (expecting '${expected}')`);
      }
      this.#position += 1;
    }
    return literals[word] ?? null;
  }

  #readObject(path: string): Json {
    const object: Record<string, Json> = {};
    this.#position += 1;
    if (this.#peek() === '}') {
      this.#position += 1;
      return object;
    }
    for (;;) {
      if (this.#peek() !== '"') throw this.#unexpected('looking for beginning of object key string');
      const key = this.#readString();
      const place = path === '' ? key : `${path}.${key}`;
      if (Object.hasOwn(object, key)) this.duplicates.add(place);
      if (this.#peek() !== ':') throw this.#unexpected('after object key');
      this.#position += 1;
      const value = this.#readValue(place);
      // A plain assignment to __proto__ would change the object's nature instead of adding a member.
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
      const separator = this.#peek();
      if (separator !== ',' && separator !== '}') throw this.#unexpected('after object key:value pair');
      this.#position += 1;
      if (separator === '}') return object;
    }
  }

  #readArray(path: string): Json {
    const items: Json[] = [];
    this.#position += 1;
    if (this.#peek() === ']') {
      this.#position += 1;
      return items;
    }
    for (;;) {
      items.push(this.#readValue(`${path}[${items.length}]`));
      const separator = this.#peek();
      if (separator !== ',' && separator !== ']') throw this.#unexpected('after array element');
      this.#position += 1;
      if (separator === ']') return items;
    }
  }

  #readString(): string {
    const start = this.#position;
    for (this.#position += 1; ; this.#position += 1) {
      const char = this.#text[this.#position];
      if (char === '"') break;
      if (char === undefined || char < ' ') throw this.#unexpected('in string literal');
      if (char === '\\') this.#skipEscape();
    }
    this.#position += 1;
    return JSON.parse(this.#text.slice(start, this.#position)) as string;
  }

  /** Moves to the last character of an escape. */
  #skipEscape(): void {
    this.#position += 1;
    const char = this.#text[this.#position];
    if (char === undefined || !'"\\/bfnrtu'.includes(char)) throw this.#unexpected('in string escape code');
    for (let digit = 0; char === 'u' && digit < 4; digit += 1) {
      this.#position += 1;
      if (!/[0-9a-fA-F]/.test(this.#text[this.#position] ?? '')) throw this.#unexpected('in \\u hexadecimal character escape');
    }
  }

  #readNumber(): number {
    const start = this.#position;
    if (this.#text[this.#position] === '-') this.#position += 1;
    if (this.#text[this.#position] === '0') this.#position += 1;
    else this.#skipDigits('in numeric literal');
    if (this.#text[this.#position] === '.') {
      this.#position += 1;
      this.#skipDigits('after decimal point in numeric literal');
    }
    if (/[eE]/.test(this.#text[this.#position] ?? '')) {
      this.#position += 1;
      if (/[-+]/.test(this.#text[this.#position] ?? '')) this.#position += 1;
      this.#skipDigits('in exponent of numeric literal');
    }
    return Number(this.#text.slice(start, this.#position));
  }

  #skipDigits(where: string): void {
    if (!/\d/.test(this.#text[this.#position] ?? '')) throw this.#unexpected(where);
    while (/\d/.test(this.#text[this.#position] ?? '')) this.#position += 1;
  }
}
