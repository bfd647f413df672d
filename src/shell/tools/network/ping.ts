import { NetworkError } from '#os/network.ts';
import { UsageError } from '#sim/usage-error.ts';
import { createTool } from '../tool.ts';

const DATA_BYTES = 56;

/** busybox's ping. */
export const ping = createTool('ping', { letters: 'c:i:W:w:q4s:' }, async (process, args) => {
  const [host] = args.operands;
  if (host === undefined) throw new UsageError('missing HOST');
  const { network, simulation, cancel } = process;
  let address = host;
  try {
    [address = host] = await network.resolve(host, cancel);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new UsageError(`bad address '${host}'`);
  }
  if (!network.ping) throw new UsageError('permission denied (are you root?)');
  const count = Number(args.value('c') ?? Number.POSITIVE_INFINITY);
  const intervalMs = Number(args.value('i') ?? 1) * 1000;
  let stopped = false;
  process.onSignal('INT', () => {
    stopped = true;
  });
  await process.print(`PING ${host} (${address}): ${DATA_BYTES} data bytes\n`);
  const times: number[] = [];
  let sent = 0;
  while (sent < count && !stopped) {
    const startedAtMs = simulation.clock.now;
    const answered = await network.ping(address, cancel);
    const tookMs = simulation.clock.now - startedAtMs;
    if (answered) {
      times.push(tookMs);
      if (!args.has('q')) await process.print(`${DATA_BYTES + 8} bytes from ${address}: seq=${sent} ttl=64 time=${tookMs.toFixed(3)} ms\n`);
    }
    sent++;
    if (sent < count && !stopped) await process.sleep(Math.max(intervalMs - tookMs, 0));
  }
  const received = times.length;
  const lost = sent === 0 ? 0 : Math.round(((sent - received) / sent) * 100);
  await process.print(`\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${received} packets received, ${lost}% packet loss\n`);
  if (received === 0) return 1;
  const average = times.reduce((sum, time) => sum + time, 0) / received;
  const figures = [Math.min(...times), average, Math.max(...times)].map((ms) => ms.toFixed(3));
  await process.print(`round-trip min/avg/max = ${figures.join('/')} ms\n`);
  return 0;
});
