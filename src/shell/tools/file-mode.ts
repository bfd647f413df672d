import { UsageError } from '#sim/usage-error.ts';

/**
 * The mode `chmod` gives a file: octal (`644`) or symbolic (`u+x,go-w`, `a=r`, `+X`).
 * @throws UsageError
 */
export function applyMode(text: string, mode: number, isDirectory: boolean): number {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8);
  let result = mode;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=][rwxXstugo]*)+)$/.exec(clause);
    if (!match) throw new UsageError(`invalid mode: '${text}'`);
    const who = match[1] || 'a';
    for (const [, operator = '', letters = ''] of (match[2] ?? '').matchAll(/([-+=])([rwxXstugo]*)/g))
      result = applyClause(result, who, operator, letters, isDirectory);
  }
  return result;
}

const shifts: Readonly<Record<string, number>> = { u: 6, g: 3, o: 0 };

function applyClause(mode: number, who: string, operator: string, letters: string, isDirectory: boolean): number {
  const classes = who.includes('a') ? ['u', 'g', 'o'] : [...who];
  let bits = 0;
  let cleared = 0;
  for (const name of classes) {
    const shift = shifts[name] ?? 0;
    cleared |= 7 << shift;
    for (const letter of letters) {
      if (letter === 'r') bits |= 4 << shift;
      else if (letter === 'w') bits |= 2 << shift;
      else if (letter === 'x' || (letter === 'X' && (isDirectory || (mode & 0o111) !== 0))) bits |= 1 << shift;
      else if (letter in shifts) bits |= ((mode >> (shifts[letter] ?? 0)) & 7) << shift;
      else if (letter === 's' && name !== 'o') bits |= name === 'u' ? 0o4000 : 0o2000;
      else if (letter === 't') bits |= 0o1000;
    }
  }
  if (operator === '+') return mode | bits;
  return operator === '-' ? mode & ~bits : (mode & ~cleared) | bits;
}
