import type { Machine } from '#os/process.ts';

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

/** @param limitBytes Infinity when the container has no limit. @param kill ends the container as the kernel's OOM killer does */
export function openMemoryAccount(machine: Machine, limitBytes: number, kill: () => void): MemoryAccount {
  const used = new Map<string, number>();
  let exceeded = false;
  const account: MemoryAccount = {
    limitBytes,
    get usedBytes() {
      let sum = 0;
      for (const bytes of used.values()) sum += bytes;
      return sum;
    },
    get exceeded() {
      return exceeded;
    },
    use(program, bytes) {
      used.set(program, bytes);
      if (exceeded || account.usedBytes <= limitBytes) return;
      exceeded = true;
      kill();
    },
  };
  accounts.set(machine, account);
  return account;
}

/** For programs of images: the account of the container they run in; undefined on machines that are no container. */
export function memoryAccountOf(machine: Machine): MemoryAccount | undefined {
  return accounts.get(machine);
}
