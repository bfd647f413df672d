import { ExplainError, explain } from '#machinery/openapi/explain-model.ts';
import { formatGroupVersion } from '#machinery/resource-type.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../../command.ts';
import type { DiscoveredResource, KubectlContext } from '../../kubectl-context.ts';
import { PlainError } from '../../kubectl-error.ts';
import { findResource, unknownResourceMessage } from '../../rest-mapping.ts';
import { formatExplanation, formatExplanationHead } from './format-explanation.ts';

interface ExplainOptions {
  readonly type: DiscoveredResource;
  readonly path: readonly string[];
  readonly recursive: boolean;
}

/** `deployments.apps.spec.template`: the type, with as much of a group as fits, and then fields. */
function parseTypeAndPath(resources: readonly DiscoveredResource[], text: string): { readonly type: DiscoveredResource; readonly path: readonly string[] } {
  const words = text.replace(/\.$/, '').split('.');
  for (let length = words.length; length > 1; length--) {
    const type = findResource(resources, words.slice(0, length).join('.'));
    if (type !== undefined && words.slice(1, length).join('.').endsWith(type.group) && type.group !== '') return { type, path: words.slice(length) };
  }
  const type = findResource(resources, words[0] ?? '');
  if (type === undefined) throw new PlainError(unknownResourceMessage(text));
  return { type, path: words.slice(1) };
}

async function complete({ args, flags, kubectl }: Invocation): Promise<ExplainOptions> {
  const output = flags.string('output');
  const [word] = args;
  if (word === undefined) {
    throw new UsageError('You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.');
  }
  if (args.length > 1) throw new UsageError('We accept only this format: explain RESOURCE\n');
  if (output === 'plaintext-openapiv2') throw new UsageError('-o plaintext-openapiv2 is not supported by this kubectl: use plaintext');
  if (output !== 'plaintext') throw new UsageError(`unrecognized format: ${output}`);
  const apiVersion = flags.string('api-version');
  const all = await kubectl.resources();
  const resources = apiVersion === '' ? all : all.filter((resource) => formatGroupVersion(resource) === apiVersion);
  return { ...parseTypeAndPath(resources, word), recursive: flags.bool('recursive') };
}

/** The OpenAPI v3 document of a group version, found through the server's index. */
async function fetchDocument(kubectl: KubectlContext, type: DiscoveredResource): Promise<object> {
  const key = type.group === '' ? `api/${type.version}` : `apis/${type.group}/${type.version}`;
  const index = (await kubectl.client().request({ method: 'GET', path: '/openapi/v3' })).body as {
    readonly paths?: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
  };
  const address = index.paths?.[key]?.serverRelativeURL;
  if (address === undefined) throw new UsageError(`couldn't find resource for "${formatGroupVersion(type)}, Resource=${type.plural}"`);
  const [path = '', query = ''] = address.split('?');
  const response = await kubectl.client().request({ method: 'GET', path, query: Object.fromEntries(new URLSearchParams(query)) });
  return response.body as object;
}

async function run({ type, path, recursive }: ExplainOptions, { kubectl, process }: Invocation): Promise<undefined> {
  const document = await fetchDocument(kubectl, type);
  const kind = { group: type.group, version: type.version, kind: type.kind };
  try {
    const explanation = explain(document, kind, path);
    await process.print(formatExplanation(explanation, recursive));
  } catch (error) {
    if (!(error instanceof ExplainError)) throw error;
    await process.print(formatExplanationHead(kind));
    throw new UsageError(error.message);
  }
}

export const explainCommand = defineCommand<ExplainOptions>({
  name: 'explain',
  usage: 'explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]',
  short: 'Get documentation for a resource',
  long: `Describe fields and structure of various resources.

 Prints what the fields of an API resource mean. A field is named by its path:

  <type>.<fieldName>[.<fieldName>]

 What is printed comes from the server, as OpenAPI.`,
  examples: `  # Get the documentation of the resource and its fields
  kubectl explain pods
  
  # Get all the fields in the resource
  kubectl explain pods --recursive
  
  # Get the explanation for deployment in supported api versions
  kubectl explain deployments --api-version=apps/v1
  
  # Get the documentation of a specific field of a resource
  kubectl explain pods.spec.containers`,
  flags: [
    { name: 'api-version', type: 'string', default: '', usage: 'Use this API version (group/version) of the resource.' },
    {
      name: 'output',
      shorthand: 'o',
      type: 'string',
      default: 'plaintext',
      usage: 'Format in which to print the documentation; valid values are (plaintext, plaintext-openapiv2).',
    },
    { name: 'recursive', type: 'bool', default: false, usage: 'Whether to print the names of all fields instead of the descriptions of the next ones.' },
  ],
  complete,
  run,
});
