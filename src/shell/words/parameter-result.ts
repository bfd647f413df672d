/** What an expansion gives: one text, or a list (`$@`, `${a[*]}`). */
export type ParameterResult =
  | { readonly scalar: string }
  /** `isJoined`: in quotes the elements become one text (`$*`), else each is a word (`$@`). */
  | { readonly list: readonly string[]; readonly isJoined: boolean };
