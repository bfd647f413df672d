import type { Container, EphemeralContainer, ResourceFieldSelector } from '#machinery/generated/types.ts';
import { quantityToMilli, quantityToValue } from '#machinery/quantity.ts';

/**
 * A container's own limit or request as a whole number of divisors, rounded up: what a variable or file of
 * `resourceFieldRef` holds. Without such a limit it is 0, and the kubelet takes what the node can give.
 */
export function extractContainerResource(reference: ResourceFieldSelector, container: Pick<Container | EphemeralContainer, 'resources'>): string {
  const [list = '', ...rest] = (reference.resource ?? '').split('.');
  const name = rest.join('.');
  const amounts = list === 'limits' ? container.resources?.limits : container.resources?.requests;
  const amount = amounts?.[name] ?? '0';
  const divisor = reference.divisor === undefined || reference.divisor === '0' ? '1' : reference.divisor;
  if (name === 'cpu') return String(Math.ceil(quantityToMilli(amount) / quantityToMilli(divisor)));
  return String(Math.ceil(quantityToValue(amount) / quantityToValue(divisor)));
}
