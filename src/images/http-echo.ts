import { defineImage } from '#cluster/kubelet/runtime/image.ts';
import { encodeText } from '#os/bytes.ts';
import type { Process } from '#os/process.ts';
import { formatErrorTime } from './shared/log-formats.ts';
import { serveUntilSignal } from './shared/serve-until-signal.ts';

/** A server that answers every request with the text of its flag `-text`. */
export const httpEcho = defineImage({
  name: 'hashicorp/http-echo',
  tags: ['latest', '1.0.0', '1.0', '0.2.3'].map((tag) => ({ tag, version: tag === '0.2.3' ? '0.2.3' : '1.0.0', sizeBytes: 3_900_000 })),
  entrypoint: ['/http-echo'],
  user: '65532:65532',
  exposedPorts: [5678],
  memoryBytes: 3 * 1024 * 1024,
  files: (fs) => fs.installProgram('/http-echo', echo),
});

async function echo(process: Process): Promise<number> {
  const flags = readFlags(process.argv.slice(1));
  const text = flags.get('text') ?? process.env.get('ECHO_TEXT');
  if (text === undefined) {
    await process.printError('Missing -text option!\n');
    return 127;
  }
  const [, port = '5678'] = /:(\d+)$/.exec(flags.get('listen') ?? ':5678') ?? [];
  const status = Number(flags.get('status-code') ?? 200);
  const body = encodeText(`${text}\n`);
  const now = (): string => formatErrorTime(process.simulation.clock.now);
  await process.print(`${now()} [INFO] server is listening on :${port}\n`);
  const ended = await serveUntilSignal(process, Number(port), ['TERM', 'INT'], async (request, socket) => {
    await process.print(
      `${now()} ${socket.localAddress}:${port} ${socket.remoteAddress}:${socket.remotePort} "${request.method} ${request.target} HTTP/1.1" ${status} ${body.length}\n`,
    );
    return {
      status,
      headers: [
        ['X-App-Name', 'http-echo'],
        ['Content-Type', 'text/plain; charset=utf-8'],
      ],
      body,
    };
  });
  if (typeof ended === 'string') return 0;
  await process.printError(`${now()} [ERR] server exited with: listen tcp :${port}: bind: ${ended.message.toLowerCase()}\n`);
  return 127;
}

/** Go's flags: `-name=value`, `-name value`, with one dash or two. */
function readFlags(args: readonly string[]): ReadonlyMap<string, string> {
  const flags = new Map<string, string>();
  for (let at = 0; at < args.length; at++) {
    const [, name, value] = /^--?([\w-]+)(?:=(.*))?$/s.exec(args[at] ?? '') ?? [];
    if (name !== undefined) flags.set(name, value ?? args[++at] ?? '');
  }
  return flags;
}
