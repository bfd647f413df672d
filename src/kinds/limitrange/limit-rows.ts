import type { LimitRange } from '#machinery/generated/types.ts';

/** Rows of type, resource, minimum, maximum, default request, default limit and ratio; `-` for what is not limited. */
export function limitRows(range: LimitRange): readonly (readonly string[])[] {
  return (range.spec?.limits ?? []).flatMap((limit) => {
    const { min = {}, max = {}, default: defaults = {}, defaultRequest = {}, maxLimitRequestRatio = {} } = limit;
    const names = new Set([min, max, defaults, defaultRequest, maxLimitRequestRatio].flatMap((amounts) => Object.keys(amounts)));
    return [...names].sort().map((name) => {
      const amounts = [min, max, defaultRequest, defaults, maxLimitRequestRatio].map((list) => list[name] ?? '-');
      return [limit.type, name, ...amounts];
    });
  });
}
