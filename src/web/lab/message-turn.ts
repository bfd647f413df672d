/**
 * A way to let every message and microtask that waits have its turn, without a timer's four-millisecond floor.
 * @returns a function whose promise resolves in a later macrotask
 */
export function createMessageTurn(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.addEventListener('message', () => waiting.shift()?.());
  port1.start();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(undefined);
    });
}
