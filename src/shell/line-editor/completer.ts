/** One way a word could go on. */
export interface Candidate {
  /** The whole word, unquoted: `deployment/web`, `files/`. */
  readonly word: string;
  /** What the list shows; by default the word. */
  readonly label?: string;
  /** Put in as it is: it holds what the shell is to expand (`$HOME`). */
  readonly isLiteral?: boolean;
  /** Whether a blank follows when it is the only one; not after a folder. */
  readonly isFinal: boolean;
}

/** What is completed: the words before the cursor, the last of which (perhaps empty) is the one to complete. */
export interface CompletionRequest {
  readonly words: readonly string[];
  /** The line up to the cursor. */
  readonly line: string;
}

/** Knows how the last word may go on. Candidates begin with it, and come sorted. */
export type Completer = (request: CompletionRequest) => Promise<readonly Candidate[]>;

/** The longest text that all words begin with. */
export function commonPrefix(words: readonly string[]): string {
  const [first = '', ...rest] = words;
  let length = first.length;
  for (const word of rest) while (!word.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}

/** Puts backslashes where the shell would otherwise see more than letters. */
export function escapeForShell(word: string): string {
  return word.replace(/[^A-Za-z0-9_./:=@%,+~^-]/g, '\\$&');
}

/** What stands before the cursor, taken apart as the shell would: quotes and backslashes undone. */
export interface WordsBefore {
  readonly words: readonly string[];
  /** The last word as it is typed, quotes included: what a completion replaces. */
  readonly rawLast: string;
  /** The quote the last word began with and that is still open; else empty. */
  readonly openQuote: string;
}

const SEPARATORS = new Set(['|', ';', '&', '(', '\n']);

/** Splits the present command (behind the last `|`, `;`, `&`) into words. */
export function splitForCompletion(line: string): WordsBefore {
  let words: string[] = [];
  let word = '';
  let raw = '';
  let quote = '';
  let isInWord = false;
  for (let i = 0; i < line.length; i++) {
    const letter = line[i] ?? '';
    if (quote !== '') {
      raw += letter;
      if (letter === quote) quote = '';
      else word += letter;
    } else if (letter === '\\') {
      raw += letter + (line[i + 1] ?? '');
      word += line[++i] ?? '';
      isInWord = true;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      raw += letter;
      isInWord = true;
    } else if (SEPARATORS.has(letter) || letter === ' ' || letter === '\t') {
      if (isInWord) words.push(word);
      if (SEPARATORS.has(letter)) words = [];
      word = '';
      raw = '';
      isInWord = false;
    } else {
      word += letter;
      raw += letter;
      isInWord = true;
    }
  }
  return { words: [...words, word], rawLast: raw, openQuote: quote !== '' && raw.startsWith(quote) ? quote : '' };
}
