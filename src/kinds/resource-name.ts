import { validateLabelKey } from '#machinery/label-validation.ts';

const standardContainerResources = ['cpu', 'memory', 'ephemeral-storage'];
const standardResources = [
  ...standardContainerResources,
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'storage',
  'requests.storage',
  'services.nodeports',
  'services.loadbalancers',
];
const nativeDomain = 'kubernetes.io/';

/** Pages of a size of their own: `hugepages-2Mi`. */
export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** A resource of Kubernetes itself: without a domain, or of the domain kubernetes.io. */
export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes(nativeDomain);
}

/** What a device plugin offers: `example.com/gpu`. */
export function isExtendedResource(name: string): boolean {
  return !isNativeResource(name) && !name.startsWith('requests.') && validateLabelKey(`requests.${name}`).length === 0;
}

/** What is wrong with the name of a resource anywhere; empty when nothing is. */
export function validateResourceName(name: string): string[] {
  const messages = validateLabelKey(name);
  if (messages.length > 0) return messages;
  if (!name.includes('/') && !standardResources.includes(name) && !isHugePages(name)) return ['must be a standard resource type or fully qualified'];
  return [];
}

/** What is wrong with the name of a resource in a container. Both messages of an unknown one are upstream's. */
export function validateContainerResourceName(name: string): string[] {
  const messages = validateResourceName(name);
  if (!name.includes('/')) {
    return standardContainerResources.includes(name) || isHugePages(name) ? messages : [...messages, 'must be a standard resource for containers'];
  }
  return isNativeResource(name) || isExtendedResource(name) ? messages : [...messages, "doesn't follow extended resource name standard"];
}
