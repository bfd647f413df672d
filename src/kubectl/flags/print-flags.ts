import type { Flag } from '../command.ts';

const machineFormats = 'json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file';

/** Flags of commands that print the objects they wrote: `create`, `apply`, `label` … Read by `printers/result-printer.ts`. */
export const resultPrintFlags: readonly Flag[] = [
  {
    name: 'allow-missing-template-keys',
    type: 'bool',
    default: true,
    usage: 'Whether a field or key that a template names and the object has not is left out without an error. For go-template and jsonpath.',
  },
  { name: 'output', shorthand: 'o', type: 'string', default: '', usage: `Output format. One of: (${machineFormats}).` },
  { name: 'show-managed-fields', type: 'bool', default: false, usage: 'Whether to keep managedFields when printing JSON or YAML.' },
  { name: 'template', type: 'string', default: '', usage: 'Template text, or file of a template, for -o go-template and -o go-template-file.' },
];

/** Flags of `get`. */
export const getPrintFlags: readonly Flag[] = [
  ...resultPrintFlags.map((flag) =>
    flag.name === 'output' ? { ...flag, usage: `Output format. One of: (${machineFormats}, custom-columns, custom-columns-file, wide).` } : flag,
  ),
  { name: 'label-columns', shorthand: 'L', type: 'strings', default: [], usage: 'Labels to show as columns, separated by commas.' },
  { name: 'no-headers', type: 'bool', default: false, usage: 'Whether to leave the column headers out.' },
  { name: 'show-kind', type: 'bool', default: false, usage: 'Whether to put the resource type in front of names.' },
  { name: 'show-labels', type: 'bool', default: false, usage: 'Whether to show all labels as the last column.' },
  {
    name: 'sort-by',
    type: 'string',
    default: '',
    usage: "JSONPath of the field to sort by (such as '{.metadata.name}'). The field must be a number or a text.",
  },
];
