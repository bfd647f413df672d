import { formatResourcePath } from '#machinery/resource-type.ts';
import { StatusError } from '#machinery/status-error.ts';
import { UsageError } from '#sim/usage-error.ts';
import { type Command, defineCommand, type Flag, type Invocation } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { usageErrorOf } from '../../kubectl-error.ts';
import { createObjectPrinter } from '../../printers/object-printer.ts';
import { parseOutputFormat, resultFormats } from '../../printers/output-format.ts';

const flags: readonly Flag[] = [
  ...resultPrintFlags,
  { name: 'audience', type: 'string-array', default: [], usage: 'Audience the token is meant for; may be given several times.' },
  { name: 'bound-object-kind', type: 'string', default: '', usage: 'Kind of an object that the token lives and dies with: Pod, Secret or Node.' },
  { name: 'bound-object-name', type: 'string', default: '', usage: 'Name of that object.' },
  { name: 'bound-object-uid', type: 'string', default: '', usage: 'UID of that object.' },
  { name: 'duration', type: 'duration', default: 0, usage: 'How long the token is to be valid; the server may give another time.' },
];

function tokenRequest({ flags: given }: Invocation): object {
  const [kind, name, uid] = [given.string('bound-object-kind'), given.string('bound-object-name'), given.string('bound-object-uid')];
  if (kind === '' && name !== '') throw new UsageError('--bound-object-name can only be set if --bound-object-kind is provided');
  if (kind === '' && uid !== '') throw new UsageError('--bound-object-uid can only be set if --bound-object-kind is provided');
  if (kind !== '' && name === '') throw new UsageError('--bound-object-name is required if --bound-object-kind is provided');
  if (kind !== '' && !['Pod', 'Secret', 'Node'].includes(kind)) throw new UsageError('supported --bound-object-kind values are Node, Pod, Secret');
  const durationMs = given.durationMs('duration');
  if (durationMs < 0) throw new UsageError('--duration must be greater than or equal to 0');
  if (durationMs % 1000 !== 0) throw new UsageError('--duration cannot be expressed in units less than seconds');
  const audiences = given.strings('audience');
  return {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    spec: {
      ...(audiences.length > 0 ? { audiences } : {}),
      ...(durationMs > 0 ? { expirationSeconds: durationMs / 1000 } : {}),
      ...(kind === '' ? {} : { boundObjectRef: { kind, apiVersion: 'v1', name, ...(uid === '' ? {} : { uid }) } }),
    },
  };
}

export const createToken: Command = defineCommand<undefined>({
  name: 'token',
  usage: 'create token SERVICE_ACCOUNT_NAME',
  short: 'Request a service account token',
  long: 'Request a service account token.',
  examples: `  # Request a token of the service account "myapp"
  kubectl create token myapp
  
  # Request a token that is valid for ten minutes
  kubectl create token myapp --duration 10m`,
  flags,
  async run(_, invocation) {
    const { args, flags: given, kubectl, process, commandPath } = invocation;
    const [name] = args;
    if (args.length !== 1 || name === undefined) throw usageErrorOf(commandPath, `exactly one NAME is required, got ${args.length}`);
    const format = parseOutputFormat(given.string('output'), given.string('template'), resultFormats);
    const printer = createObjectPrinter(format, given, process);
    const type = await kubectl.resolveResource('serviceaccounts');
    try {
      const response = await kubectl.client().request({
        method: 'POST',
        path: formatResourcePath(type, kubectl.namespace, name, 'token'),
        body: tokenRequest(invocation),
      });
      const answer = response.body as { readonly status?: { readonly token?: string } };
      await process.print(printer?.format(answer) ?? `${answer.status?.token ?? ''}\n`);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      throw new UsageError(`failed to create token: ${error.message}`);
    }
    return undefined;
  },
});
