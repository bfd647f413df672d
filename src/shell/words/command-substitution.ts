import { decodeText } from '#os/bytes.ts';
import { readTextFile } from '#os/open-file.ts';
import { createPipe } from '#os/pipe.ts';
import { createCapture } from '#os/writers.ts';
import { ShellError } from '../control-flow.ts';
import { processView, type Shell } from '../shell.ts';
import { type Script, substitutionOf, type Word } from '../syntax.ts';

/** `$(…)`: what the commands write to stdout, without the line breaks at its end. Sets the substitution's status. */
export async function substituteCommand(shell: Shell, script: Script): Promise<string> {
  if (shell.depth >= shell.process.simulation.limits.shellDepth) throw new ShellError('maximum nesting of substitutions exceeded');
  const { statements, source } = substitutionOf(script, shell.source);
  const file = fileToRead(statements);
  if (file) return trimEnd(await readTextFile(processView(shell), await shell.evaluator.expandRedirectTarget(shell, file)));
  const capture = createCapture(shell.process.simulation.limits.fileBytes);
  const child = shell.evaluator.runSubshell(shell, (copy) => shell.evaluator.runStatements(copy, statements, source), {
    descriptors: new Map([...shell.descriptors, [1, capture.writer]]),
  });
  const status = await child.wait(shell.cancel);
  shell.substitutionStatus = status.code;
  if (shell.options.has('errexit')) shell.status = status.code;
  return trimEnd(decodeText(capture.bytes).replaceAll('\0', ''));
}

const trimEnd = (text: string): string => {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\n') end--;
  return text.slice(0, end);
};

/** `$(< file)` is read without a process. */
function fileToRead(statements: Script['commands']): Word | undefined {
  const command = statements.length === 1 ? statements[0]?.command : undefined;
  if (command?.type !== 'Command' || command.name || command.prefix.length !== 1) return undefined;
  const [redirect] = command.redirects;
  return redirect?.type === 'Redirect' && redirect.operator === '<' && !redirect.descriptor ? redirect.target : undefined;
}

/** The highest descriptor of a process substitution; bash counts down from here. */
const FIRST_DESCRIPTOR = 63;

/** `<(…)` and `>(…)`: starts the commands and returns the path that stands for the pipe. Closed when the command has ended. */
export async function runProcessSubstitution(shell: Shell, operator: '<' | '>', script: Script): Promise<string> {
  const { statements, source } = substitutionOf(script, shell.source);
  const pipe = createPipe(shell.process.simulation);
  const [ours, theirs] = operator === '<' ? [pipe.reader, pipe.writer] : [pipe.writer, pipe.reader];
  const child = shell.evaluator.runSubshell(shell, (copy) => shell.evaluator.runStatements(copy, statements, source), {
    descriptors: new Map([...shell.descriptors, [operator === '<' ? 1 : 0, theirs]]),
  });
  theirs.close();
  let descriptor = FIRST_DESCRIPTOR;
  while (shell.descriptors.has(descriptor)) descriptor--;
  shell.descriptors = new Map([...shell.descriptors, [descriptor, ours]]);
  shell.lastBackgroundPid = child.pid;
  shell.openSubstitutions.push({
    close() {
      ours.close();
      shell.descriptors = new Map([...shell.descriptors].filter(([number]) => number !== descriptor));
    },
  });
  return `/dev/fd/${descriptor}`;
}
