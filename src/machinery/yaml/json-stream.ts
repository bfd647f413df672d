import type { Json } from '../object.ts';

/**
 * JSON objects one after another, as `kubectl create -f` also takes them; undefined when the text is not just that, and then
 * it may still be YAML, of which JSON is a part.
 */
export function parseJsonStream(text: string): readonly Json[] | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const values: Json[] = [];
  let start = 0;
  while (/\S/.test(text.slice(start))) {
    const end = findObjectEnd(text, start);
    try {
      values.push(JSON.parse(text.slice(start, end)) as Json);
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
    start = end;
  }
  return values;
}

/** The index after the object that begins at or after `start`; the end of the text when it is not closed. */
function findObjectEnd(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index += 1) {
    const char = text[index];
    if (inString) {
      if (char === '\\') index += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{') depth += 1;
    else if (char === '}') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return text.length;
}
