import type { Invocation } from '../command.ts';

export interface LogRequest {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Stands in front of each line. */
  readonly prefix: string;
}

/**
 * Copies a log to the standard output as it comes, whole lines at a time.
 * @throws StatusError, TransportError, Cancelled
 */
export async function streamLog({ kubectl, process }: Invocation, request: LogRequest): Promise<void> {
  const { clock } = process.simulation;
  const decoder = new TextDecoder();
  const chunks: string[] = [];
  let ended = false;
  let failure: Error | undefined;
  let wakeReader: (() => void) | undefined;
  const subscription = kubectl.client().transport.bytes(
    { method: 'GET', path: request.path, query: request.query },
    {
      onBytes(bytes) {
        chunks.push(decoder.decode(bytes, { stream: true }));
        wakeReader?.();
      },
      onEnd(error) {
        ended = true;
        failure = error;
        wakeReader?.();
      },
    },
  );
  const more = (): Promise<void> =>
    clock.wait<void>((wake) => {
      wakeReader = () => wake();
      return () => {
        wakeReader = undefined;
      };
    }, process.cancel);
  try {
    let rest = '';
    for (;;) {
      while (chunks.length === 0 && !ended) await more();
      rest += chunks.splice(0).join('');
      const cut = rest.lastIndexOf('\n') + 1;
      if (cut > 0) await process.print(withPrefix(rest.slice(0, cut), request.prefix));
      rest = rest.slice(cut);
      if (ended && chunks.length === 0) break;
    }
    if (rest !== '') await process.print(withPrefix(rest, request.prefix));
  } finally {
    subscription.close();
  }
  if (failure) throw failure;
}

function withPrefix(text: string, prefix: string): string {
  return prefix === '' ? text : text.replace(/^(?=.)/gm, prefix);
}
