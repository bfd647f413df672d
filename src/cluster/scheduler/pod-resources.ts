import type { Container, Pod } from '#machinery/generated/types.ts';
import { quantityToMilli, quantityToValue } from '#machinery/quantity.ts';

/** An amount of everything a node has. CPU in thousandths of a core, the rest in bytes or pieces. */
export interface Resources {
  milliCpu: number;
  memory: number;
  ephemeralStorage: number;
  /** Extended resources (`nvidia.com/gpu`), huge pages. */
  scalar: Map<string, number> | undefined;
}

/** What a container counts for in scoring when it asks for nothing, so that such pods spread as well. */
const DEFAULT_MILLI_CPU = 100;
const DEFAULT_MEMORY = 200 * 1024 * 1024;

/** What a pod asks for. */
export interface PodRequest {
  readonly exact: Resources;
  /** CPU and memory with defaults for containers that ask for nothing; for scoring only. */
  readonly nonZeroMilliCpu: number;
  readonly nonZeroMemory: number;
  readonly isBestEffort: boolean;
}

/** Nothing of everything. */
export function noResources(): Resources {
  return { milliCpu: 0, memory: 0, ephemeralStorage: 0, scalar: undefined };
}

/** Reads a list of quantities (`requests`, `allocatable`). */
export function parseResources(list: Readonly<Record<string, string>> | undefined): Resources {
  const out = noResources();
  for (const name in list) {
    const text = list[name] ?? '0';
    if (name === 'cpu') out.milliCpu = quantityToMilli(text);
    else if (name === 'memory') out.memory = quantityToValue(text);
    else if (name === 'ephemeral-storage') out.ephemeralStorage = quantityToValue(text);
    else if (name !== 'pods') {
      out.scalar ??= new Map();
      out.scalar.set(name, quantityToValue(text));
    }
  }
  return out;
}

/** Adds (or, with -1, takes away) one amount to another in place. */
export function accumulate(into: Resources, other: Resources, sign: 1 | -1): void {
  into.milliCpu += sign * other.milliCpu;
  into.memory += sign * other.memory;
  into.ephemeralStorage += sign * other.ephemeralStorage;
  if (!other.scalar) return;
  into.scalar ??= new Map();
  for (const [name, amount] of other.scalar) into.scalar.set(name, (into.scalar.get(name) ?? 0) + sign * amount);
}

function raiseTo(into: Resources, other: Resources): void {
  into.milliCpu = Math.max(into.milliCpu, other.milliCpu);
  into.memory = Math.max(into.memory, other.memory);
  into.ephemeralStorage = Math.max(into.ephemeralStorage, other.ephemeralStorage);
  for (const [name, amount] of other.scalar ?? []) {
    into.scalar ??= new Map();
    into.scalar.set(name, Math.max(into.scalar.get(name) ?? 0, amount));
  }
}

/**
 * What the scheduler must find room for: the sum of the containers, or what an init container needs together with the
 * sidecars started before it, whichever is more, and the overhead. Requests for the whole pod take the place of the sum.
 */
export function podRequest(pod: Pod): PodRequest {
  const spec = pod.spec;
  const exact = noResources();
  let nonZeroMilliCpu = 0;
  let nonZeroMemory = 0;
  for (const container of spec?.containers ?? []) {
    const request = parseResources(container.resources?.requests);
    accumulate(exact, request, 1);
    nonZeroMilliCpu += withDefault(container, 'cpu', request.milliCpu, DEFAULT_MILLI_CPU);
    nonZeroMemory += withDefault(container, 'memory', request.memory, DEFAULT_MEMORY);
  }
  if (spec?.initContainers) {
    const init = addInitContainers(exact, spec.initContainers);
    nonZeroMilliCpu = Math.max(nonZeroMilliCpu, init.milliCpu);
    nonZeroMemory = Math.max(nonZeroMemory, init.memory);
  }
  if (spec?.resources?.requests) {
    const whole = parseResources(spec.resources.requests);
    if (spec.resources.requests['cpu'] !== undefined) nonZeroMilliCpu = exact.milliCpu = whole.milliCpu;
    if (spec.resources.requests['memory'] !== undefined) nonZeroMemory = exact.memory = whole.memory;
  }
  if (spec?.overhead) {
    const overhead = parseResources(spec.overhead);
    accumulate(exact, overhead, 1);
    nonZeroMilliCpu += overhead.milliCpu;
    nonZeroMemory += overhead.memory;
  }
  return { exact, nonZeroMilliCpu, nonZeroMemory, isBestEffort: exact.milliCpu === 0 && exact.memory === 0 };
}

/** Raises a sum to what starting the pod needs. @returns the most that init containers need */
function addInitContainers(exact: Resources, initContainers: readonly Container[]): Resources {
  const sidecars = noResources();
  const most = noResources();
  for (const container of initContainers) {
    const request = parseResources(container.resources?.requests);
    if (container.restartPolicy === 'Always') {
      accumulate(sidecars, request, 1);
      accumulate(exact, request, 1);
      raiseTo(most, sidecars);
    } else {
      accumulate(request, sidecars, 1);
      raiseTo(most, request);
    }
  }
  raiseTo(exact, most);
  return most;
}

function withDefault(container: Container, name: string, amount: number, fallback: number): number {
  return container.resources?.requests?.[name] === undefined ? fallback : amount;
}
