export type Expression =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'regexp'; readonly source: string }
  | Target
  | { readonly type: 'assign'; readonly operator: string; readonly target: Target; readonly value: Expression }
  | { readonly type: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'unary'; readonly operator: string; readonly operand: Expression }
  | { readonly type: 'step'; readonly by: 1 | -1; readonly isPrefix: boolean; readonly target: Target }
  | { readonly type: 'member'; readonly keys: readonly Expression[]; readonly name: string }
  | { readonly type: 'group'; readonly items: readonly Expression[] }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly isBuiltin: boolean }
  | { readonly type: 'getline'; readonly target: Target | undefined; readonly file: Expression | undefined };

/** What can be assigned to. */
export type Target =
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'field'; readonly index: Expression }
  | { readonly type: 'element'; readonly name: string; readonly keys: readonly Expression[] };

export interface OutputRedirect {
  readonly operator: '>' | '>>' | '|';
  readonly target: Expression;
}

export type Statement =
  | { readonly type: 'block'; readonly statements: readonly Statement[] }
  | { readonly type: 'expression'; readonly expression: Expression }
  | { readonly type: 'print'; readonly isFormatted: boolean; readonly args: readonly Expression[]; readonly redirect: OutputRedirect | undefined }
  | { readonly type: 'if'; readonly test: Expression; readonly yes: Statement; readonly no: Statement | undefined }
  | { readonly type: 'while'; readonly test: Expression; readonly body: Statement; readonly testsFirst: boolean }
  | {
      readonly type: 'for';
      readonly start: Statement | undefined;
      readonly test: Expression | undefined;
      readonly step: Statement | undefined;
      readonly body: Statement;
    }
  | { readonly type: 'for-in'; readonly variable: string; readonly name: string; readonly body: Statement }
  | { readonly type: 'delete'; readonly name: string; readonly keys: readonly Expression[] | undefined }
  | { readonly type: 'exit' | 'return'; readonly value: Expression | undefined }
  | { readonly type: 'next' | 'nextfile' | 'break' | 'continue' };

export interface Rule {
  readonly pattern: 'BEGIN' | 'END' | Expression | undefined;
  /** The end of a range `from, to`. */
  readonly until: Expression | undefined;
  /** undefined: print the record. */
  readonly action: Statement | undefined;
}

export interface FunctionDefinition {
  readonly parameters: readonly string[];
  readonly body: Statement;
}

export interface Program {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  /** Whether `getline` reads from the main input, which must then be there as a whole. */
  readonly readsAhead: boolean;
}
