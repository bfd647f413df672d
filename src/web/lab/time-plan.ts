import type { ClockMode, Speed } from './protocol.ts';

/** What decides how far virtual time moves in one turn of the driver. */
export interface TimeSituation {
  readonly speed: Speed;
  /** Wall-clock milliseconds since the turn before. */
  readonly realMs: number;
  /** How long a command in the foreground has waited for nothing but time, in wall-clock milliseconds; undefined: none does. */
  readonly waitingMs: number | undefined;
  /** Whether a command runs in the foreground at all. */
  readonly isBusy: boolean;
  /** Whether the learner asked for time to run until the cluster has settled. */
  readonly isSettling: boolean;
}

export interface TimePlan {
  readonly mode: ClockMode;
  /** How many times as fast as the wall clock. */
  readonly rate: number;
  readonly virtualMs: number;
}

/** A sleeping laptop is not an hour of the cluster: no turn is longer than this, in wall-clock milliseconds. */
const LONGEST_TURN_MS = 250;
/** From when on a wait is hurried, how much at first, and later. */
const WAIT_RAMP = [
  { afterMs: 1_000, rate: 10 },
  { afterMs: 4_000, rate: 30 },
] as const;
/** A command that has waited this long (`kubectl get --watch`, `logs -f`) is there to be looked at: no more hurry. */
const WATCHING_AFTER_MS = 60_000;
/** How fast time runs until the cluster has settled. */
const SETTLING_RATE = 120;

function hurry(waitingMs: number): number {
  if (waitingMs >= WATCHING_AFTER_MS) return 1;
  return WAIT_RAMP.findLast((step) => waitingMs >= step.afterMs)?.rate ?? 1;
}

/** How far time moves now. Pure: the driver moves it. */
export function planTime(situation: TimeSituation): TimePlan {
  const { speed, waitingMs, isBusy, isSettling } = situation;
  const realMs = Math.min(situation.realMs, LONGEST_TURN_MS);
  const at = (mode: ClockMode, rate: number): TimePlan => ({ mode, rate, virtualMs: realMs * rate });
  if (isSettling) return at('settling', SETTLING_RATE);
  const chosen = speed === 'paused' ? 0 : speed;
  const hurried = waitingMs === undefined ? 0 : hurry(waitingMs);
  if (hurried > Math.max(1, chosen)) return at('waiting', hurried);
  // While time is paused a command still gets the time that it takes.
  if (chosen === 0) return isBusy ? at('running', 1) : at('paused', 0);
  return at('running', chosen);
}
