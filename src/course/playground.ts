import type { NodeOptions } from '#cluster/cluster-options.ts';
import { defineExercise, type Exercise, type LocalText } from './exercise.ts';
import type { ExerciseSource } from './exercise-source.ts';

/** A lab without tasks. */
export interface FreeLab {
  readonly id: string;
  readonly exercise: Exercise;
}

const worker = (name: string): NodeOptions => ({ name, cpu: '4', memory: '8Gi' });
const controlPlane: NodeOptions = { name: 'control-plane', roles: ['control-plane'], cpu: '4', memory: '8Gi' };

const free = (id: string, uuid: string, title: LocalText, nodes: readonly NodeOptions[]): FreeLab => ({
  id: `playground/${id}`,
  exercise: defineExercise({ uuid, title, difficulty: 'easy', minutes: 0, cluster: { nodes }, setup: [], hints: [], wrong: [] }),
});

/** The clusters one can play with: nothing to do, nothing that is judged. */
export const playgrounds: readonly FreeLab[] = [
  free('one-node', '5a1f5a0e-6f0f-4a57-9a25-6f7f1d1c3b01', { en: 'One node', 'zh-CN': '一个节点' }, [controlPlane]),
  free(
    'three-nodes',
    '5a1f5a0e-6f0f-4a57-9a25-6f7f1d1c3b02',
    { en: 'Three nodes: a control plane and two workers', 'zh-CN': '三个节点：一个控制平面，两个工作节点' },
    [controlPlane, worker('worker-1'), worker('worker-2')],
  ),
  free('empty', '5a1f5a0e-6f0f-4a57-9a25-6f7f1d1c3b03', { en: 'Empty: an API server without any node', 'zh-CN': '空集群：只有 API 服务器，没有节点' }, []),
];

/** A playground as a lab boots it; undefined when there is none of this id. */
export function playgroundSource(id: string): ExerciseSource | undefined {
  const found = playgrounds.find((each) => each.id === id);
  return found && { ...found, checker: {}, setup: {}, files: {} };
}
