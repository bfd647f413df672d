/** YAML that cannot be read; the text is the one kubectl prints, without the file's name. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
}

/** @param line as printed; 0 for an error without a place */
export function yamlErrorAt(line: number, problem: string): YamlError {
  return new YamlError(`yaml: ${line > 0 ? `line ${line}: ` : ''}${problem}`);
}
