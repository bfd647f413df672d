import type { DeleteOptions } from '#client/client.ts';
import type { KubeObject } from '#machinery/object.ts';
import type { Status } from '#machinery/status-error.ts';
import { type ApiAnswer, type ApiCall, isDryRun } from '../api-call.ts';
import { readObject } from '../request-body.ts';
import { requireObject } from '../stored-object.ts';
import { deleteObject } from '../verbs/delete.ts';
import type { Subresource } from './subresource.ts';

interface Eviction extends KubeObject {
  readonly deleteOptions?: Omit<DeleteOptions, 'dryRun'> & { readonly dryRun?: readonly string[] };
}

/** `pods/eviction`: a deletion that disruption budgets may refuse. */
export const evictionSubresource: Subresource = {
  name: 'eviction',
  isOn: ({ kind }) => kind.group === '' && kind.plural === 'pods',
  create: evict,
};

function evict(call: ApiCall): ApiAnswer {
  const eviction: Eviction = readObject(call, { apiVersion: 'policy/v1', kind: 'Eviction', schema: 'policy.v1.Eviction' });
  const pod = requireObject(call);
  const { dryRun, ...options } = eviction.deleteOptions ?? {};
  call.core.guardEviction?.(pod, isDryRun(call, dryRun));
  deleteObject(call, pod, { ...options, dryRun: isDryRun(call, dryRun) });
  const body: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
  return { status: 201, body };
}
