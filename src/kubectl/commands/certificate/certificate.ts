import type { KubeObject } from '#machinery/object.ts';
import { formatTime } from '#machinery/time.ts';
import { UsageError } from '#sim/usage-error.ts';
import { type Command, defineCommand, type Flag } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { fileFlags } from '../../flags/resource-flags.ts';
import { createResultPrinter } from '../../printers/result-printer.ts';
import { visitObjects } from '../../resources/fetch-targets.ts';
import { planTargets, type TargetSelection } from '../../resources/targets.ts';

interface Condition {
  readonly type: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastUpdateTime?: string;
}

type CertificateRequest = KubeObject & { readonly status?: { readonly conditions?: readonly Condition[] } };

const flags: readonly Flag[] = [
  ...resultPrintFlags,
  ...fileFlags('naming the requests'),
  { name: 'force', type: 'bool', default: false, usage: 'Whether to change the request although it is decided already.' },
];

/** The command that decides on certificate signing requests in one way. */
function defineDecision(verb: 'approve' | 'deny', type: 'Approved' | 'Denied', text: { readonly short: string; readonly long: string }): Command {
  const done = type.toLowerCase();
  return defineCommand<TargetSelection>({
    name: verb,
    usage: `certificate ${verb} (-f FILENAME | NAME)`,
    short: text.short,
    long: text.long,
    examples: `  # ${type === 'Approved' ? 'Approve' : 'Deny'} the request csr-sqgzp\n  kubectl certificate ${verb} csr-sqgzp`,
    flags,
    complete({ args, flags: given, kubectl, process }) {
      const files = { filenames: given.strings('filename'), kustomize: given.string('kustomize'), recursive: given.bool('recursive') };
      if (args.length === 0 && files.filenames.length === 0 && files.kustomize === '') {
        throw new UsageError('one or more CSRs must be specified as <name> or -f <filename>');
      }
      return planTargets(kubectl, process, { args, files, defaultType: 'certificatesigningrequests' });
    },
    async run(selection, { flags: given, kubectl, process }) {
      const printer = createResultPrinter(given, process);
      const count = await visitObjects(kubectl, selection, async ({ type: resource, object }) => {
        const request = object as CertificateRequest;
        const conditions = request.status?.conditions ?? [];
        const isDecided = conditions.some((condition) => condition.type === type);
        if (isDecided && !given.bool('force')) return printer.print(request, done);
        const now = formatTime(process.simulation.clock.now);
        const condition = {
          type,
          status: 'True',
          reason: `Kubectl${type === 'Approved' ? 'Approve' : 'Deny'}`,
          message: `This CSR was ${done} by kubectl certificate ${verb}.`,
          lastUpdateTime: now,
        };
        const next = { ...request, status: { ...request.status, conditions: [...conditions.filter((one) => one.type !== type), condition] } };
        return printer.print(await kubectl.client().update(resource, '', next as KubeObject, { subresource: 'approval' }), done);
      });
      if (count === 0) await process.print('No resources found\n');
      return 0;
    },
  });
}

export const certificate = defineCommand({
  name: 'certificate',
  usage: 'certificate SUBCOMMAND',
  short: 'Modify certificate resources',
  long: 'Decides on certificate signing requests.',
  examples: '',
  flags: [],
  subcommands: [
    defineDecision('approve', 'Approved', {
      short: 'Approve a certificate signing request',
      long: 'Lets a certificate signing request be signed. Look first what it asks for: who has the certificate is who it says.',
    }),
    defineDecision('deny', 'Denied', { short: 'Deny a certificate signing request', long: 'Tells the signer that it must not sign a request.' }),
  ],
});
