import { expandEscapes } from '../words/quote.ts';

/** What `echo` writes. @param alwaysEscapes dash's echo reads escapes without `-e` */
export function formatEcho(args: readonly string[], alwaysEscapes: boolean): string {
  let at = 0;
  let endsLine = true;
  let escapes = alwaysEscapes;
  for (; at < args.length && /^-[neE]+$/.test(args[at] as string); at++) {
    for (const letter of (args[at] as string).slice(1)) {
      if (letter === 'n') endsLine = false;
      else escapes = letter === 'e';
    }
  }
  const text = args.slice(at).join(' ');
  if (!escapes) return endsLine ? `${text}\n` : text;
  const expanded = expandEscapes(text, { octal: 'leading-zero', quotes: false });
  return endsLine && !expanded.stopped ? `${expanded.text}\n` : expanded.text;
}
