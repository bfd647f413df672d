/** A line with its `!` references replaced, or why it cannot be. */
export type HistoryExpansion = { readonly text: string; readonly changed: boolean } | { readonly error: string };

/** `!!`, `!-2`, `!12`, `!text`, `!?text?`, each with `:0`, `:n`, `:^`, `:$`, `:*`; and `!$`, `!^`, `!*` of the line before. */
const REFERENCE = /!(?:(!|-?\d+|\?[^?\n]+\??|[A-Za-z_./][^\s:;|&"'$^*]*)(?::?([$^*]|(?<=:)\d+))?|([$^*])|:(\d+|[$^*]))/y;

/**
 * Replaces history references as an interactive bash does: not within single quotes, not after a backslash.
 * `^old^new` at the start of the line repeats the last line with a change.
 * @param history earlier lines, oldest first
 */
export function expandHistory(line: string, history: readonly string[]): HistoryExpansion {
  const quick = /^\^([^^]+)\^([^^]*)(?:\^(.*))?$/.exec(line);
  if (quick) {
    const last = history.at(-1) ?? '';
    const [, from = '', to = '', rest = ''] = quick;
    if (!last.includes(from)) return { error: ':s' + line + ': substitution failed' };
    return { text: last.replace(from, () => to) + rest, changed: true };
  }
  let text = '';
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const letter = line[i] ?? '';
    if (letter === '\\') {
      text += letter + (line[++i] ?? '');
      continue;
    }
    if (letter === "'") isQuoted = !isQuoted;
    if (letter !== '!' || isQuoted || /^(?:$|[\s=(])/.test(line.slice(i + 1))) {
      text += letter;
      continue;
    }
    REFERENCE.lastIndex = i;
    const match = REFERENCE.exec(line);
    if (!match) {
      text += letter;
      continue;
    }
    const [whole, event, ofEvent, ofLast, ofLastNumber] = match;
    const referred = findEvent(event ?? '!', history);
    if (referred === undefined) return { error: `${whole}: event not found` };
    const picked = pickWords(referred, ofEvent ?? ofLast ?? ofLastNumber);
    if (picked === undefined) return { error: `${whole}: bad word specifier` };
    text += picked;
    i += whole.length - 1;
  }
  return { text, changed: text !== line };
}

function findEvent(event: string, history: readonly string[]): string | undefined {
  if (event === '!') return history.at(-1);
  if (/^-?\d+$/.test(event)) return Number(event) < 0 ? history.at(Number(event)) : history[Number(event) - 1];
  if (event.startsWith('?')) return history.findLast((line) => line.includes(event.replace(/^\?|\?$/g, '')));
  return history.findLast((line) => line.startsWith(event));
}

function pickWords(line: string, which: string | undefined): string | undefined {
  if (which === undefined) return line;
  const words = line.trim().match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  if (which === '$') return words.at(-1);
  if (which === '^') return words[1];
  if (which === '*') return words.slice(1).join(' ');
  return words[Number(which)];
}
