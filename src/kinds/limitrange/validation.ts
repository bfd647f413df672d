import { duplicate, type FieldError, forbidden, invalid } from '#machinery/field-error.ts';
import type { LimitRange, LimitRangeItem } from '#machinery/generated/types.ts';
import { compareQuantities, parseQuantity } from '#machinery/quantity.ts';

/** What is wrong with a limit range by itself: every amount has to lie between the minimum and the maximum. */
export function validateLimitRange(range: LimitRange): readonly FieldError[] {
  const errors: FieldError[] = [];
  const types = new Set<string>();
  for (const [index, item] of (range.spec?.limits ?? []).entries()) {
    const path = `spec.limits[${index}]`;
    if (types.has(item.type)) errors.push(duplicate(`${path}.type`, item.type));
    types.add(item.type);
    if (item.type === 'Pod') {
      if (item.default) errors.push(forbidden(`${path}.default`, 'may not be specified when `type` is Pod'));
      if (item.defaultRequest) errors.push(forbidden(`${path}.defaultRequest`, 'may not be specified when `type` is Pod'));
    }
    checkOrder(item, path, errors);
  }
  return errors;
}

function checkOrder(item: LimitRangeItem, path: string, errors: FieldError[]): void {
  const { min = {}, max = {}, default: limits = {}, defaultRequest: requests = {} } = item;
  const names = new Set([min, max, limits, requests].flatMap((amounts) => Object.keys(amounts)));
  for (const name of [...names].sort()) {
    const checkPair = (low: string | undefined, high: string | undefined, field: string, lowName: string, highName: string) => {
      if (low === undefined || high === undefined || compareQuantities(parseQuantity(low), parseQuantity(high)) <= 0) return;
      const reported = field === 'defaultRequest' && lowName === 'min' ? high : low;
      errors.push(invalid(`${path}.${field}[${name}]`, reported, `${lowName} value ${low} is greater than ${highName} value ${high}`));
    };
    checkPair(min[name], max[name], 'min', 'min', 'max');
    checkPair(min[name], requests[name], 'defaultRequest', 'min', 'default request');
    checkPair(requests[name], max[name], 'defaultRequest', 'default request', 'max');
    checkPair(requests[name], limits[name], 'defaultRequest', 'default request', 'default limit');
    checkPair(min[name], limits[name], 'default', 'min', 'default');
    checkPair(limits[name], max[name], 'default', 'default', 'max');
  }
}
