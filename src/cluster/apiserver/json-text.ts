import { goJsonSyntaxError } from './go-json-syntax.ts';

/** A JSON text read strictly. */
export interface StrictJson {
  readonly value: unknown;
  /** Paths of keys that one object has twice: `spec.replicas`. The last one counts. */
  readonly duplicates: readonly string[];
  readonly error?: string;
}

/** Reads JSON and finds repeated keys, which JavaScript's parser swallows. An error reads as Go's. */
export function parseStrictJson(text: string): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { value: undefined, duplicates: [], error: `couldn't get version/kind; json parse error: ${goJsonSyntaxError(text) ?? error.message}` };
  }
  return { value, duplicates: findRepeatedKeys(text) };
}

interface Level {
  readonly keys: Set<string> | undefined;
  key: string;
  index: number;
  expectsKey: boolean;
}

/** Walks over a text that is known to be valid JSON. */
function findRepeatedKeys(text: string): string[] {
  const repeated: string[] = [];
  const levels: Level[] = [];
  for (let i = 0; i < text.length; i++) {
    const level = levels.at(-1);
    switch (text[i]) {
      case '{':
        levels.push({ keys: new Set(), key: '', index: -1, expectsKey: true });
        break;
      case '[':
        levels.push({ keys: undefined, key: '', index: 0, expectsKey: false });
        break;
      case '}':
      case ']':
        levels.pop();
        break;
      case ',':
        if (level?.keys) level.expectsKey = true;
        else if (level) level.index++;
        break;
      case '"': {
        const end = endOfString(text, i);
        if (level?.keys && level.expectsKey) {
          level.key = JSON.parse(text.slice(i, end + 1)) as string;
          level.expectsKey = false;
          if (level.keys.has(level.key)) repeated.push(formatPath(levels));
          level.keys.add(level.key);
        }
        i = end;
        break;
      }
    }
  }
  return repeated;
}

function formatPath(levels: readonly Level[]): string {
  return levels.reduce((path, { keys, key, index }) => (keys ? (path === '' ? key : `${path}.${key}`) : `${path}[${index}]`), '');
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}
