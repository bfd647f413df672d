import type { ApiRequest } from '#client/transport.ts';
import { readAllText } from '#os/readers.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../command.ts';

/** A path of `--raw`, with its query taken apart. */
export function splitRawPath(raw: string): Pick<ApiRequest, 'path' | 'query'> {
  const mark = raw.indexOf('?');
  if (mark < 0) return { path: raw };
  const query: Record<string, string[]> = {};
  for (const [key, value] of new URLSearchParams(raw.slice(mark + 1))) query[key] = [...(query[key] ?? []), value];
  return { path: raw.slice(0, mark), query };
}

/**
 * Sends a request as it is and prints what comes back.
 * @param filename the file to send, `-` for the standard input; '' sends nothing
 * @throws StatusError, UsageError
 */
export async function sendRaw(method: ApiRequest['method'], raw: string, filename: string, { kubectl, process }: Invocation): Promise<void> {
  const body = filename === '' ? undefined : filename === '-' ? await readAllText(process.stdin, process.cancel) : readFile(filename, process);
  const response = await kubectl.client().request({ method, ...splitRawPath(raw), ...(body === undefined ? {} : { body }) });
  const answer = response.body;
  await process.print(typeof answer === 'string' ? answer : answer instanceof Uint8Array ? new TextDecoder().decode(answer) : `${JSON.stringify(answer)}\n`);
}

function readFile(filename: string, process: Invocation['process']): string {
  const path = process.resolvePath(filename);
  if (!process.fs.exists(path)) throw new UsageError(`open ${filename}: no such file or directory`);
  return process.fs.readText(path);
}

/** The one file that goes with `--raw`. @throws UsageError with kubectl's text */
export function fileForRaw({ flags }: Invocation, forbidden: readonly string[]): string {
  const [filename = '', ...others] = flags.strings('filename');
  for (const name of forbidden) if (flags.changed(name)) throw new UsageError(`--raw and --${name} are mutually exclusive`);
  if (filename === '' || others.length > 0) throw new UsageError('--raw can only use a single local file or stdin');
  if (/^https?:/.test(filename)) throw new UsageError('--raw cannot read from a url');
  if (flags.changed('recursive')) throw new UsageError('--raw and --recursive are mutually exclusive');
  if (flags.string('output') !== '') throw new UsageError('--raw and --output are mutually exclusive');
  return filename;
}
