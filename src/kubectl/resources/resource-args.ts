import { UsageError } from '#sim/usage-error.ts';

/** Arguments that name resources, taken apart: either objects by type and name, or types alone. */
export interface ResourceArgs {
  readonly types: readonly string[];
  readonly names: readonly { readonly type: string; readonly name: string }[];
}

/**
 * Takes apart `TYPE NAME…`, `TYPE,TYPE`, `TYPE/NAME…`.
 * @param defaultType makes every argument without a slash a name of this type
 * @returns undefined when there are no arguments
 * @throws UsageError with kubectl's text
 */
export function parseResourceArgs(args: readonly string[], defaultType?: string): ResourceArgs | undefined {
  const [first, ...rest] = args;
  if (first === undefined) return defaultType === undefined ? undefined : { types: [defaultType], names: [] };
  if (args.some((arg) => arg.includes('/'))) return { types: [], names: parsePairs(args, defaultType) };
  if (defaultType !== undefined) return { types: [], names: args.map((name) => ({ type: defaultType, name })) };
  const types = splitTypes(first);
  if (rest.length === 0) return { types, names: [] };
  return { types: [], names: types.flatMap((type) => rest.map((name) => ({ type, name }))) };
}

function splitTypes(word: string): string[] {
  return [...new Set(word.split(','))].map((type) => {
    if (type === '') throw new UsageError(`arguments in resource/name form must have a single resource and name`);
    return type;
  });
}

function parsePairs(args: readonly string[], defaultType: string | undefined): ResourceArgs['names'] {
  return args.map((arg) => {
    const parts = arg.split('/');
    const [type = '', name = ''] = parts;
    if (parts.length === 1 && defaultType !== undefined) return { type: defaultType, name: arg };
    if (parts.length === 1) {
      throw new UsageError(
        "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
      );
    }
    if (parts.length > 2) throw new UsageError('arguments in resource/name form may not have more than one slash');
    if (type === '' || name === '' || type.includes(',')) throw new UsageError('arguments in resource/name form must have a single resource and name');
    return { type, name };
  });
}
