import type { Namespace } from '#machinery/generated/types.ts';
import { isDryRun } from '../api-call.ts';
import { readObject } from '../request-body.ts';
import { updateObject } from '../verbs/update.ts';
import type { Subresource } from './subresource.ts';

/** `namespaces/finalize`: the only way to change a namespace's own finalizers. Without any, a namespace that shall go is gone. */
export const finalizeSubresource: Subresource = {
  name: 'finalize',
  isOn: ({ kind }) => kind.group === '' && kind.plural === 'namespaces',
  update: (call) => {
    const wanted: Namespace = readObject(call);
    const { spec } = wanted;
    const version = wanted.metadata?.resourceVersion;
    return {
      status: 200,
      body: updateObject(
        call,
        (before) => ({ ...before, metadata: version ? { ...before.metadata, resourceVersion: version } : before.metadata, spec: spec ?? {} }),
        isDryRun(call),
      ),
    };
  },
};
