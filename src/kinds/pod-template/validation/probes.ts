import { type FieldError, forbidden, invalid, required } from '#machinery/field-error.ts';
import type { Container, HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from '#machinery/generated/types.ts';
import { validateHttpHeaderName, validatePortName, validatePortNumber } from '#machinery/names.ts';
import { checkEnum, checkNonNegative, pushInvalid } from '../../field-checks.ts';

/** The three probes of a container; only readiness may need more than one success. */
export function checkProbes(container: Container, graceSeconds: number, path: string, errors: FieldError[]): void {
  const { livenessProbe, readinessProbe, startupProbe } = container;
  if (livenessProbe) {
    checkProbe(livenessProbe, graceSeconds, `${path}.livenessProbe`, errors);
    checkOneSuccess(livenessProbe, `${path}.livenessProbe`, errors);
  }
  if (readinessProbe) {
    checkProbe(readinessProbe, graceSeconds, `${path}.readinessProbe`, errors);
    if (readinessProbe.terminationGracePeriodSeconds !== undefined) {
      const field = `${path}.readinessProbe.terminationGracePeriodSeconds`;
      errors.push(invalid(field, readinessProbe.terminationGracePeriodSeconds, 'must not be set for readinessProbes'));
    }
  }
  if (startupProbe) {
    checkProbe(startupProbe, graceSeconds, `${path}.startupProbe`, errors);
    checkOneSuccess(startupProbe, `${path}.startupProbe`, errors);
  }
}

/** Hooks after the start and before the stop. */
export function checkLifecycle(lifecycle: Lifecycle, graceSeconds: number, path: string, errors: FieldError[]): void {
  if (lifecycle.postStart) checkHandler(lifecycle.postStart, graceSeconds, `${path}.postStart`, errors);
  if (lifecycle.preStop) checkHandler(lifecycle.preStop, graceSeconds, `${path}.preStop`, errors);
}

function checkProbe(probe: Probe, graceSeconds: number, path: string, errors: FieldError[]): void {
  checkHandler(probe, graceSeconds, path, errors);
  for (const name of ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const) {
    checkNonNegative(probe[name], `${path}.${name}`, errors);
  }
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0) errors.push(invalid(`${path}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
}

function checkOneSuccess(probe: Probe, path: string, errors: FieldError[]): void {
  if (probe.successThreshold !== 1) errors.push(invalid(`${path}.successThreshold`, probe.successThreshold ?? 0, 'must be 1'));
}

/** Exactly one way of looking or acting. */
function checkHandler(handler: LifecycleHandler & Pick<Probe, 'grpc'>, graceSeconds: number, path: string, errors: FieldError[]): void {
  let handlers = 0;
  const isFirst = (name: string) => {
    handlers += 1;
    if (handlers > 1) errors.push(forbidden(`${path}.${name}`, 'may not specify more than 1 handler type'));
    return handlers === 1;
  };
  if (handler.exec && isFirst('exec') && (handler.exec.command?.length ?? 0) === 0) errors.push(required(`${path}.exec.command`));
  if (handler.httpGet && isFirst('httpGet')) checkHttpGet(handler.httpGet, `${path}.httpGet`, errors);
  if (handler.tcpSocket && isFirst('tcpSocket')) checkPort(handler.tcpSocket.port, `${path}.tcpSocket.port`, errors);
  if (handler.grpc && isFirst('grpc')) pushInvalid(errors, `${path}.grpc.port`, handler.grpc.port, validatePortNumber(handler.grpc.port));
  if (handler.sleep && isFirst('sleep')) {
    const seconds = handler.sleep.seconds;
    if (seconds < 0 || seconds > graceSeconds) {
      errors.push(invalid(`${path}.sleep`, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`));
    }
  }
  if (handlers === 0) errors.push(required(path, 'must specify a handler type'));
}

function checkHttpGet(action: HTTPGetAction, path: string, errors: FieldError[]): void {
  if (!action.path) errors.push(required(`${path}.path`));
  checkPort(action.port, `${path}.port`, errors);
  checkEnum(action.scheme, ['HTTP', 'HTTPS'], `${path}.scheme`, errors);
  for (const header of action.httpHeaders ?? []) {
    pushInvalid(errors, `${path}.httpHeaders`, header.name, validateHttpHeaderName(header.name));
  }
}

/** A port by number or by the name a container gives it. */
export function checkPort(port: number | string | undefined, field: string, errors: FieldError[]): void {
  if (typeof port === 'string') pushInvalid(errors, field, port, validatePortName(port));
  else pushInvalid(errors, field, port ?? 0, validatePortNumber(port ?? 0));
}
