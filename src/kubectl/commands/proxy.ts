import type { ApiRequest, ApiResponse, Method } from '#client/transport.ts';
import { encodeText } from '#os/bytes.ts';
import { serveHttp } from '#os/http.ts';
import type { HttpRequest, HttpResponse } from '#os/http-message.ts';
import { NetworkError } from '#os/network.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../command.ts';
import { splitRawPath } from '../resources/raw-request.ts';

const flags: readonly Flag[] = [
  { name: 'accept-paths', type: 'string', default: '^.*', usage: 'Regular expressions of paths to let through, separated by commas.' },
  { name: 'address', type: 'string', default: '127.0.0.1', usage: 'Address to listen on.' },
  { name: 'api-prefix', type: 'string', default: '/', usage: 'Prefix to serve the API under.' },
  { name: 'port', shorthand: 'p', type: 'int', default: 8001, usage: 'Port to listen on.' },
  {
    name: 'reject-paths',
    type: 'string',
    default: '^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach',
    usage: 'Regular expressions of paths to refuse, separated by commas.',
  },
];

const expressionsOf = (text: string): RegExp[] =>
  text
    .split(',')
    .filter((each) => each !== '')
    .map((each) => new RegExp(each));

/** Headers of one connection, not of the request. */
const ownHeaders = ['connection', 'content-length', 'host', 'transfer-encoding'];

/** Sends a request on to the server, as the user of the kubeconfig. Watches are not streamed. */
async function forward(request: HttpRequest, target: string, { kubectl }: Invocation): Promise<HttpResponse> {
  const headers = Object.fromEntries(
    request.headers.map(([name, value]) => [name.toLowerCase(), value] as const).filter(([name]) => !ownHeaders.includes(name)),
  );
  const outgoing: ApiRequest = {
    method: request.method as Method,
    ...splitRawPath(target),
    headers,
    ...(request.body.length > 0 ? { body: request.body } : {}),
  };
  if (outgoing.query?.['watch'] !== undefined) return answerText(501, 'kubectl proxy does not stream watches here');
  const { status, headers: received, body }: ApiResponse = await kubectl.client().transport.request(outgoing);
  const bytes = body instanceof Uint8Array ? body : encodeText(typeof body === 'string' ? body : `${JSON.stringify(body)}\n`);
  return { status, headers: Object.entries(received).filter(([name]) => !ownHeaders.includes(name.toLowerCase())), body: bytes };
}

function answerText(status: number, text: string): HttpResponse {
  return { status, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: encodeText(text) };
}

async function run(_: undefined, invocation: Invocation): Promise<undefined> {
  const { flags: given, process } = invocation;
  const [accepted, rejected] = [expressionsOf(given.string('accept-paths')), expressionsOf(given.string('reject-paths'))];
  const prefix = given.string('api-prefix').replace(/\/+$/, '');
  const [address, port] = [given.string('address'), given.int('port')];
  try {
    const listener = process.network.listen(port, address);
    await process.print(`Starting to serve on ${address}:${listener.port}\n`);
    await serveHttp(
      listener,
      (request) => {
        const path = request.target.split('?')[0] ?? '';
        const isLetThrough = accepted.some((one) => one.test(path)) && !rejected.some((one) => one.test(path));
        if (!isLetThrough) return answerText(403, 'Forbidden');
        if (!request.target.startsWith(`${prefix}/`)) return answerText(404, '404 page not found\n');
        return forward(request, request.target.slice(prefix.length), invocation);
      },
      process.cancel,
    );
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new UsageError(`listen tcp ${address}:${port}: bind: ${error.message.toLowerCase()}`);
  }
}

export const proxy = defineCommand<undefined>({
  name: 'proxy',
  usage: 'proxy [--port=PORT] [--api-prefix=prefix]',
  short: 'Run a proxy to the Kubernetes API server',
  long: 'Listens on this computer and sends every request on to the API server, with the rights of the kubeconfig. Programs that know nothing of certificates and tokens can then speak to the API.',
  examples: `  # Serve the API on port 8001
  kubectl proxy
  
  # On another port, in the background
  kubectl proxy --port=8011 &`,
  flags,
  run,
});
