const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const DAY_MS = 86_400_000;

/** strftime in UTC and the C locale. @param atMs virtual milliseconds since 1970 */
export function formatDate(format: string, atMs: number): string {
  return format.replace(/%([-_0^#]?)(\d*)([a-zA-Z%]|:{1,3}z)/g, (whole, flag: string, width: string, letter: string) => {
    const field = dateField(letter, atMs);
    if (field === undefined) return whole;
    return adjust(field, flag, width);
  });
}

interface DateField {
  readonly text: string;
  /** How a number is filled up; undefined for a text. */
  readonly fill?: '0' | ' ';
}

function adjust(field: DateField, flag: string, width: string): string {
  const { text, fill } = field;
  if (flag === '^') return text.toUpperCase();
  if (fill === undefined) return text.padStart(Number(width || 0));
  const bare = text.replace(/^[0 ]+(?=.)/, '');
  if (flag === '-') return bare;
  const wanted = flag === '_' ? ' ' : flag === '0' ? '0' : fill;
  return bare.padStart(Math.max(text.length, Number(width || 0)), wanted);
}

function dateField(letter: string, atMs: number): DateField | undefined {
  const date = new Date(atMs);
  const number = (value: number, width = 2, fill: '0' | ' ' = '0'): DateField => ({ text: String(value).padStart(width, fill), fill });
  const all = (format: string): DateField => ({ text: formatDate(format, atMs) });
  const [year, month, day, hour] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours()];
  const dayOfYear = Math.floor((atMs - Date.UTC(year, 0, 1)) / DAY_MS);
  const weekday = date.getUTCDay();
  switch (letter) {
    case 'Y':
      return number(year, 4);
    case 'C':
      return number(Math.floor(year / 100));
    case 'y':
      return number(year % 100);
    case 'm':
      return number(month + 1);
    case 'd':
      return number(day);
    case 'e':
      return number(day, 2, ' ');
    case 'H':
      return number(hour);
    case 'k':
      return number(hour, 2, ' ');
    case 'I':
      return number(hour % 12 || 12);
    case 'l':
      return number(hour % 12 || 12, 2, ' ');
    case 'M':
      return number(date.getUTCMinutes());
    case 'S':
      return number(date.getUTCSeconds());
    case 'N':
      return number(date.getUTCMilliseconds() * 1_000_000, 9);
    case 's':
      return { text: String(Math.floor(atMs / 1000)) };
    case 'j':
      return number(dayOfYear + 1, 3);
    case 'U':
      return number(Math.floor((dayOfYear + 7 - weekday) / 7));
    case 'W':
      return number(Math.floor((dayOfYear + 7 - ((weekday + 6) % 7)) / 7));
    case 'V':
    case 'G':
      return letter === 'V' ? number(isoWeek(atMs).week) : number(isoWeek(atMs).year, 4);
    case 'u':
      return { text: String(weekday || 7) };
    case 'w':
      return { text: String(weekday) };
    case 'a':
      return { text: (days[weekday] ?? '').slice(0, 3) };
    case 'A':
      return { text: days[weekday] ?? '' };
    case 'b':
    case 'h':
      return { text: (months[month] ?? '').slice(0, 3) };
    case 'B':
      return { text: months[month] ?? '' };
    case 'p':
      return { text: hour < 12 ? 'AM' : 'PM' };
    case 'P':
      return { text: hour < 12 ? 'am' : 'pm' };
    case 'F':
      return all('%Y-%m-%d');
    case 'T':
    case 'X':
      return all('%H:%M:%S');
    case 'R':
      return all('%H:%M');
    case 'r':
      return all('%I:%M:%S %p');
    case 'D':
    case 'x':
      return all('%m/%d/%y');
    case 'c':
      return all('%a %b %e %H:%M:%S %Y');
    case 'Z':
      return { text: 'UTC' };
    case 'z':
      return { text: '+0000' };
    case ':z':
      return { text: '+00:00' };
    case 'n':
      return { text: '\n' };
    case 't':
      return { text: '\t' };
    case '%':
      return { text: '%' };
    default:
      return undefined;
  }
}

/** ISO 8601's week and the year it belongs to: week 1 holds the first Thursday. */
function isoWeek(atMs: number): { week: number; year: number } {
  const date = new Date(atMs);
  const thursday = atMs + (4 - (date.getUTCDay() || 7)) * DAY_MS;
  const year = new Date(thursday).getUTCFullYear();
  return { week: Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1, year };
}
