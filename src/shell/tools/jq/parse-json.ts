import type { Json } from './json.ts';

/** The input is no JSON. `message` ends with where: `… at line 1, column 5`. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
}

const MAX_DEPTH = 10_000;

/** Reads the values of a text that stand one after the other, each with the line it ends on. @throws JsonSyntaxError */
export function* parseJsonStream(text: string): Generator<{ readonly value: Json; readonly line: number }> {
  const parser = createJsonParser(text);
  while (parser.hasMore()) yield { value: parser.next(), line: parser.line() };
}

/** Reads a text that is one value. @throws JsonSyntaxError */
export function parseJson(text: string): Json {
  const [first, second] = [...parseJsonStream(text)];
  if (!first || second) throw new JsonSyntaxError(`Unexpected extra JSON values (while parsing '${text}')`);
  return first.value;
}

function createJsonParser(text: string) {
  let at = 0;
  const fail = (problem: string): JsonSyntaxError => {
    const before = text.slice(0, at + 1);
    const line = before.split('\n').length;
    return new JsonSyntaxError(`${problem} at line ${line}, column ${before.length - before.lastIndexOf('\n') - 1}`);
  };
  const skip = (): void => {
    while (at < text.length && ' \t\r\n\ufeff\x1e'.includes(text[at] as string)) at++;
  };

  const string = (): string => {
    const start = at;
    for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
    if (at >= text.length) throw fail('Unfinished string');
    at++;
    const raw = text.slice(start, at);
    if (!raw.includes('\\') && !/[\x00-\x1f]/.test(raw)) return raw.slice(1, -1);
    try {
      return JSON.parse(raw.replace(/[\x00-\x1f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)) as string;
    } catch (error) {
      if (error instanceof SyntaxError) throw fail('Invalid escape');
      throw error;
    }
  };

  const array = (depth: number): Json[] => {
    const items: Json[] = [];
    at++;
    skip();
    if (text[at] === ']') {
      at++;
      return items;
    }
    for (;;) {
      items.push(value(depth + 1));
      skip();
      const char = text[at++];
      if (char === ']') return items;
      if (char !== ',') throw char === undefined ? fail('Unfinished JSON term') : fail('Expected separator between values');
    }
  };

  const object = (depth: number): Map<string, Json> => {
    const entries = new Map<string, Json>();
    at++;
    skip();
    if (text[at] === '}') {
      at++;
      return entries;
    }
    for (;;) {
      skip();
      if (text[at] !== '"')
        throw at >= text.length
          ? fail('Unfinished JSON term')
          : /[\w-]/.test(text[at] as string)
            ? fail('Invalid literal')
            : fail('Object keys must be strings');
      const key = string();
      skip();
      if (text[at++] !== ':') throw fail('Objects must consist of key:value pairs');
      entries.set(key, value(depth + 1));
      skip();
      const char = text[at++];
      if (char === '}') return entries;
      if (char !== ',') throw char === undefined ? fail('Unfinished JSON term') : fail('Expected separator between values');
    }
  };

  const value = (depth: number): Json => {
    if (depth > MAX_DEPTH) throw fail('Exceeds depth limit for parsing');
    skip();
    const char = text[at];
    if (char === undefined) throw fail('Unfinished JSON term');
    if (char === '"') return string();
    if (char === '[') return array(depth);
    if (char === '{') return object(depth);
    const word = /^(?:-?\d+\.?\d*(?:[eE][+-]?\d+)?|[A-Za-z]+)/.exec(text.slice(at, at + 400))?.[0] ?? '';
    const literals: Readonly<Record<string, Json>> = { true: true, false: false, null: null, nan: Number.NaN, NaN: Number.NaN };
    const literal = word in literals ? literals[word] : /^-?\d/.test(word) ? Number(word) : undefined;
    if (literal === undefined || /^[\w.]/.test(text[at + word.length] ?? '')) throw fail(/^[-\w]/.test(char) ? 'Invalid literal' : `Unmatched '${char}'`);
    at += word.length;
    return literal;
  };

  return {
    hasMore(): boolean {
      skip();
      return at < text.length;
    },
    next: () => value(0),
    /** The line the last value ended on. */
    line(): number {
      return text.slice(0, at).split('\n').length - 1 + (text[at] === '\n' ? 1 : 0);
    },
  };
}
