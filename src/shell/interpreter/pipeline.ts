import { createPipe } from '#os/pipe.ts';
import type { ChildProcess } from '#os/process.ts';
import type { ByteReader, ByteWriter } from '#os/stream.ts';
import { ShellError } from '../control-flow.ts';
import { hasShopt, printError, type Shell } from '../shell.ts';
import type { CommandNode, Pipeline, PipelineNode } from '../syntax.ts';
import { waitForeground } from './foreground.ts';

/** Runs a pipeline or a single command in the foreground. @returns its status */
export async function runPipeline(shell: Shell, node: PipelineNode): Promise<number> {
  if (node.type !== 'Pipeline') return runSingle(shell, node);
  const isTimed = node.prefixes.some((prefix) => prefix.type === 'Time');
  const negations = node.prefixes.filter((prefix) => prefix.type === 'Negation').length;
  const startedAt = shell.process.simulation.clock.now;
  const [only] = node.commands;
  if (negations > 0) shell.conditionDepth++;
  try {
    const status = node.commands.length === 1 && only ? await runSingle(shell, only) : await runStages(shell, node);
    if (isTimed) await reportTime(shell, shell.process.simulation.clock.now - startedAt);
    return negations % 2 === 0 ? status : status === 0 ? 1 : 0;
  } finally {
    if (negations > 0) shell.conditionDepth--;
  }
}

async function runSingle(shell: Shell, node: CommandNode): Promise<number> {
  const status = await shell.evaluator.runCommand(shell, node, false);
  shell.pipeStatus = [status];
  return status;
}

interface Stage {
  readonly node: CommandNode;
  readonly input: ByteReader | undefined;
  readonly output: ByteWriter | undefined;
  readonly joinsErrors: boolean;
}

/** Starts all stages at once, joined by pipes, and waits for them. */
async function runStages(shell: Shell, pipeline: Pipeline): Promise<number> {
  const stages = connect(shell, pipeline);
  const isMonitored = shell.options.has('monitor');
  const children: ChildProcess[] = [];
  const last = stages.at(-1);
  const keepsLast = hasShopt(shell, 'lastpipe') && !isMonitored;
  try {
    for (const stage of stages) {
      if (keepsLast && stage === last) continue;
      const [first] = children;
      children.push(startStage(shell, stage, isMonitored ? (first?.pid ?? 'new') : undefined));
    }
    const text = shell.source.slice(pipeline.pos, pipeline.end);
    const ownStatus = keepsLast && last ? await runLastHere(shell, last) : undefined;
    const statuses = await waitForeground(shell, children, text);
    return combineStatuses(shell, ownStatus === undefined ? statuses : [...statuses, ownStatus]);
  } finally {
    for (const stage of stages) {
      stage.input?.close();
      stage.output?.close();
    }
  }
}

function connect(shell: Shell, pipeline: Pipeline): Stage[] {
  let input: ByteReader | undefined;
  return pipeline.commands.map((node, index) => {
    const isLast = index === pipeline.commands.length - 1;
    const pipe = isLast ? undefined : createPipe(shell.process.simulation);
    const stage: Stage = { node, input, output: pipe?.writer, joinsErrors: pipeline.operators[index] === '|&' };
    input = pipe?.reader;
    return stage;
  });
}

function startStage(shell: Shell, stage: Stage, group: number | 'new' | undefined): ChildProcess {
  const descriptors = new Map(shell.descriptors);
  if (stage.input) descriptors.set(0, stage.input);
  if (stage.output) descriptors.set(1, stage.output);
  if (stage.output && stage.joinsErrors) descriptors.set(2, stage.output);
  const { source } = shell;
  const run = (copy: Shell): Promise<number> => {
    copy.source = source;
    return shell.evaluator.runCommand(copy, stage.node, true);
  };
  const child = shell.evaluator.runSubshell(shell, run, {
    descriptors,
    title: source.slice(stage.node.pos, stage.node.end),
    ...(group === undefined ? {} : { group }),
  });
  // The child holds its ends now; the shell must not keep them open, or nobody would ever see the end.
  stage.input?.close();
  stage.output?.close();
  return child;
}

async function runLastHere(shell: Shell, stage: Stage): Promise<number> {
  const before = shell.descriptors;
  if (stage.input) shell.descriptors = new Map([...before, [0, stage.input]]);
  try {
    return await shell.evaluator.runCommand(shell, stage.node, false);
  } finally {
    shell.descriptors = before;
    stage.input?.close();
  }
}

function combineStatuses(shell: Shell, statuses: readonly number[]): number {
  shell.pipeStatus = statuses;
  const status = shell.options.has('pipefail') ? statuses.findLast((one) => one !== 0) : statuses.at(-1);
  if (statuses.length === 0) throw new ShellError('empty pipeline');
  return status ?? 0;
}

/** What `time` prints: virtual time for `real`, and none for the processor, which is not simulated. */
async function reportTime(shell: Shell, elapsedMs: number): Promise<void> {
  const format = (ms: number): string => `${Math.floor(ms / 60_000)}m${((ms % 60_000) / 1000).toFixed(3)}s`;
  await printError(shell, `\nreal\t${format(elapsedMs)}\nuser\t${format(0)}\nsys\t${format(0)}\n`);
}
