import type { BytesHandlers, Subscription } from '#client/transport.ts';
import { invalid } from '#machinery/field-error.ts';
import type { FieldError } from '#machinery/status-error.ts';
import { invalidObject } from '#machinery/status-errors.ts';
import { parseTime } from '#machinery/time.ts';
import { createWriter } from '#os/writers.ts';
import { Cancelled, createCancelSource } from '#sim/cancel.ts';
import type { ApiCall } from '../api-call.ts';
import type { LogOptions } from '../kubelet-connection.ts';
import { isTrue, queryText } from '../request-info.ts';
import { requireContainer, requireKubelet, requirePod } from './pod-stream.ts';

/**
 * `pods/log`: the kubelet writes, the client reads as it comes.
 * @throws StatusError when the request makes no sense; what the kubelet refuses comes through `onEnd`
 */
export function openLog(call: ApiCall, handlers: BytesHandlers): Subscription {
  const options = readLogOptions(call);
  const pod = requirePod(call);
  const address = requireContainer(call, pod);
  const source = createCancelSource();
  const finish = (error?: Error): void => {
    if (source.token.cancelled) return;
    source.cancel('ended');
    handlers.onEnd(error);
  };
  // As upstream: a pod that is on no node yet has an empty log.
  if (!pod.spec?.nodeName) {
    const timer = call.core.simulation.clock.after(0, () => finish());
    return { close: () => timer.cancel() };
  }
  const out = createWriter({
    write: async (bytes) => {
      if (!source.token.cancelled) handlers.onBytes(bytes);
    },
    close() {},
  });
  requireKubelet(call, pod)
    .logs(address, options, out, source.token)
    .then(() => finish())
    .catch((error: unknown) => {
      if (!(error instanceof Cancelled)) finish(error instanceof Error ? error : new Error(String(error)));
    });
  return { close: () => source.cancel('closed') };
}

/** @throws StatusError 422 */
function readLogOptions(call: ApiCall): LogOptions {
  const { request, core } = call;
  const errors: FieldError[] = [];
  const number = (key: string, least: number, complaint: string): number | undefined => {
    const text = queryText(request, key);
    if (text === undefined || text === '') return undefined;
    const value = Number(text);
    if (!Number.isInteger(value) || value < least) errors.push(invalid(key, Number.isNaN(value) ? text : value, complaint));
    return value;
  };
  const tailLines = number('tailLines', 0, 'must be greater than or equal to 0');
  const limitBytes = number('limitBytes', 1, 'must be greater than 0');
  const sinceSeconds = number('sinceSeconds', 1, 'must be greater than 0');
  const sinceTime = queryText(request, 'sinceTime');
  if (errors.length > 0) throw invalidObject({ group: '', kind: 'PodLogOptions' }, call.info.name, errors);
  const sinceMs = sinceSeconds !== undefined ? core.simulation.clock.now - sinceSeconds * 1000 : sinceTime ? parseTime(sinceTime) : undefined;
  return {
    previous: isTrue(request.query?.['previous']),
    follow: isTrue(request.query?.['follow']),
    timestamps: isTrue(request.query?.['timestamps']),
    ...(tailLines !== undefined && { tailLines }),
    ...(sinceMs !== undefined && { sinceMs }),
    ...(limitBytes !== undefined && { limitBytes }),
  };
}
