const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The text of the latest second asked for: thousands of objects are made within one. */
let latest = { second: Number.NaN, text: '' };

/** `2026-11-20T10:05:06Z`: times in objects have whole seconds. */
export function formatTime(ms: number): string {
  const second = Math.floor(ms / secondMs);
  if (second !== latest.second) latest = { second, text: `${new Date(ms).toISOString().slice(0, 19)}Z` };
  return latest.text;
}

/** `2026-11-20T10:05:06.000123Z`: leases and event series are finer. */
export function formatMicroTime(ms: number): string {
  const micros = Math.floor(ms * 1000) % 1_000_000;
  return `${new Date(ms).toISOString().slice(0, 19)}.${String(micros < 0 ? micros + 1_000_000 : micros).padStart(6, '0')}Z`;
}

/**
 * Milliseconds since 1970 of an RFC 3339 text; fractions of a second are kept.
 * @returns NaN when the text is none
 */
export function parseTime(text: string): number {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
}

const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Fri, 20 Nov 2026 10:05:35 +0000`: how `kubectl describe` prints times. */
export function formatRfc1123Z(ms: number): string {
  const date = new Date(ms);
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${dayNames[date.getUTCDay()]}, ${day} ${monthNames[date.getUTCMonth()]} ${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} +0000`;
}

/**
 * The age in tables: two units at most, fewer the older it is (`5s`, `3m20s`, `4h5m`, `2d3h`, `3y40d`).
 * @param ms a duration
 */
export function formatAge(ms: number): string {
  const seconds = Math.trunc(ms / secondMs);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 2 * 60) return `${seconds}s`;
  const minutes = Math.trunc(ms / minuteMs);
  if (minutes < 10) return withRest(minutes, 'm', seconds % 60, 's');
  if (minutes < 3 * 60) return `${minutes}m`;
  const hours = Math.trunc(ms / hourMs);
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(ms / dayMs);
  if (hours < 24 * 8) return withRest(days, 'd', hours % 24, 'h');
  if (days < 365 * 2) return `${days}d`;
  const years = Math.trunc(days / 365);
  return days < 365 * 8 ? withRest(years, 'y', days % 365, 'd') : `${years}y`;
}

function withRest(count: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${count}${unit}` : `${count}${unit}${rest}${restUnit}`;
}
