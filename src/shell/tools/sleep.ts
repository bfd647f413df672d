import { UsageError } from '#sim/usage-error.ts';
import { createTool } from './tool.ts';

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const FOREVER_MS = 1e14;

/** A duration as sleep, timeout and watch take it: `1.5`, `10s`, `2m`. @returns virtual milliseconds; undefined when malformed */
export function parseDuration(text: string): number | undefined {
  if (text === 'infinity' || text === 'inf') return FOREVER_MS;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  return match ? Number(match[1]) * (unitMs[match[2] || 's'] ?? 1000) : undefined;
}

export const sleep = createTool('sleep', { letters: '' }, async (process, args) => {
  if (args.operands.length === 0) throw new UsageError(`missing operand\nTry 'sleep --help' for more information.`);
  let totalMs = 0;
  for (const operand of args.operands) {
    const ms = parseDuration(operand);
    if (ms === undefined) throw new UsageError(`invalid time interval '${operand}'\nTry 'sleep --help' for more information.`);
    totalMs += ms;
  }
  await process.sleep(totalMs);
  return 0;
});
