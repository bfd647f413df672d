import type { KubeObject, Stored } from '#machinery/object.ts';
import { StatusError } from '#machinery/status-error.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Invocation } from '../../command.ts';
import type { NamedTarget } from '../../resources/targets.ts';
import type { ApplyOptions } from './apply.ts';
import { type Applied, refuseGeneratedName } from './client-side.ts';
import { migrateOwners } from './migrate-owners.ts';

/** Applies one object by handing it to the server, which keeps track of who owns which field. @throws StatusError, UsageError on conflicts */
export async function applyOnServer(options: ApplyOptions, { kubectl }: Invocation, target: NamedTarget): Promise<Applied> {
  refuseGeneratedName(target);
  try {
    const client = kubectl.client();
    const apply = (): Promise<Stored<KubeObject>> =>
      client.patch(target.type, target.namespace, target.name, target.object ?? {}, {
        type: 'apply',
        force: options.forceConflicts,
        dryRun: options.dryRun === 'server',
        fieldManager: options.fieldManager,
        fieldValidation: options.fieldValidation,
      });
    let object = await apply();
    if (options.dryRun === 'none' && (await migrateOwners(client, target, object, options.fieldManager))) object = await apply();
    return { object, operation: 'serverside-applied' };
  } catch (error) {
    if (!(error instanceof StatusError) || error.reason !== 'Conflict') throw error;
    throw new UsageError(`${error.message}
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`);
  }
}
