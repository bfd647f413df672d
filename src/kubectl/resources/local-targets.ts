import type { KubeObject, Stored } from '#machinery/object.ts';
import { throwCollected } from '../kubectl-error.ts';
import type { FoundObject } from './fetch-targets.ts';
import type { TargetSelection } from './targets.ts';

/**
 * Visits the objects of files as they are written (`--local`); the server is not asked.
 * @throws UsageError, SeveralErrors for what could not be read
 */
export async function visitLocalObjects(selection: TargetSelection, visit: (found: FoundObject) => Promise<void>): Promise<void> {
  const errors: Error[] = [];
  for (const target of selection.targets) {
    if ('error' in target) errors.push(target.error);
    else if (target.object) {
      // A local object has no uid or version; commands that work locally read neither.
      const object = target.object as Stored<KubeObject>;
      await visit({ type: target.type, namespace: target.namespace, name: target.name, source: target.source, object });
    }
  }
  throwCollected(errors);
}
