import { decodeText, encodeText } from '#os/bytes.ts';
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { describe, JqError } from './access.ts';
import { formatJson, isArray, type Json } from './json.ts';

/** A string as it is, anything else as JSON. */
export function toText(value: Json): string {
  return typeof value === 'string' ? value : formatJson(value);
}

function row(name: string, value: Json, quote: (text: string) => string, separator: string): string {
  if (!isArray(value)) throw new JqError(`${describe(value)} cannot be ${name}-formatted, only an array can be`);
  return value
    .map((item) => {
      if (item === null) return '';
      if (typeof item === 'string') return quote(item);
      if (typeof item === 'object') throw new JqError(`${describe(item)} is not valid in a ${name} row`);
      return formatJson(item);
    })
    .join(separator);
}

const htmlNames: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&#39;', '"': '&quot;' };

/** `@base64`, `@tsv` and the like. @throws JqError */
export function formatWith(name: string, value: Json): string {
  switch (name) {
    case 'text':
      return toText(value);
    case 'json':
      return formatJson(value);
    case 'csv':
      return row('csv', value, (text) => `"${text.replaceAll('"', '""')}"`, ',');
    case 'tsv':
      return row('tsv', value, (text) => text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r'), '\t');
    case 'html':
      return toText(value).replace(/[<>&'"]/g, (char) => htmlNames[char] ?? char);
    case 'uri':
      return [...encodeText(toText(value))]
        .map((byte) => (/[A-Za-z0-9_.~-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`))
        .join('');
    case 'sh': {
      const quote = (item: Json): string => {
        if (typeof item === 'string') return `'${item.replaceAll("'", "'\\''")}'`;
        if (item !== null && typeof item === 'object') throw new JqError(`${describe(item)} can not be escaped for shell`);
        return formatJson(item);
      };
      return isArray(value) ? value.map(quote).join(' ') : quote(value);
    }
    case 'base64':
      return encodeBase64(encodeText(toText(value)));
    case 'base64d': {
      const text = toText(value).replace(/=+$/, '');
      const decoded = decodeBase64(text.padEnd(Math.ceil(text.length / 4) * 4, '='));
      if (!decoded.isValid) throw new JqError(`${describe(value)} is not valid base64 data`);
      return decodeText(decoded.bytes);
    }
    default:
      throw new JqError(`${name} is not a valid format`);
  }
}
