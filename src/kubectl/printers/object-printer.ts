import { executeGoTemplate, type GoTemplate, parseGoTemplate } from '#machinery/go-template.ts';
import { compactGoJson } from '#machinery/json.ts';
import { evaluateJsonPath, type JsonPath, parseJsonPath, printJsonPath } from '#machinery/jsonpath.ts';
import type { KubeObject } from '#machinery/object.ts';
import { formatYaml } from '#machinery/yaml.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { FlagValues } from '../command.ts';
import { formatGoSyntax, formatGoValue, formatOrderedJson, formatSortedJson } from './go-value.ts';
import { formatKyaml } from './kyaml.ts';
import type { OutputFormat } from './output-format.ts';
import { readTemplateFile } from './template-file.ts';

/** Prints whole objects for a machine to read. Remembers whether it printed before: YAML documents are separated. */
export interface ObjectPrinter {
  /**
   * @param object what to print; `typed` prints JSON in the order of its fields, as kubectl does with objects it made itself
   * @returns the text
   * @throws UsageError when a template fails
   */
  format(object: object, typed?: boolean): string;
}

/**
 * Creates the printer of a format for whole objects, undefined for the formats for people (none, `name`, `wide`, `custom-columns`).
 * @throws UsageError when a template is broken
 */
export function createObjectPrinter(format: OutputFormat, flags: FlagValues, process: Process): ObjectPrinter | undefined {
  const keepsManagedFields = flags.bool('show-managed-fields');
  const allowMissingKeys = flags.bool('allow-missing-template-keys');
  const clean = (object: object): object => (keepsManagedFields ? object : withoutManagedFields(object));
  const templateOf = (isFile: boolean): string => (isFile ? readTemplateFile(process, format.argument) : format.argument);
  switch (format.name) {
    case 'json':
      return { format: (object, typed) => `${typed ? formatOrderedJson(clean(object)) : formatSortedJson(clean(object))}\n` };
    case 'yaml':
      return createYamlPrinter(clean);
    case 'kyaml':
      return { format: (object) => formatKyaml(clean(object)) };
    case 'jsonpath':
    case 'jsonpath-file':
    case 'jsonpath-as-json':
      return createJsonPathPrinter(templateOf(format.name === 'jsonpath-file'), format.name === 'jsonpath-as-json', allowMissingKeys);
    case 'go-template':
    case 'template':
    case 'go-template-file':
    case 'templatefile':
      return createTemplatePrinter(templateOf(format.name.endsWith('file')), allowMissingKeys);
    default:
      return undefined;
  }
}

function createYamlPrinter(clean: (object: object) => object): ObjectPrinter {
  let count = 0;
  return { format: (object) => `${count++ > 0 ? '---\n' : ''}${formatYaml(clean(object))}` };
}

function createJsonPathPrinter(template: string, asJson: boolean, allowMissingKeys: boolean): ObjectPrinter {
  let path: JsonPath;
  try {
    path = parseJsonPath(template);
  } catch (error) {
    throw new UsageError(`error parsing jsonpath ${template}, ${messageOf(error)}`);
  }
  return {
    format(object) {
      try {
        if (asJson) return `${formatSortedJson(evaluateJsonPath(path, object, { allowMissingKeys }).flat())}\n`;
        return printJsonPath(path, object, { allowMissingKeys });
      } catch (error) {
        const details = `\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${formatGoSyntax(object)}\n\n`;
        throw new UsageError(
          `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${messageOf(error)}. Printing more information for debugging the template:\n${details}\n`,
        );
      }
    },
  };
}

function createTemplatePrinter(template: string, allowMissingKeys: boolean): ObjectPrinter {
  let parsed: GoTemplate;
  try {
    parsed = parseGoTemplate(template);
  } catch (error) {
    throw new UsageError(`error parsing template ${template}, ${messageOf(error)}\n`);
  }
  return {
    format(object) {
      try {
        return executeGoTemplate(parsed, object, allowMissingKeys);
      } catch (error) {
        const reason = messageOf(error);
        // kubectl prints what helps to debug on standard output, and the error itself as any other.
        throw new TemplateError(
          `error executing template ${JSON.stringify(template)}: ${reason}`,
          `Error executing template: ${reason}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\traw data was:\n\t\t${compactGoJson(object)}\n\tobject given to template engine was:\n\t\t${formatGoValue(object)}\n\n`,
        );
      }
    },
  };
}

/** A go-template that failed; `details` go to standard output before the error is reported. */
export class TemplateError extends UsageError {
  readonly details: string;

  constructor(message: string, details: string) {
    super(message);
    this.details = details;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof Error && error.name !== 'InvariantError') return error.message;
  throw error;
}

/** An object, or a list with its items, without `metadata.managedFields`. */
export function withoutManagedFields(object: object): object {
  const { metadata, items } = object as KubeObject & { readonly items?: readonly object[] };
  if (Array.isArray(items)) return { ...object, items: items.map((item: object) => withoutManagedFields(item)) };
  if (metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...rest } = metadata;
  return { ...object, metadata: rest };
}
