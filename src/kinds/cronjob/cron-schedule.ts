/** A schedule that cannot be read. The message is the cron library's that upstream uses. */
export class CronScheduleError extends Error {
  override readonly name = 'CronScheduleError';
}

/** When something is to happen, minute by minute. */
export interface CronSchedule {
  /** The first time after a moment, in UTC; undefined when there is none within five years (30 February). */
  nextAfter(ms: number): number | undefined;
}

interface FieldRange {
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}

interface Field {
  readonly values: ReadonlySet<number>;
  /** `*` or `?`: says nothing about the day. */
  readonly isFree: boolean;
}

const ranges: readonly FieldRange[] = [
  { low: 0, high: 59 },
  { low: 0, high: 23 },
  { low: 1, high: 31 },
  { low: 1, high: 12, names: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { low: 0, high: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

const shorthands: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const minuteMs = 60_000;
const searchedYears = 5;

/** Reads `minute hour day month weekday`, or a shorthand like `@hourly`. @throws CronScheduleError */
export function parseCronSchedule(text: string): CronSchedule {
  if (text === '') throw new CronScheduleError('empty spec string');
  const spec = text.startsWith('@') ? shorthands[text] : text;
  if (spec === undefined) throw new CronScheduleError(`unrecognized descriptor: ${text}`);
  const words = spec.split(/\s+/).filter((word) => word !== '');
  if (words.length !== ranges.length) {
    throw new CronScheduleError(`expected exactly ${ranges.length} fields, found ${words.length}: [${words.join(' ')}]`);
  }
  const fields = ranges.map((range, index) => parseField(words[index] ?? '', range));
  return { nextAfter: (ms) => findNext(fields, ms) };
}

function parseField(text: string, range: FieldRange): Field {
  const values = new Set<number>();
  let isFree = false;
  for (const part of text.split(',')) isFree = addRange(part, range, values) || isFree;
  return { values, isFree };
}

/** @returns whether the part says nothing */
function addRange(part: string, range: FieldRange, values: Set<number>): boolean {
  const [span = '', stepText, ...rest] = part.split('/');
  if (rest.length > 0) throw new CronScheduleError(`too many slashes: ${part}`);
  const [startText = '', endText, ...more] = span.split('-');
  if (more.length > 0) throw new CronScheduleError(`too many hyphens: ${part}`);
  const isAny = startText === '*' || startText === '?';
  const start = isAny ? range.low : parseValue(startText, range);
  let end = isAny ? range.high : start;
  if (!isAny && endText !== undefined) end = parseValue(endText, range);
  const step = stepText === undefined ? 1 : parseNumber(stepText);
  // As in cron: `5/15` means from 5 on.
  if (stepText !== undefined && endText === undefined && !isAny) end = range.high;
  if (start < range.low) throw new CronScheduleError(`beginning of range (${start}) below minimum (${range.low}): ${part}`);
  if (end > range.high) throw new CronScheduleError(`end of range (${end}) above maximum (${range.high}): ${part}`);
  if (start > end) throw new CronScheduleError(`beginning of range (${start}) beyond end of range (${end}): ${part}`);
  if (step === 0) throw new CronScheduleError(`step of range should be a positive number: ${part}`);
  for (let value = start; value <= end; value += step) values.add(value);
  return isAny && step === 1;
}

function parseValue(text: string, range: FieldRange): number {
  const named = range.names?.indexOf(text.toLowerCase()) ?? -1;
  return named >= range.low ? named : parseNumber(text);
}

function parseNumber(text: string): number {
  if (/^-\d+$/.test(text)) throw new CronScheduleError(`negative number (${text}) not allowed: ${text}`);
  if (!/^\+?\d+$/.test(text)) throw new CronScheduleError(`failed to parse int from ${text}: strconv.Atoi: parsing "${text}": invalid syntax`);
  return Number(text);
}

function findNext(fields: readonly Field[], ms: number): number | undefined {
  const [minutes, hours, days, months, weekdays] = fields as readonly [Field, Field, Field, Field, Field];
  const time = new Date(Math.floor(ms / minuteMs) * minuteMs + minuteMs);
  const lastYear = time.getUTCFullYear() + searchedYears;
  while (time.getUTCFullYear() <= lastYear) {
    if (!months.values.has(time.getUTCMonth() + 1)) {
      time.setUTCMonth(time.getUTCMonth() + 1, 1);
      time.setUTCHours(0, 0);
    } else if (!isDay(time, days, weekdays)) {
      time.setUTCDate(time.getUTCDate() + 1);
      time.setUTCHours(0, 0);
    } else if (!hours.values.has(time.getUTCHours())) time.setUTCHours(time.getUTCHours() + 1, 0);
    else if (!minutes.values.has(time.getUTCMinutes())) time.setUTCMinutes(time.getUTCMinutes() + 1);
    else return time.getTime();
  }
  return undefined;
}

/** As in cron: where both day fields say something, one of them is enough. */
function isDay(time: Date, days: Field, weekdays: Field): boolean {
  const byDay = days.values.has(time.getUTCDate());
  const byWeekday = weekdays.values.has(time.getUTCDay());
  return days.isFree || weekdays.isFree ? byDay && byWeekday : byDay || byWeekday;
}
