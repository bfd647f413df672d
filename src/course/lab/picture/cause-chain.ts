import type { Change } from '#cluster/store/change.ts';
import type { Store } from '#cluster/store/store.ts';
import type { Trace, TraceEntry } from '#sim/trace.ts';
import { type ChangeFact, factsOf } from './change-facts.ts';

/** One link between a learner's command and a state. */
export type CauseStep =
  /** A line somebody typed, or a program said. */
  | { readonly step: 'command'; readonly at: number; readonly text: string }
  /** A request that no command stands behind. `text` as `patch apps/deployments default/web by kubernetes-admin`. */
  | { readonly step: 'request'; readonly at: number; readonly text: string }
  | {
      readonly step: 'change';
      readonly at: number;
      readonly kind: string;
      readonly namespace: string;
      readonly name: string;
      readonly facts: readonly ChangeFact[];
    };

/**
 * Why something is as it is: the chain from the first cause that is known (a command) to a change, oldest first.
 * Requests between a command and its effect, and changes that tell nothing, are left out.
 * @param changeId trace id of the change to explain
 */
export function explainChange(trace: Trace, store: Store, changeId: number): readonly CauseStep[] {
  const entries = trace.causesOf(changeId).toReversed();
  const changes = changesById(store, new Set(entries.map((entry) => entry.id)));
  const steps: CauseStep[] = [];
  for (const entry of entries) {
    const step = stepOf(entry, changes.get(entry.id), entry.id === changeId, steps.length === 0);
    if (step) steps.push(step);
  }
  return steps;
}

function changesById(store: Store, wanted: ReadonlySet<number>): ReadonlyMap<number, Change> {
  const found = new Map<number, Change>();
  for (const change of store.changesAfter(store.compactedRevision)) if (wanted.has(change.cause)) found.set(change.cause, change);
  return found;
}

/** Objects that only carry messages between the others. */
const GO_BETWEENS = new Set(['Event', 'Lease', 'Endpoints']);

function stepOf(entry: TraceEntry, change: Change | undefined, isLast: boolean, isFirst: boolean): CauseStep | undefined {
  if (entry.kind === 'command' || entry.kind === 'process') return { step: 'command', at: entry.at, text: entry.text };
  if (entry.kind === 'request') return isFirst ? { step: 'request', at: entry.at, text: entry.text } : undefined;
  if (!change) return isLast ? { step: 'request', at: entry.at, text: entry.text } : undefined;
  const { kind, metadata } = change.object;
  const facts = factsOf(change.object, change.before, change.type === 'DELETED');
  if (!isLast && (facts.length === 0 || GO_BETWEENS.has(kind))) return undefined;
  return { step: 'change', at: entry.at, kind, namespace: metadata.namespace ?? '', name: metadata.name, facts };
}
