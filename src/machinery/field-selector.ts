/** A field selector that cannot be read. */
export class FieldSelectorError extends Error {
  override readonly name = 'FieldSelectorError';
}

export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/**
 * Reads `status.phase=Running,spec.nodeName!=`. A backslash escapes `,`, `=` and itself in a value.
 * @throws FieldSelectorError with upstream's text
 */
export function parseFieldSelector(text: string): readonly FieldRequirement[] {
  return splitTerms(text)
    .filter((term) => term !== '')
    .map((term) => {
      const [, field, operator, value] = /^((?:\\.|[^=!\\]|!(?!=))*)(==|!=|=)(.*)$/s.exec(term) ?? [];
      if (field === undefined || value === undefined) {
        throw new FieldSelectorError(`invalid selector: '${text}'; can't understand '${term}'`);
      }
      return { field, operator: operator === '!=' ? '!=' : '=', value: unescapeValue(value) };
    });
}

function splitTerms(text: string): string[] {
  return text.match(/(?:\\[\s\S]|[^,\\])+|\\$/g) ?? [];
}

function unescapeValue(value: string): string {
  const bad = /\\(?![\\,=])/.exec(value);
  if (bad !== null) throw new FieldSelectorError(`invalid field selector: invalid escape sequence: ${value.slice(bad.index, bad.index + 2)}`);
  const unescaped = /(?:^|[^\\])([=,])/.exec(value.replace(/\\[\\,=]/g, '\\\\'))?.[1];
  if (unescaped !== undefined) throw new FieldSelectorError(`invalid field selector: unescaped character in value: ${unescaped}`);
  return value.replace(/\\([\\,=])/g, '$1');
}

/** @param readField the value of a field of the object; '' where it has none */
export function matchesFieldSelector(requirements: readonly FieldRequirement[], readField: (field: string) => string): boolean {
  return requirements.every(({ field, operator, value }) => (readField(field) === value) === (operator === '='));
}
