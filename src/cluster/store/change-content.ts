import type { KubeObject } from '#machinery/object.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What of an object is new, as a text: what a change puts into the trace's hash.
 * Equal runs give equal texts. Objects share what did not change, so that comparing by reference finds it,
 * and a status update costs no more than the status.
 */
export function formatChangedContent(object: KubeObject, before: KubeObject | undefined): string {
  if (!before) return JSON.stringify(object);
  let text = '';
  const old = before as Fields;
  for (const [key, value] of Object.entries(object)) {
    if (value === old[key]) continue;
    text += isObject(value) && isObject(old[key]) ? `${key}{${formatFields(value, old[key])}}` : `${key}=${JSON.stringify(value)} `;
  }
  return text;
}

function formatFields(fields: Fields, old: Fields): string {
  let text = '';
  for (const key in fields) {
    if (fields[key] !== old[key]) text += `${key}=${JSON.stringify(fields[key])} `;
  }
  for (const key in old) {
    if (fields[key] === undefined) text += `${key}- `;
  }
  return text;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
