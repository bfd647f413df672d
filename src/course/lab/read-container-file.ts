import type { Client } from '#client/client.ts';
import { podKind } from '#kinds/pod/pod.ts';
import { formatResourcePath } from '#machinery/resource-type.ts';
import type { Clock } from '#sim/simulation.ts';

const STDOUT = 1;
const STATUS = 3;

/**
 * Reads a file in a running container by running `cat` there, as any client could.
 * @returns its text; undefined when the command fails (no such file, no such program)
 */
export function readContainerFile(
  client: Client,
  clock: Pick<Clock, 'wait'>,
  at: { readonly namespace: string; readonly pod: string; readonly container?: string; readonly path: string },
): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  let succeeded = false;
  return clock.wait((wake) => {
    const connection = client.transport.channels(
      {
        method: 'GET',
        path: formatResourcePath(podKind, at.namespace, at.pod, 'exec'),
        query: { command: ['cat', at.path], stdout: 'true', stderr: 'true', ...(at.container ? { container: at.container } : {}) },
      },
      {
        onOpen() {},
        onMessage(channel, bytes) {
          if (channel === STDOUT) text += decoder.decode(bytes, { stream: true });
          if (channel !== STATUS) return;
          succeeded = (JSON.parse(decoder.decode(bytes)) as { status?: string }).status === 'Success';
          connection.close();
          wake(succeeded ? text : undefined);
        },
        onClose() {
          wake(succeeded ? text : undefined);
        },
      },
    );
    return () => connection.close();
  });
}
