import { duplicate, type FieldError, required } from '#machinery/field-error.ts';
import type { Container, ContainerPort } from '#machinery/generated/types.ts';
import { validatePortName, validatePortNumber } from '#machinery/names.ts';
import { checkEnum, pushInvalid } from '../../field-checks.ts';

const protocols = ['SCTP', 'TCP', 'UDP'];

/** The ports of one container: names are its own, numbers are in range. */
export function checkContainerPorts(ports: readonly ContainerPort[], path: string, errors: FieldError[]): void {
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const field = `${path}[${index}]`;
    if (port.name) {
      const messages = validatePortName(port.name);
      pushInvalid(errors, `${field}.name`, port.name, messages);
      if (messages.length === 0 && names.has(port.name)) errors.push(duplicate(`${field}.name`, port.name));
      names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(`${field}.containerPort`));
    else pushInvalid(errors, `${field}.containerPort`, port.containerPort, validatePortNumber(port.containerPort));
    if (port.hostPort) pushInvalid(errors, `${field}.hostPort`, port.hostPort, validatePortNumber(port.hostPort));
    checkEnum(port.protocol, protocols, `${field}.protocol`, errors);
  }
}

/** No two ports may want the same port of the host. */
export function checkHostPortConflicts(containers: readonly Container[], path: string, errors: FieldError[]): void {
  let taken: Set<string> | undefined;
  for (const [index, container] of containers.entries()) {
    for (const [at, port] of (container.ports ?? []).entries()) {
      if (!port.hostPort) continue;
      taken ??= new Set();
      const wanted = `${port.protocol ?? ''}/${port.hostIP ?? ''}/${port.hostPort}`;
      if (taken.has(wanted)) errors.push(duplicate(`${path}[${index}].ports[${at}].hostPort`, wanted));
      taken.add(wanted);
    }
  }
}
