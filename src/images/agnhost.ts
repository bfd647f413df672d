import { defineImage } from '#cluster/kubelet/runtime/image.ts';
import { encodeText } from '#os/bytes.ts';
import type { HttpRequest, HttpResponse } from '#os/http-message.ts';
import type { Socket } from '#os/network.ts';
import type { Process } from '#os/process.ts';
import { installNetworkTools } from '#shell/tools/network/catalog.ts';
import { alpineLinux, installBase } from './shared/base-files.ts';
import { serveUntilSignal } from './shared/serve-until-signal.ts';
import { installShell } from './shared/shell-files.ts';
import { waitForSignal } from './shared/wait-for-signal.ts';

/** Kubernetes's own test image: its subcommands `pause`, `netexec` and `serve-hostname`. */
export const agnhost = defineImage({
  name: 'registry.k8s.io/e2e-test-images/agnhost',
  tags: ['latest', '2.57', '2.53', '2.47', '2.45', '2.40', '2.39'].map((tag) => ({ tag, version: tag === 'latest' ? '2.57' : tag, sizeBytes: 52_000_000 })),
  entrypoint: ['/agnhost'],
  command: ['pause'],
  exposedPorts: [8080],
  memoryBytes: 8 * 1024 * 1024,
  files(fs) {
    installBase(fs, alpineLinux);
    installShell(fs, 'busybox');
    installNetworkTools(fs, ['curl', 'nc', 'nslookup', 'ping', 'wget']);
    fs.installProgram('/agnhost', runAgnhost);
  },
});

async function runAgnhost(process: Process): Promise<number> {
  const [, command = '', ...args] = process.argv;
  switch (command) {
    case 'pause':
      await process.print('Paused\n');
      await waitForSignal(process, ['TERM', 'INT']);
      return 0;
    case 'netexec':
      return serve(process, portOf(args, '--http-port', 8080), answerNetexec);
    case 'serve-hostname':
      return serve(process, portOf(args, '--port', 9376), (_request, _socket, own) => text(200, `${own.machine.hostname}\n`));
    default:
      await process.printError(`Error: agnhost ${command || '(no command)'} is not simulated: use pause, netexec or serve-hostname\n`);
      return 1;
  }
}

function portOf(args: readonly string[], flag: string, otherwise: number): number {
  const joined = args.find((arg) => arg.startsWith(`${flag}=`))?.slice(flag.length + 1);
  const at = args.indexOf(flag);
  return Number(joined ?? (at >= 0 ? args[at + 1] : otherwise));
}

type Answer = (request: HttpRequest, socket: Socket, process: Process) => Promise<HttpResponse> | HttpResponse;

async function serve(process: Process, port: number, answer: Answer): Promise<number> {
  await process.print(`Started HTTP server on port ${port}\n`);
  const ended = await serveUntilSignal(process, port, ['TERM', 'INT'], (request, socket) => answer(request, socket, process));
  if (typeof ended === 'string') return 0;
  await process.printError(`listen tcp :${port}: bind: ${ended.message.toLowerCase()}\n`);
  return 1;
}

function text(status: number, body: string): HttpResponse {
  return { status, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: encodeText(body) };
}

function answerNetexec(request: HttpRequest, socket: Socket, process: Process): HttpResponse {
  const [path, query = ''] = request.target.split('?');
  switch (path) {
    case '/':
      return text(200, `NOW: ${new Date(process.simulation.clock.now).toISOString()}`);
    case '/hostname':
    case '/hostName':
      return text(200, process.machine.hostname);
    case '/clientip':
      return text(200, `${socket.remoteAddress}:${socket.remotePort}`);
    case '/echo':
      return text(200, new URLSearchParams(query).get('msg') ?? '');
    case '/healthz':
      return text(200, 'ok');
    default:
      return text(404, '404 page not found\n');
  }
}
