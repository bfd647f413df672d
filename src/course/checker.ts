import type { Client } from '#client/client.ts';
import type { KubeObject, Stored } from '#machinery/object.ts';
import type { ResourceType } from '#machinery/resource-type.ts';
import type { LocalText } from './exercise.ts';

export type { LocalText } from './exercise.ts';

/** What a check found. `expected` and `seen` are facts about the cluster, never commands to type. */
export type Finding =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed'; readonly expected: LocalText; readonly seen: LocalText }
  | { readonly outcome: 'not-started' }
  | { readonly outcome: 'lab-broken'; readonly why: LocalText }
  | { readonly outcome: 'unsupported'; readonly why: LocalText };

/** An HTTP answer as a program inside the cluster got it. `status` 0: there was no answer, `error` says why. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly error: string;
}

/** What a checker may look at. Everything goes through the client, so that the same checker judges a real cluster. */
export interface CheckContext {
  readonly client: Client;
  readonly namespace: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** undefined when it does not exist. */
  get<T extends KubeObject>(type: ResourceType, name: string, namespace?: string): Promise<Stored<T> | undefined>;
  list<T extends KubeObject>(type: ResourceType, options?: { readonly labelSelector?: string; readonly namespace?: string }): Promise<readonly Stored<T>[]>;
  /** Sends a request from inside the cluster, as a pod of the namespace would. */
  http(url: string): Promise<HttpAnswer>;
  /** Reads a file in a container; undefined when it is not there. */
  readFile(pod: string, path: string, container?: string): Promise<string | undefined>;
  /** Whether this check has passed before in this lab. */
  readonly hasPassed: boolean;
}

export interface Check {
  readonly goal: LocalText;
  /** Judges the state reached. Must not change anything. */
  check(context: CheckContext): Promise<Finding>;
}

/** Stable check ids to checks, in the order they are shown. */
export type Checker = Readonly<Record<string, Check>>;

/** Declares a checker. */
export function defineChecker(checker: Checker): Checker {
  return checker;
}

/** The finding of a check that holds. */
export const passed: Finding = { outcome: 'passed' };

/** The finding of a check that does not hold. */
export function failed(expected: LocalText, seen: LocalText): Finding {
  return { outcome: 'failed', expected, seen };
}
