import { duplicate, type FieldError, forbidden, invalid, notFoundField, required } from '#machinery/field-error.ts';
import type { ContainerResizePolicy, PodResourceClaim, PodSpec, ResourceRequirements } from '#machinery/generated/types.ts';
import { compareQuantities, formatQuantity, parseQuantity, quantityToMilli } from '#machinery/quantity.ts';
import { checkEnum, pushInvalid } from '../../field-checks.ts';
import { isHugePages, isNativeResource, validateContainerResourceName } from '../../resource-name.ts';

type Amounts = Readonly<Record<string, string>>;

/** Limits and requests of one container: known resources, amounts of zero or more, requests within limits. */
export function checkContainerResources(
  resources: ResourceRequirements,
  podClaims: readonly PodResourceClaim[] | undefined,
  path: string,
  errors: FieldError[],
): void {
  const limits: Amounts = resources.limits ?? {};
  const requests: Amounts = resources.requests ?? {};
  for (const name of sortedNames(limits)) checkAmount(name, limits[name] ?? '', `${path}.limits[${name}]`, errors);
  for (const name of sortedNames(requests)) {
    const request = requests[name] ?? '';
    checkAmount(name, request, `${path}.requests[${name}]`, errors);
    checkWithinLimit(name, request, limits[name], path, errors);
  }
  const all = [...Object.keys(limits), ...Object.keys(requests)];
  if (all.some(isHugePages) && !all.includes('cpu') && !all.includes('memory')) errors.push(forbidden(path, 'HugePages require cpu or memory'));
  checkClaims(resources, podClaims, `${path}.claims`, errors);
}

function sortedNames(amounts: Amounts): readonly string[] {
  const names = Object.keys(amounts);
  return names.length > 1 ? names.sort() : names;
}

function checkAmount(name: string, amount: string, field: string, errors: FieldError[]): void {
  if (name !== 'cpu' && name !== 'memory') pushInvalid(errors, field, name, validateContainerResourceName(name));
  checkQuantity(name, amount, field, errors);
}

/** An amount of zero or more, whole for what comes in pieces. Amounts that are no quantity are refused when decoded. */
export function checkQuantity(name: string, amount: string, field: string, errors: FieldError[]): void {
  const quantity = parseQuantity(amount);
  if (amount.startsWith('-')) {
    if (compareQuantities(quantity, parseQuantity('0')) < 0) errors.push(invalid(field, formatQuantity(quantity), 'must be greater than or equal to 0'));
  }
  if (!isNativeResource(name) && quantityToMilli(amount) % 1000 !== 0) errors.push(invalid(field, formatQuantity(quantity), 'must be an integer'));
}

function checkWithinLimit(name: string, request: string, limit: string | undefined, path: string, errors: FieldError[]): void {
  const canOvercommit = isNativeResource(name) && !isHugePages(name);
  if (limit === undefined) {
    if (!canOvercommit) errors.push(required(`${path}.limits`, 'Limit must be set for non overcommitable resources'));
    return;
  }
  if (limit === request) return;
  const order = compareQuantities(parseQuantity(request), parseQuantity(limit));
  const limitText = formatQuantity(parseQuantity(limit));
  const requestText = formatQuantity(parseQuantity(request));
  if (order !== 0 && !canOvercommit) errors.push(invalid(`${path}.requests`, requestText, `must be equal to ${name} limit of ${limitText}`));
  else if (order > 0) errors.push(invalid(`${path}.requests`, requestText, `must be less than or equal to ${name} limit of ${limitText}`));
}

function checkClaims(resources: ResourceRequirements, podClaims: readonly PodResourceClaim[] | undefined, path: string, errors: FieldError[]): void {
  const names = new Set<string>();
  for (const [index, claim] of (resources.claims ?? []).entries()) {
    if (!claim.name) {
      errors.push(required(`${path}[${index}]`));
      continue;
    }
    const key = claim.request ? `${claim.name}/${claim.request}` : claim.name;
    if (names.has(key)) errors.push(duplicate(`${path}[${index}]`, key));
    names.add(key);
    if (!(podClaims ?? []).some((candidate) => candidate.name === claim.name)) errors.push(notFoundField(`${path}[${index}].name`, claim.name));
  }
}

/** What happens to a container when its resources change in place. */
export function checkResizePolicy(policies: readonly ContainerResizePolicy[], path: string, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [index, policy] of policies.entries()) {
    if (seen.has(policy.resourceName)) errors.push(duplicate(`${path}[${index}]`, policy.resourceName));
    seen.add(policy.resourceName);
    checkEnum(policy.resourceName, ['cpu', 'memory'], path, errors);
    checkEnum(policy.restartPolicy, ['NotRequired', 'RestartContainer'], path, errors);
  }
}

/** Resources of the pod as a whole: only CPU, memory and huge pages, and no less than its containers ask for. */
export function checkPodResources(spec: PodSpec, path: string, errors: FieldError[]): void {
  const limits: Amounts = spec.resources?.limits ?? {};
  const requests: Amounts = spec.resources?.requests ?? {};
  for (const [list, amounts] of [
    ['limits', limits],
    ['requests', requests],
  ] as const) {
    for (const name of sortedNames(amounts)) {
      const field = `${path}.${list}[${name}]`;
      if (name !== 'cpu' && name !== 'memory' && !isHugePages(name)) {
        errors.push({
          ...invalid(field, name, ''),
          reason: 'FieldValueNotSupported',
          message: `Unsupported value: "${name}": supported values: "cpu", "hugepages-", "memory"`,
        });
      } else checkQuantity(name, amounts[name] ?? '', field, errors);
    }
  }
  for (const name of sortedNames(requests)) checkWithinLimit(name, requests[name] ?? '', limits[name], path, errors);
}
