import type { KubeObject } from '#machinery/object.ts';
import { StatusError } from '#machinery/status-error.ts';
import { UsageError } from '#sim/usage-error.ts';
import { type Command, defineCommand, type Flag, type Invocation } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { saveConfigFlag } from '../../flags/resource-flags.ts';
import { dryRunFlag, fieldManagerFlag, readDryRun, readFieldValidation, validateFlag } from '../../flags/write-flags.ts';
import { usageErrorOf } from '../../kubectl-error.ts';
import { hashContent } from '../../kustomize/content-hash.ts';
import { createResultPrinter } from '../../printers/result-printer.ts';
import { withLastApplied } from '../../resources/last-applied.ts';

/** A `kubectl create KIND` that makes an object out of flags. */
export interface Generator {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly usage: string;
  readonly short: string;
  readonly long?: string;
  readonly examples: string;
  readonly flags: readonly Flag[];
  /** What an error of the server is put behind: `failed to create deployment: `; undefined reports it as the server's. */
  readonly failure?: string;
  readonly namespaced: boolean;
  /**
   * Makes the object. Fields stand in the order in which Kubernetes declares them: that is how JSON prints them.
   * @throws UsageError
   */
  generate(name: string, invocation: Invocation): KubeObject | Promise<KubeObject>;
}

const commonFlags: readonly Flag[] = [...resultPrintFlags, dryRunFlag, fieldManagerFlag('kubectl-create'), saveConfigFlag, validateFlag];

/** Declares the command of a generator. */
export function defineGenerator(generator: Generator): Command {
  return defineCommand<undefined>({
    name: generator.name,
    ...(generator.aliases === undefined ? {} : { aliases: generator.aliases }),
    usage: generator.usage,
    short: generator.short,
    long: generator.long ?? `${generator.short}.`,
    examples: generator.examples,
    flags: [...commonFlags, ...generator.flags],
    async run(_, invocation) {
      const object = await generator.generate(readName(invocation), invocation);
      await createGenerated(appendsHash(generator, invocation) ? withHashedName(object) : object, generator, invocation);
      return undefined;
    },
  });
}

function appendsHash({ flags: declared }: Generator, { flags }: Invocation): boolean {
  return declared.some((flag) => flag.name === 'append-hash') && flags.bool('append-hash');
}

function withHashedName(object: KubeObject): KubeObject {
  const name = object.metadata?.name ?? '';
  return { ...object, metadata: { ...object.metadata, name: `${name}-${hashContent(object, name)}` } };
}

/** The one NAME; what stands after `--` is a command. */
function readName({ args, dashAt, commandPath }: Invocation): string {
  const count = dashAt >= 0 ? dashAt : args.length;
  const [name] = args;
  if (count !== 1 || name === undefined) throw usageErrorOf(commandPath, `exactly one NAME is required, got ${count}`);
  return name;
}

/** `metadata` of a generated object: the namespace is written only where `-n` asks for it. */
export function generatedMetadata(
  name: string,
  { kubectl }: Invocation,
  more: { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> } = {},
): NonNullable<KubeObject['metadata']> {
  return { name, ...(kubectl.namespaceGiven ? { namespace: kubectl.namespace } : {}), ...more };
}

async function createGenerated(object: KubeObject, generator: Generator, { flags, kubectl, process }: Invocation): Promise<void> {
  const dryRun = readDryRun(flags);
  const printer = createResultPrinter(flags, process, dryRun);
  const wanted = flags.bool('save-config') ? withLastApplied(object) : object;
  if (dryRun === 'client') return printer.print(wanted, 'created', true);
  const type = await kubectl.resolveKind(wanted.apiVersion ?? '', wanted.kind ?? '');
  if (type === undefined) throw new UsageError(`no matches for kind "${wanted.kind ?? ''}" in version "${wanted.apiVersion ?? ''}"`);
  const namespace = generator.namespaced ? kubectl.namespace : '';
  try {
    const created = await kubectl.client().create(type, namespace, wanted, {
      dryRun: dryRun === 'server',
      fieldManager: flags.string('field-manager'),
      fieldValidation: readFieldValidation(flags),
    });
    await printer.print(created, 'created');
  } catch (error) {
    if (generator.failure === undefined || !(error instanceof StatusError)) throw error;
    throw new UsageError(`${generator.failure}${error.message}`);
  }
}
