const unitMs: Readonly<Record<string, number>> = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  fortnight: 1_209_600_000,
};
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAY_MS = 86_400_000;

/**
 * Reads a date as `date -d` takes it: `@86400`, `2024-03-01 12:00:00 UTC`, `1 hour ago`, `tomorrow`, `next week`.
 * Times without a zone are UTC. @returns virtual milliseconds since 1970; undefined when it is not understood
 */
export function parseDate(text: string, nowMs: number): number | undefined {
  const trimmed = text.trim();
  const epoch = /^@(-?\d+(?:\.\d+)?)$/.exec(trimmed);
  if (epoch) return Math.round(Number(epoch[1]) * 1000);
  const absolute = readAbsolute(trimmed, nowMs);
  return applyRelative(absolute.rest, absolute.atMs, nowMs);
}

/** Reads the calendar date and the time of day; what is left is relative. */
function readAbsolute(text: string, nowMs: number): { atMs: number; rest: string } {
  let rest = ` ${text.toLowerCase()} `;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest);
    if (match) rest = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`;
    return match;
  };
  const iso = take(/(\d{4})-(\d{1,2})-(\d{1,2})(?=[t\s])/);
  const named = iso ? null : (take(/\b(\d{1,2})\s+([a-z]{3})[a-z]*\.?\s+(\d{4})\b/) ?? null);
  const american = iso || named ? null : take(/\b([a-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4})\b/);
  const time = take(/[t\s](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(am|pm)?/);
  const zone = take(/(?<=\s|\d)(z|utc|gmt)(?=\s)/) ? 0 : readZone(take(/\s([+-])(\d{2}):?(\d{2})(?=\s)/));
  let dayMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  if (iso) dayMs = Date.UTC(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]));
  else if (named && monthNames.includes(named[2] ?? '')) dayMs = Date.UTC(Number(named[3]), monthNames.indexOf(named[2] ?? ''), Number(named[1]));
  else if (american && monthNames.includes(american[1] ?? ''))
    dayMs = Date.UTC(Number(american[3]), monthNames.indexOf(american[1] ?? ''), Number(american[2]));
  const hasDate = iso !== null || named !== null || american !== null;
  if (!time) return { atMs: hasDate ? dayMs - zone : nowMs, rest };
  const hour = (Number(time[1]) % (time[5] ? 12 : 24)) + (time[5] === 'pm' ? 12 : 0);
  const ofDay = ((hour * 60 + Number(time[2])) * 60 + Number(time[3] ?? 0)) * 1000 + Math.floor(Number(`0.${time[4] ?? 0}`) * 1000);
  return { atMs: dayMs + ofDay - zone, rest };
}

function readZone(match: RegExpExecArray | null): number {
  if (!match) return 0;
  return (Number(match[2]) * 60 + Number(match[3])) * 60_000 * (match[1] === '-' ? -1 : 1);
}

function applyRelative(text: string, startMs: number, nowMs: number): number | undefined {
  let atMs = startMs;
  let rest = text.replace(/\b(now|today|of|at|on|(sun|mon|tues?|wed|wednes|thur?s?|fri|sat|satur)(day)?,?)\b/g, ' ');
  rest = rest
    .replace(/\byesterday\b/, ' -1 day ')
    .replace(/\btomorrow\b/, ' 1 day ')
    .replace(/\bmidnight\b/, () => {
      atMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
      return ' ';
    });
  rest = rest.replace(
    /([+-]?\s*\d+|next|last|this)\s*(sec|second|min|minute|hour|day|week|fortnight|month|year)s?(\s+ago)?/g,
    (_whole, count: string, unit: string, ago: string | undefined) => {
      const amount = (count === 'next' ? 1 : count === 'last' ? -1 : count === 'this' ? 0 : Number(count.replace(/\s/g, ''))) * (ago ? -1 : 1);
      atMs = shift(atMs, amount, unit);
      return ' ';
    },
  );
  return rest.trim() === '' || /^[,\s]*$/.test(rest) ? atMs : undefined;
}

function shift(atMs: number, amount: number, unit: string): number {
  const ms = unitMs[unit];
  if (ms !== undefined) return atMs + amount * ms;
  const date = new Date(atMs);
  if (unit === 'month') date.setUTCMonth(date.getUTCMonth() + amount);
  else date.setUTCFullYear(date.getUTCFullYear() + amount);
  return date.getTime();
}
