import { StatusError } from '#machinery/status-error.ts';
import type { ApiCall } from '../api-call.ts';
import type { Subresource } from './subresource.ts';

/** Subresources that a real server has and this one does not: they say so instead of being unknown. */
function refuseByName(name: string, plurals: readonly string[]): Subresource {
  const refuse = (call: ApiCall): never => {
    const { plural } = call.resource.kind;
    throw new StatusError({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: `the subresource ${plural}/${name} is not supported by this simulated server`,
      reason: 'NotImplemented',
      details: { name: call.info.name, kind: plural },
      code: 501,
    });
  };
  return { name, isOn: ({ kind }) => kind.group === '' && plurals.includes(kind.plural), get: refuse, create: refuse, update: refuse, patch: refuse };
}

export const unsupportedSubresources: readonly Subresource[] = [
  refuseByName('proxy', ['pods', 'services', 'nodes']),
  refuseByName('resize', ['pods']),
  refuseByName('ephemeralcontainers', ['pods']),
];
