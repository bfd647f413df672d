import { processWith } from '#os/process-view.ts';
import { UsageError } from '#sim/usage-error.ts';
import { formatDate } from './format-date.ts';
import { parseDate } from './parse-date.ts';
import { createTool } from './tool.ts';

const syntax = {
  letters: 'd:uI:Rr:s:',
  long: { date: 'd', utc: 'u', universal: 'u', 'iso-8601': 'I', 'rfc-email': 'R', reference: 'r', set: 's' },
  longWithValue: ['rfc-3339'],
};

const isoFormats: Readonly<Record<string, string>> = {
  '': '%Y-%m-%d',
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};

const dateTool = createTool('date', syntax, async (process, args) => {
  const { now } = process.simulation.clock;
  const text = args.value('d');
  const reference = args.value('r');
  if (args.has('s')) throw new UsageError('cannot set date: Operation not permitted');
  const atMs = reference !== undefined ? process.fs.stat(process.resolvePath(reference)).modifiedMs : text === undefined ? now : parseDate(text, now);
  if (atMs === undefined) throw new UsageError(`invalid date '${text}'`);
  const [operand] = args.operands;
  if (operand !== undefined && !operand.startsWith('+')) throw new UsageError(`invalid date '${operand}'`);
  await process.print(`${formatDate(chooseFormat(operand, args.value('I'), args.has('R'), args.value('rfc-3339')), atMs)}\n`);
  return 0;
});

function chooseFormat(operand: string | undefined, iso: string | undefined, isEmail: boolean, rfc3339: string | undefined): string {
  if (operand !== undefined) return operand.slice(1);
  if (iso !== undefined) return isoFormats[iso] ?? '%Y-%m-%d';
  if (rfc3339 !== undefined) return rfc3339 === 'date' ? '%Y-%m-%d' : '%Y-%m-%d %H:%M:%S%:z';
  return isEmail ? '%a, %d %b %Y %H:%M:%S %z' : '%a %b %e %H:%M:%S %Z %Y';
}

/** `-I` may stand alone or have its value joined. */
export const date: typeof dateTool = (process) =>
  dateTool(processWith(process, { argv: process.argv.map((argument) => (argument === '-I' || argument === '--iso-8601' ? '--iso-8601=date' : argument)) }));
