import type { Json } from './json.ts';

export type Filter =
  | { readonly type: 'identity' }
  | { readonly type: 'recurse' }
  | { readonly type: 'literal'; readonly value: Json }
  | { readonly type: 'format'; readonly name: string }
  /** A string with `\(…)` in it: texts and filters in turn; `format` is what the results go through. */
  | { readonly type: 'string'; readonly parts: readonly (string | Filter)[]; readonly format: string | undefined }
  | { readonly type: 'index'; readonly of: Filter; readonly key: Filter }
  | { readonly type: 'slice'; readonly of: Filter; readonly from: Filter | undefined; readonly to: Filter | undefined }
  | { readonly type: 'iterate'; readonly of: Filter }
  | { readonly type: 'try'; readonly body: Filter; readonly handler: Filter | undefined }
  | { readonly type: 'array'; readonly items: Filter | undefined }
  | { readonly type: 'object'; readonly entries: readonly { readonly key: Filter; readonly value: Filter }[] }
  | { readonly type: 'negate'; readonly operand: Filter }
  | { readonly type: 'pipe' | 'comma' | 'alternative' | 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Filter; readonly right: Filter }
  | { readonly type: 'update'; readonly operator: string; readonly left: Filter; readonly right: Filter }
  | { readonly type: 'if'; readonly test: Filter; readonly yes: Filter; readonly no: Filter | undefined }
  | { readonly type: 'bind'; readonly source: Filter; readonly patterns: readonly Pattern[]; readonly body: Filter }
  | { readonly type: 'reduce'; readonly source: Filter; readonly pattern: Pattern; readonly start: Filter; readonly update: Filter }
  | {
      readonly type: 'foreach';
      readonly source: Filter;
      readonly pattern: Pattern;
      readonly start: Filter;
      readonly update: Filter;
      readonly extract: Filter | undefined;
    }
  | { readonly type: 'define'; readonly definition: Definition; readonly body: Filter }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Filter[] }
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'label'; readonly name: string; readonly body: Filter }
  | { readonly type: 'break'; readonly name: string };

export interface Definition {
  readonly name: string;
  /** Those that begin with `$` are values, the others filters. */
  readonly parameters: readonly string[];
  readonly body: Filter;
}

/** What `as` takes a value apart by. */
export type Pattern =
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'array'; readonly items: readonly Pattern[] }
  | {
      readonly type: 'object';
      readonly entries: readonly { readonly key: Filter; readonly variable: string | undefined; readonly pattern: Pattern | undefined }[];
    };

/** The program is not jq's language: exit code 3. */
export class JqSyntaxError extends Error {
  override readonly name = 'JqSyntaxError';
}
