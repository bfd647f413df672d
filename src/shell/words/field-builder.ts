/** A stretch of a field, and whether it came out of quotes (then it is neither split nor a pattern). */
export interface Piece {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** One word after expansion, before its pattern is matched against files. */
export type Field = readonly Piece[];

/** Collects what the parts of a word expand to and cuts it into fields at the separators of IFS. */
export interface FieldBuilder {
  /** Whether anything is split at all. */
  readonly splits: boolean;
  /** Adds to the present field. */
  add(text: string, isQuoted: boolean): void;
  /** Adds the result of an expansion outside quotes. */
  addSplitting(text: string): void;
  /** Begins a new field (between the elements of `"$@"`). */
  separate(): void;
  finish(): readonly Field[];
}

/** @param ifs the separators; undefined: nothing is split (assignments, here-documents, patterns) */
export function createFieldBuilder(ifs: string | undefined): FieldBuilder {
  const fields: Field[] = [];
  let current: Piece[] | undefined;

  const add = (text: string, isQuoted: boolean): void => {
    current ??= [];
    current.push({ text, isQuoted });
  };
  const flush = (): void => {
    if (current) fields.push(current);
    current = undefined;
  };

  return {
    splits: ifs !== undefined,
    add,
    addSplitting(text) {
      if (text === '') return;
      if (ifs === undefined || ifs === '') {
        add(text, false);
        return;
      }
      const isSeparator = (char: string): boolean => ifs.includes(char);
      const isBlank = (char: string): boolean => (char === ' ' || char === '\t' || char === '\n') && isSeparator(char);
      for (let at = 0; at < text.length; ) {
        let end = at;
        while (end < text.length && !isSeparator(text[end] as string)) end++;
        if (end > at) add(text.slice(at, end), false);
        at = end;
        if (at >= text.length) break;
        while (at < text.length && isBlank(text[at] as string)) at++;
        // A separator that is not a blank ends a field even when it is empty.
        if (at < text.length && isSeparator(text[at] as string)) {
          current ??= [];
          at++;
          while (at < text.length && isBlank(text[at] as string)) at++;
        }
        flush();
      }
    },
    separate: flush,
    finish() {
      flush();
      return fields;
    },
  };
}

/** The text of a field without regard to quotes. */
export function fieldText(field: Field): string {
  const [first] = field;
  if (field.length === 1 && first) return first.text;
  let text = '';
  for (const piece of field) text += piece.text;
  return text;
}
