/** A builtin or an expansion failed in a way that ends the command (or a non-interactive shell). Printed in one place. */
export class ShellError extends Error {
  override readonly name = 'ShellError';
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** An expansion error that ends a shell that is not interactive: an unset variable under `set -u`, `${x:?}`. */
export class FatalExpansionError extends ShellError {}

/** An expansion went wrong (`$((1/0))`, `${x:1:-9}`): the rest of the line is not run either, nor what the line stands in. */
export class DiscardingError extends ShellError {}

/** What a DiscardingError turns into once it has been reported: thrown to whatever reads the lines. */
export class DiscardFlow extends Error {
  override readonly name = 'DiscardFlow';
  readonly status = 1;
}

/** `break` and `continue`: thrown to the loop it means. */
export class LoopFlow extends Error {
  override readonly name = 'LoopFlow';
  readonly kind: 'break' | 'continue';
  levels: number;

  constructor(kind: LoopFlow['kind'], levels: number) {
    super(kind);
    this.kind = kind;
    this.levels = levels;
  }
}

/** `return`: thrown to the function or sourced file. */
export class ReturnFlow extends Error {
  override readonly name = 'ReturnFlow';
  readonly status: number;

  constructor(status: number) {
    super('return');
    this.status = status;
  }
}

/** `exit`, and what `set -e` does: thrown to the end of the shell. */
export class ExitFlow extends Error {
  override readonly name = 'ExitFlow';
  readonly status: number;

  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}

/** A foreground job was interrupted from the keyboard: the rest of the line is not run. */
export class InterruptFlow extends Error {
  override readonly name = 'InterruptFlow';
  readonly status: number;

  constructor(status = 130) {
    super('interrupt');
    this.status = status;
  }
}
