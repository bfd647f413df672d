import type { NodeOptions } from '#cluster/cluster-options.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createClusterPicture } from '../cluster-picture.ts';
import { createLab } from '../lab.ts';
import type { CauseStep } from './cause-chain.ts';

const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };
const twoNodes: readonly NodeOptions[] = [
  { name: 'node-1', cpu: '2', memory: '4Gi' },
  { name: 'node-2', cpu: '2', memory: '4Gi' },
];

/** A lab of two nodes and nothing else, with its picture. */
export async function startPictureLab(files: Readonly<Record<string, string>> = {}) {
  const lab = await createLab({
    source: {
      id: 'test/picture',
      exercise: {
        uuid: '00000000-0000-4000-8000-000000000000',
        title: { en: '', 'zh-CN': '' },
        difficulty: 'easy',
        minutes: 1,
        cluster: { nodes: twoNodes },
        setup: [],
        hints: [],
        wrong: [],
      },
      checker: {},
      setup: {},
      files,
    },
    seed: 's',
    host,
    limits: defaultLimits,
    columns: 120,
    rows: 24,
    onOutput: () => {},
  });
  const picture = createClusterPicture(lab.cluster);
  return {
    lab,
    picture,
    /** Types a line into the terminal and lets virtual seconds pass. */
    async type(line: string, seconds: number) {
      lab.input(`${line}\r`);
      await lab.advance(seconds * 1000);
      picture.look();
    },
    /**
     * The chain behind the first thing whose key begins so, once its state is so; names that are drawn stand as `*`.
     * @throws Error when nothing comes to be so within two virtual minutes
     */
    async why(prefix: string, state?: string): Promise<string> {
      for (let second = 0; second < 120; second++) {
        const items = createClusterPicture(lab.cluster).look()?.items ?? [];
        const item = items.find((each) => each.key.startsWith(prefix) && (state === undefined || each.state === state));
        picture.look();
        if (item) return picture.inspect(item.key).why.map(lineOf).join('\n');
        await lab.advance(1000);
      }
      throw new Error(`nothing like ${prefix} became ${state}`);
    },
  };
}

const lineOf = (step: CauseStep): string =>
  step.step === 'change'
    ? `${step.kind} ${step.name.replace(/-[a-z0-9]{8,10}(-[a-z0-9]{5})?$/, (_, pod) => (pod ? '-*-*' : '-*'))}: ${step.facts.map(({ fact, from, to, detail }) => [fact, from, to, detail].filter(Boolean).join(' ')).join('; ')}`
    : step.text;
