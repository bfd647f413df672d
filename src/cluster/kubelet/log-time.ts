import { formatTime } from '#machinery/time.ts';

/** A time as `kubectl logs --timestamps` shows it: RFC 3339 with nine digits of a second's fraction. */
export function formatNanoTime(ms: number): string {
  const fraction = Math.round((ms - Math.floor(ms / 1000) * 1000) * 1e6);
  return `${formatTime(ms).slice(0, -1)}.${String(fraction).padStart(9, '0')}Z`;
}
