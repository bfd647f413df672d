import type { Container, EnvVar, EphemeralContainer, HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from '#machinery/generated/types.ts';
import { mapShared, withFields } from '../structural-sharing.ts';
import { defaultPullPolicy } from './image-reference.ts';

/** What a container says when the user leaves it out. */
export function containerDefaults<T extends Container | EphemeralContainer>(container: T): T {
  let next: Container = withFields<Container>(container, {
    imagePullPolicy: container.imagePullPolicy || defaultPullPolicy(container.image ?? ''),
    resources: container.resources ?? {},
    terminationMessagePath: container.terminationMessagePath || '/dev/termination-log',
    terminationMessagePolicy: container.terminationMessagePolicy || 'File',
  });
  const ports = mapShared(next.ports, (port) => (port.protocol ? port : { ...port, protocol: 'TCP' }));
  if (ports && ports !== next.ports) next = { ...next, ports };
  const env = mapShared(next.env, envDefaults);
  if (env && env !== next.env) next = { ...next, env };
  if (next.livenessProbe) next = withFields(next, { livenessProbe: probeDefaults(next.livenessProbe) });
  if (next.readinessProbe) next = withFields(next, { readinessProbe: probeDefaults(next.readinessProbe) });
  if (next.startupProbe) next = withFields(next, { startupProbe: probeDefaults(next.startupProbe) });
  if (next.lifecycle) next = withFields(next, { lifecycle: lifecycleDefaults(next.lifecycle) });
  return next as T;
}

/** Fields of a pod are named in version v1 unless they say otherwise. */
function envDefaults(variable: EnvVar): EnvVar {
  const fieldRef = variable.valueFrom?.fieldRef;
  if (!fieldRef || fieldRef.apiVersion) return variable;
  return { ...variable, valueFrom: { ...variable.valueFrom, fieldRef: { ...fieldRef, apiVersion: 'v1' } } };
}

function probeDefaults(probe: Probe): Probe {
  let next = withFields(probe, {
    timeoutSeconds: probe.timeoutSeconds || 1,
    periodSeconds: probe.periodSeconds || 10,
    successThreshold: probe.successThreshold || 1,
    failureThreshold: probe.failureThreshold || 3,
  });
  if (next.httpGet) next = withFields(next, { httpGet: httpGetDefaults(next.httpGet) });
  if (next.grpc && next.grpc.service === undefined) next = { ...next, grpc: { ...next.grpc, service: '' } };
  return next;
}

function httpGetDefaults(action: HTTPGetAction): HTTPGetAction {
  return withFields(action, { path: action.path || '/', scheme: action.scheme || 'HTTP' });
}

function lifecycleDefaults(lifecycle: Lifecycle): Lifecycle {
  let next = lifecycle;
  if (next.postStart) next = withFields(next, { postStart: handlerDefaults(next.postStart) });
  if (next.preStop) next = withFields(next, { preStop: handlerDefaults(next.preStop) });
  return next;
}

function handlerDefaults(handler: LifecycleHandler): LifecycleHandler {
  return handler.httpGet ? withFields(handler, { httpGet: httpGetDefaults(handler.httpGet) }) : handler;
}
