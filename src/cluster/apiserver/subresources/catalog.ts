import type { Resource } from '../resource-registry.ts';
import { bindingSubresource } from './binding.ts';
import { evictionSubresource } from './eviction.ts';
import { finalizeSubresource } from './finalize.ts';
import { scaleSubresource } from './scale.ts';
import { statusSubresource } from './status.ts';
import type { Subresource } from './subresource.ts';
import { tokenSubresource } from './token.ts';
import { unsupportedSubresources } from './unsupported.ts';

const subresources: readonly Subresource[] = [
  statusSubresource,
  scaleSubresource,
  bindingSubresource,
  evictionSubresource,
  finalizeSubresource,
  tokenSubresource,
  ...unsupportedSubresources,
];

/** The subresource of a name, where a resource has it. */
export function findSubresource(resource: Resource, name: string): Subresource | undefined {
  return subresources.find((subresource) => subresource.name === name && subresource.isOn(resource));
}
