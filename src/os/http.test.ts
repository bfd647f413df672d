import { describe, expect, test } from 'vitest';
import { createCancelSource } from '#sim/cancel.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation } from '#sim/simulation.ts';
import { decodeText, encodeText } from './bytes.ts';
import { httpRequest, serveHttp } from './http.ts';
import { createHttpReader } from './http-reader.ts';
import { createLoopbackNetwork } from './loopback-network.ts';

const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };
const createSim = () => createSimulation({ seed: 'http', startMs: 0, limits: defaultLimits, host });

describe('HTTP', () => {
  test('carries a request to a server and its answer back', async () => {
    const simulation = createSim();
    const network = createLoopbackNetwork(simulation);
    const server = createCancelSource();
    const serving = serveHttp(
      network.listen(8080),
      (request) => ({
        status: 200,
        headers: [['Content-Type', 'text/plain']],
        body: encodeText(`${request.method} ${request.target} ${decodeText(request.body)}`),
      }),
      server.token,
    ).catch((error: Error) => error.name);
    const answer = httpRequest(simulation, network, { host: 'localhost', port: 8080, target: '/x?y=1', method: 'POST', body: 'hello' });
    await simulation.settle();
    const response = await answer;
    expect([response.status, response.reason, decodeText(response.body)]).toEqual([200, 'OK', 'POST /x?y=1 hello']);
    server.cancel();
    expect(await serving).toBe('Cancelled');
    await expect(httpRequest(simulation, network, { host: 'localhost', port: 8080 })).rejects.toThrow('Connection refused');
  });

  test('gives up after its time', async () => {
    const simulation = createSim();
    const network = createLoopbackNetwork(simulation);
    network.listen(80);
    const answer = httpRequest(simulation, network, { host: '127.0.0.1', port: 80, timeoutMs: 1000 }).catch((error: Error) => error.message);
    await simulation.advance(1000);
    expect(await answer).toBe('Connection timed out');
  });

  test('reads chunked bodies that arrive byte by byte', async () => {
    const bytes = encodeText('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\nHTTP/1.1 404 \r\n\r\nrest');
    let at = 0;
    const reader = createHttpReader(() => Promise.resolve(at < bytes.length ? bytes.subarray(at, ++at) : undefined));
    expect(decodeText((await reader.response('GET')).body)).toBe('hello world');
    const second = await reader.response('GET');
    expect([second.status, decodeText(second.body)]).toEqual([404, 'rest']);
  });
});
