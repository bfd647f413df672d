import { MAX_SCORE, type ScorePlugin } from '../framework.ts';

/** Prefers nodes on which CPU and memory are used up evenly. */
export const balancedAllocation: ScorePlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  prepare(pod) {
    if (pod.request.isBestEffort) return undefined;
    const { milliCpu, memory } = pod.request.exact;
    return {
      score({ allocatable, requested }) {
        if (allocatable.milliCpu === 0 || allocatable.memory === 0) return MAX_SCORE;
        const cpu = Math.min(1, (requested.milliCpu + milliCpu) / allocatable.milliCpu);
        const mem = Math.min(1, (requested.memory + memory) / allocatable.memory);
        return Math.trunc((1 - Math.abs(cpu - mem) / 2) * MAX_SCORE);
      },
    };
  },
};
