import type { YAMLException } from 'js-yaml';

/**
 * The text of go-yaml, which kubectl prints, for an error of js-yaml. They stop at the same place nearly always; where they
 * name it differently, go-yaml's scanner counts lines from 1 and its parser from 0, and it leaves out line 0.
 */
export function formatYamlError(source: string, error: YAMLException): string {
  const { reason, mark } = error;
  if (mark === undefined || mark === null) return `yaml: ${reason}`;
  const lines = source.split('\n');
  const scanner = (text: string, line = mark.line + 1) => `yaml: line ${line}: ${text}`;
  const parser = (text: string) => (mark.line > 0 ? `yaml: line ${mark.line}: ${text}` : `yaml: ${text}`);
  const at = source[mark.position] ?? '';

  if (/^tab characters/.test(reason)) {
    const isValueExpected = /:\s*$/.test(lines[mark.line - 1] ?? '');
    return scanner(isValueExpected ? 'found character that cannot start any token' : 'found a tab character that violates indentation');
  }
  if (/multiline key|implicit key/.test(reason)) return scanner("could not find expected ':'");
  if (reason === 'unknown escape sequence') return scanner('found unknown escape character');
  const alias = /^unidentified alias "(.+)"/.exec(reason)?.[1];
  if (alias !== undefined) return `yaml: unknown anchor '${alias}' referenced`;
  if (/complex keys/.test(reason)) {
    const template = /\{\{\s*([^}]*?)\s*\}\}/.exec(source)?.[1] ?? '';
    return `yaml: invalid map key: map[interface {}]interface {}{${JSON.stringify(template)}:interface {}(nil)}`;
  }
  if (/unexpected end of the stream/.test(reason)) return scanner('found unexpected end of stream');
  if (!/indentation/.test(reason)) return scanner(reason);
  if (/[@`%]/.test(at)) return scanner('found character that cannot start any token');
  if (at === ':') return scanner('mapping values are not allowed in this context');
  if (reason !== 'deficient indentation') return parser('did not find expected key');
  const opener = openBracketBefore(source.slice(0, mark.position));
  if (opener === undefined) return scanner('found unexpected end of stream', lines.length);
  return parser(`did not find expected ',' or '${opener === '{' ? '}' : ']'}'`);
}

/** The innermost flow bracket that is open at the end of the text; undefined when a quote is open or none is. */
function openBracketBefore(source: string): string | undefined {
  const open: string[] = [];
  let quote = '';
  for (let index = 0; index < source.length; index += 1) {
    const char = source[index] ?? '';
    if (quote !== '') {
      if (char === '\\' && quote === '"') index += 1;
      else if (char === quote) quote = '';
    } else if ((char === '"' || char === "'") && /[\s:[{,-]/.test(source[index - 1] ?? ' ')) quote = char;
    else if (char === '{' || char === '[') open.push(char);
    else if (char === '}' || char === ']') open.pop();
  }
  return quote === '' ? open.at(-1) : undefined;
}
