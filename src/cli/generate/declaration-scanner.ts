/** One member of an interface or class in a `.d.ts` file. */
export interface DeclaredField {
  readonly optional: boolean;
  /** The type as written, white space collapsed. */
  readonly type: string;
  readonly description: string;
}

/**
 * The text inside a documentation comment, without stars, escapes and a trailing `@deprecated`.
 * @param comment from the opening slash to the closing one
 */
export function parseComment(comment: string): string {
  return comment
    .replace(/^\s*\/\*\*/, '')
    .replace(/\*\/\s*$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim()
    .replace(/\n@deprecated$/, '')
    .replace(/\\([*'"&])/g, '$1')
    .replace(/&#39;/g, "'");
}

/** The comment that ends right before `end`, or '' when the last one is the file's licence header. */
export function commentBefore(source: string, end: number): string {
  const before = source.slice(0, end);
  const start = before.lastIndexOf('/**');
  if (start < 0) return '';
  const comment = before.slice(start);
  return /OpenAPI Generator|import /.test(comment) ? '' : parseComment(comment);
}

/**
 * Reads the members of the first `{ … }` at or after `start`. A scanner is enough here: both packages are generated
 * and very regular, and the compiler's own parser would cost seconds for two thousand files.
 */
export function scanFields(source: string, start: number): Map<string, DeclaredField> {
  const fields = new Map<string, DeclaredField>();
  let at = source.indexOf('{', start) + 1;
  let description = '';
  for (;;) {
    while (/\s/.test(source[at] ?? '')) at += 1;
    if (source[at] === '}' || source[at] === undefined) return fields;
    if (source.startsWith('/**', at)) {
      const end = source.indexOf('*/', at) + 2;
      description = parseComment(source.slice(at, end));
      at = end;
      continue;
    }
    const end = endOfMember(source, at);
    const member = /^(?:readonly )?["']?([$\w./~-]+)["']?(\?)?:\s*([\s\S]+)$/.exec(source.slice(at, end).trim());
    const [, name, question, type] = member ?? [];
    if (name !== undefined && type !== undefined) {
      fields.set(name, { optional: question !== undefined, type: type.replace(/\s+/g, ' ').trim(), description });
    }
    description = '';
    at = end + 1;
  }
}

/** The index of the `;` that ends the member at `start`, not counting those inside brackets, quotes and comments. */
function endOfMember(source: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < source.length; at += 1) {
    const char = source[at] ?? '';
    if (quote !== '') {
      if (char === '\\') at += 1;
      else if (char === quote) quote = '';
    } else if (char === '/' && source[at + 1] === '*') at = source.indexOf('*/', at) + 1;
    else if (char === '"' || char === "'") quote = char;
    else if ('{[(<'.includes(char)) depth += 1;
    else if ('}])'.includes(char) || (char === '>' && source[at - 1] !== '=')) depth -= 1;
    else if (char === ';' && depth <= 0) return at;
  }
  throw new Error(`unfinished declaration: ${source.slice(start, start + 80)}`);
}
