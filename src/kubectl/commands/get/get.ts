import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../../command.ts';
import { getPrintFlags } from '../../flags/print-flags.ts';
import { allNamespacesFlag, fieldSelectorFlag, fileFlags, selectorFlag } from '../../flags/resource-flags.ts';
import { usageErrorOf } from '../../kubectl-error.ts';
import { parseCustomColumns, parseCustomColumnsFile } from '../../printers/custom-columns.ts';
import { createObjectPrinter } from '../../printers/object-printer.ts';
import { getFormats, parseOutputFormat } from '../../printers/output-format.ts';
import { readNamedFile } from '../../printers/template-file.ts';
import { hasManifests, type ManifestSources } from '../../resources/manifest-files.ts';
import { sendRaw } from '../../resources/raw-request.ts';
import type { GetOptions } from './get-options.ts';
import { printForMachines } from './machine-output.ts';
import { printTables } from './table-output.ts';
import { watchObjects } from './watch.ts';

const flags: readonly Flag[] = [
  allNamespacesFlag,
  ...getPrintFlags,
  { name: 'chunk-size', type: 'int', default: 500, usage: 'How many objects to ask for at a time; 0 for all at once.' },
  fieldSelectorFlag,
  ...fileFlags('that names the objects to get from the server'),
  { name: 'ignore-not-found', type: 'bool', default: false, usage: 'Whether it is no error when an object is not there.' },
  { name: 'output-watch-events', type: 'bool', default: false, usage: 'Whether to print the type of each event with --watch or --watch-only.' },
  { name: 'raw', type: 'string', default: '', usage: 'Path to request from the server as it is.' },
  selectorFlag,
  { name: 'server-print', type: 'bool', default: true, usage: 'Whether the server decides on the columns of the table.' },
  { name: 'subresource', type: 'string', default: '', usage: 'Subresource to get: status, scale or resize.' },
  { name: 'watch', shorthand: 'w', type: 'bool', default: false, usage: 'Whether to go on with the changes after the objects were listed.' },
  { name: 'watch-only', type: 'bool', default: false, usage: 'Whether to print only the changes, without the list first.' },
];

function complete(invocation: Invocation): GetOptions {
  const { args, flags: given, process } = invocation;
  const files: ManifestSources = {
    filenames: given.strings('filename'),
    kustomize: given.string('kustomize'),
    recursive: given.bool('recursive'),
  };
  const format = parseOutputFormat(given.string('output'), given.string('template'), getFormats);
  const columns =
    format.name === 'custom-columns'
      ? parseCustomColumns(format.argument)
      : format.name === 'custom-columns-file'
        ? parseCustomColumnsFile(readNamedFile(process, format.argument, (reason) => `error reading template ${format.argument}, ${reason}\n`))
        : undefined;
  return {
    args,
    files,
    raw: given.string('raw'),
    format,
    columns,
    objects: createObjectPrinter(format, given, process),
    request: {
      files,
      args,
      labelSelector: given.string('selector'),
      fieldSelector: given.string('field-selector'),
      allNamespaces: given.bool('all-namespaces'),
      all: true,
    },
    allNamespaces: given.bool('all-namespaces'),
    ignoreNotFound: given.bool('ignore-not-found'),
    subresource: given.string('subresource'),
    serverPrint: given.bool('server-print'),
    noHeaders: given.bool('no-headers'),
    showKind: given.bool('show-kind'),
    showLabels: given.bool('show-labels'),
    labelColumns: given.strings('label-columns').map((label) => label.trim()),
    sortBy: given.string('sort-by'),
    watch: given.bool('watch') || given.bool('watch-only'),
    watchOnly: given.bool('watch-only'),
    outputWatchEvents: given.bool('output-watch-events'),
  };
}

function validate(options: GetOptions): void {
  if (options.raw !== '') {
    if (options.watch || options.request.labelSelector || options.args.length > 0) {
      throw new UsageError('arguments may not be passed when --raw is specified');
    }
    return;
  }
  if (options.showLabels && options.format.name !== '' && options.format.name !== 'wide') {
    throw new UsageError(`--show-labels option cannot be used with ${options.format.name} printer`);
  }
  if (options.outputWatchEvents && !options.watch) {
    throw new UsageError('--output-watch-events option can only be used with --watch or --watch-only');
  }
}

async function run(options: GetOptions, invocation: Invocation): Promise<undefined> {
  const { process, commandPath } = invocation;
  if (options.raw !== '') {
    await sendRaw('GET', options.raw, '', invocation);
    return;
  }
  if (options.args.length === 0 && !hasManifests(options.files)) {
    await process.printError('You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n');
    throw usageErrorOf(
      commandPath,
      'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
    );
  }
  if (options.watch) return watchObjects(options, invocation);
  return options.objects === undefined && options.columns === undefined && options.format.name !== 'name'
    ? printTables(options, invocation)
    : printForMachines(options, invocation);
}

export const getCommand = defineCommand<GetOptions>({
  name: 'get',
  usage:
    'get [(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]',
  short: 'Display one or many resources',
  long: `Display one or many resources.

 Prints a table of the most important things about the resources. Select them by name, or with a label selector (--selector), or by their file. Only the current namespace is looked at; --all-namespaces takes all.

 Use "kubectl api-resources" for a complete list of supported resources.`,
  examples: `  # List all pods as a table
  kubectl get pods
  
  # List all pods with more columns (such as the node)
  kubectl get pods -o wide
  
  # Show one deployment
  kubectl get deployment web
  
  # Show a pod as YAML
  kubectl get pod web-0 -o yaml
  
  # Show what a file describes, as the server has it
  kubectl get -f pod.yaml
  
  # Print one field
  kubectl get pod web-0 -o jsonpath='{.status.phase}'
  
  # Print columns of one's own
  kubectl get pods -o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[*].image
  
  # List services and deployments together
  kubectl get services,deployments
  
  # Follow what happens to the pods with a label
  kubectl get pods -l app=web --watch`,
  flags,
  complete,
  validate,
  run,
});
