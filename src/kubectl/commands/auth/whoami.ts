import { formatTabs, tableTabs } from '#machinery/tabwriter.ts';
import { defineCommand, type Invocation } from '../../command.ts';
import { resultPrintFlags } from '../../flags/print-flags.ts';
import { createObjectPrinter } from '../../printers/object-printer.ts';
import { parseOutputFormat, resultFormats } from '../../printers/output-format.ts';

interface SelfReview {
  readonly status?: {
    readonly userInfo?: {
      readonly username?: string;
      readonly uid?: string;
      readonly groups?: readonly string[];
      readonly extra?: Readonly<Record<string, readonly string[]>>;
    };
  };
}

async function run(_: undefined, { flags, kubectl, process }: Invocation): Promise<undefined> {
  const format = parseOutputFormat(flags.string('output'), flags.string('template'), resultFormats);
  const printer = createObjectPrinter(format, flags, process);
  const body = { kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1' };
  const response = await kubectl.client().request({ method: 'POST', path: '/apis/authentication.k8s.io/v1/selfsubjectreviews', body });
  const review = response.body as SelfReview;
  if (printer !== undefined) return process.print(printer.format(review)).then(() => undefined);
  const { username = '', uid = '', groups = [], extra = {} } = review.status?.userInfo ?? {};
  const rows = [
    ['ATTRIBUTE', 'VALUE'],
    ...(username === '' ? [] : [['Username', username]]),
    ...(uid === '' ? [] : [['UID', uid]]),
    ...(groups.length === 0 ? [] : [['Groups', `[${groups.join(' ')}]`]]),
    ...Object.keys(extra)
      .sort()
      .map((key) => [`Extra: ${key}`, `[${(extra[key] ?? []).join(' ')}]`]),
  ];
  await process.print(formatTabs(rows, tableTabs));
}

export const whoami = defineCommand<undefined>({
  name: 'whoami',
  usage: 'auth whoami',
  short: 'Experimental: Check self subject attributes',
  long: 'Ask the server who one is to it: user name, groups and other attributes.',
  examples: `  # Who am I?
  kubectl auth whoami
  
  # As JSON
  kubectl auth whoami -o json`,
  flags: resultPrintFlags,
  run,
});
