import { UsageError } from '#sim/usage-error.ts';

/** `-o` taken apart: `jsonpath={.x}` is the format `jsonpath` with the argument `{.x}`. */
export interface OutputFormat {
  readonly name: string;
  readonly argument: string;
}

const templateFormats = ['go-template', 'go-template-file', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file', 'template', 'templatefile'];

/** What commands accept that print the objects they wrote. */
export const resultFormats: readonly string[] = [...templateFormats, 'json', 'kyaml', 'name', 'yaml'];

/** What `get` accepts. */
export const getFormats: readonly string[] = [...resultFormats, 'custom-columns', 'custom-columns-file', 'wide'];

/**
 * Reads `-o` and `--template`.
 * @param template what `--template` gives; without `-o` it means go-template
 * @throws UsageError for a format that is not among `allowed`, or a template format without a template
 */
export function parseOutputFormat(output: string, template: string, allowed: readonly string[]): OutputFormat {
  if (output === '' && template !== '') return { name: 'go-template', argument: template };
  const equals = output.indexOf('=');
  const name = equals < 0 ? output : output.slice(0, equals);
  const argument = equals < 0 ? template : output.slice(equals + 1);
  const takesArgument = templateFormats.includes(name) || name.startsWith('custom-columns');
  if (name !== '' && (!allowed.includes(name) || (equals >= 0 && !takesArgument))) {
    throw new UsageError(`unable to match a printer suitable for the output format "${output}", allowed formats are: ${[...allowed].sort().join(',')}`);
  }
  if (templateFormats.includes(name) && argument === '') throw new UsageError('template format specified but no template given');
  return { name, argument };
}
