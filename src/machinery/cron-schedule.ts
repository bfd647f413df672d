/** When something recurs, in UTC. */
export interface CronSchedule {
  /** The first moment after `afterMs` (milliseconds since 1970); undefined when there is none within five years. */
  next(afterMs: number): number | undefined;
}

/** The text is no schedule. The message is upstream's (robfig/cron's). */
export class CronScheduleError extends Error {
  override readonly name = 'CronScheduleError';
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MINUTE_MS = 60_000;
const SECOND_MS = 1000;
const SEARCH_YEARS = 5;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Field[] = [
  { name: 'minutes', min: 0, max: 59 },
  { name: 'hours', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of week', min: 0, max: 6, names: DAYS },
];

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

interface Matcher {
  readonly values: ReadonlySet<number>;
  /** Whether the field was `*` or `?`: it then does not restrict the day. */
  readonly isStar: boolean;
}

/**
 * Reads a schedule: five fields, or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`, `@every 90s`.
 * @throws CronScheduleError
 */
export function parseCronSchedule(text: string): CronSchedule {
  if (text === '') throw new CronScheduleError('empty spec string');
  if (text.startsWith('@every ')) return every(text);
  if (text.startsWith('@') && DESCRIPTORS[text] === undefined) throw new CronScheduleError(`unrecognized descriptor: ${text}`);
  const parts = (DESCRIPTORS[text] ?? text).split(/\s+/).filter((part) => part !== '');
  if (parts.length !== FIELDS.length) throw new CronScheduleError(`expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`);
  const [minute, hour, day, month, weekday] = FIELDS.map((field, i) => parseField(parts[i] ?? '', field)) as [Matcher, Matcher, Matcher, Matcher, Matcher];
  const isDay = (date: Date): boolean => {
    const [byDay, byWeekday] = [day.values.has(date.getUTCDate()), weekday.values.has(date.getUTCDay())];
    return day.isStar || weekday.isStar ? byDay && byWeekday : byDay || byWeekday;
  };
  return {
    next(afterMs) {
      const date = new Date((Math.floor(afterMs / MINUTE_MS) + 1) * MINUTE_MS);
      const lastYear = date.getUTCFullYear() + SEARCH_YEARS;
      while (date.getUTCFullYear() <= lastYear) {
        if (!month.values.has(date.getUTCMonth() + 1)) toMidnight(date, () => date.setUTCMonth(date.getUTCMonth() + 1, 1));
        else if (!isDay(date)) toMidnight(date, () => date.setUTCDate(date.getUTCDate() + 1));
        else if (!hour.values.has(date.getUTCHours())) date.setUTCHours(date.getUTCHours() + 1, 0, 0, 0);
        else if (!minute.values.has(date.getUTCMinutes())) date.setUTCMinutes(date.getUTCMinutes() + 1, 0, 0);
        else return date.getTime();
      }
      return undefined;
    },
  };
}

function toMidnight(date: Date, move: () => void): void {
  move();
  date.setUTCHours(0, 0, 0, 0);
}

function every(text: string): CronSchedule {
  const parts = [...text.slice('@every '.length).matchAll(/(\d+(?:\.\d+)?)(h|m|s|ms)/g)];
  const units: Readonly<Record<string, number>> = { h: 60 * MINUTE_MS, m: MINUTE_MS, s: SECOND_MS, ms: 1 };
  const length = parts.reduce((sum, part) => sum + part[0].length, 0);
  if (length === 0 || length !== text.length - '@every '.length) throw new CronScheduleError(`failed to parse duration ${text}`);
  const total = parts.reduce((sum, part) => sum + Number(part[1]) * (units[part[2] ?? ''] ?? 0), 0);
  const periodMs = Math.max(SECOND_MS, Math.floor(total / SECOND_MS) * SECOND_MS);
  return { next: (afterMs) => Math.floor(afterMs / SECOND_MS) * SECOND_MS + periodMs };
}

function parseField(text: string, field: Field): Matcher {
  const values = new Set<number>();
  let isStar = false;
  for (const part of text.split(',')) {
    const range = parseRange(part, field);
    isStar ||= range.isStar;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return { values, isStar };
}

function parseRange(text: string, field: Field): { readonly from: number; readonly to: number; readonly step: number; readonly isStar: boolean } {
  const [rangeText = '', stepText, ...moreSteps] = text.split('/');
  const [low = '', high, ...moreBounds] = rangeText.split('-');
  if (moreBounds.length > 0) throw new CronScheduleError(`too many hyphens: ${text}`);
  if (moreSteps.length > 0) throw new CronScheduleError(`too many slashes: ${text}`);
  const isAny = low === '*' || low === '?';
  const from = isAny ? field.min : parseValue(low, field);
  const step = stepText === undefined ? 1 : parseNumber(stepText);
  const to = isAny || (stepText !== undefined && high === undefined) ? field.max : high === undefined ? from : parseValue(high, field);
  if (from < field.min) throw new CronScheduleError(`beginning of range (${from}) below minimum (${field.min}): ${text}`);
  if (to > field.max) throw new CronScheduleError(`end of range (${to}) above maximum (${field.max}): ${text}`);
  if (from > to) throw new CronScheduleError(`beginning of range (${from}) beyond end of range (${to}): ${text}`);
  if (step === 0) throw new CronScheduleError(`step of range should be a positive number: ${text}`);
  return { from, to, step, isStar: isAny && step === 1 };
}

function parseValue(text: string, field: Field): number {
  const named = field.names?.indexOf(text.toLowerCase()) ?? -1;
  return named >= 0 ? named + field.min : parseNumber(text);
}

function parseNumber(text: string): number {
  if (/^-\d+$/.test(text)) throw new CronScheduleError(`negative number (${text}) not allowed: ${text}`);
  if (!/^\+?\d+$/.test(text)) throw new CronScheduleError(`failed to parse int from ${text}: strconv.Atoi: parsing "${text}": invalid syntax`);
  return Number(text);
}
