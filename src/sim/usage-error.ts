/**
 * What a command-line program says to the person who called it. Thrown anywhere in kubectl, a shell builtin or a tool,
 * printed in one place. `message` is the whole text without the program's prefix and without the final newline.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
