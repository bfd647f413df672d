import { type LabHost, startLabHost } from './lab-host.ts';
import type { ToLab, ToPage } from './protocol.ts';

// The worker's door: messages in, messages out. What happens behind it is in lab-host.ts.

/** The few members of DedicatedWorkerGlobalScope that are used; its full type clashes with the page's. */
interface WorkerScope {
  postMessage(message: ToPage): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToLab>) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
let host: LabHost | undefined;

scope.addEventListener('message', ({ data }) => {
  if (data.type === 'boot') host ??= startLabHost(data, (message) => scope.postMessage(message));
  else host?.receive(data);
});
