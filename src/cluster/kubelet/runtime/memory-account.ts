import type { ChildProcess, Machine } from '#os/process.ts';

/** How much memory the programs of one container use, against its limit. */
export interface MemoryAccount {
  readonly usedBytes: number;
  readonly limitBytes: number;
  /** Whether the kernel has killed the container for using more than it may. */
  readonly exceeded: boolean;
  /** Sets what one program uses now; beyond the limit the container is killed at once. */
  use(program: string, bytes: number): void;
}

const accounts = new WeakMap<Machine, MemoryAccount>();

/**
 * @param limitBytes Infinity when the container has no limit
 * @param ownBytes what its first program uses from the start
 * @param first its first process, which the kernel's OOM killer ends
 */
export function openMemoryAccount(machine: Machine, limitBytes: number, ownBytes: number, first: ChildProcess): MemoryAccount {
  const account = new Account(limitBytes, ownBytes, first);
  accounts.set(machine, account);
  account.check();
  return account;
}

/** For programs of images: the account of the container they run in; undefined on machines that are no container. */
export function memoryAccountOf(machine: Machine): MemoryAccount | undefined {
  return accounts.get(machine);
}

/** A class, so that thousands of them share their methods. */
class Account implements MemoryAccount {
  readonly limitBytes: number;
  exceeded = false;
  readonly #ownBytes: number;
  readonly #first: ChildProcess;
  #others: Map<string, number> | undefined;

  constructor(limitBytes: number, ownBytes: number, first: ChildProcess) {
    this.limitBytes = limitBytes;
    this.#ownBytes = ownBytes;
    this.#first = first;
  }

  get usedBytes(): number {
    let sum = this.#ownBytes;
    for (const bytes of this.#others?.values() ?? []) sum += bytes;
    return sum;
  }

  use(program: string, bytes: number): void {
    this.#others ??= new Map();
    this.#others.set(program, bytes);
    this.check();
  }

  check(): void {
    if (this.exceeded || this.usedBytes <= this.limitBytes) return;
    this.exceeded = true;
    this.#first.kill('KILL');
  }
}
