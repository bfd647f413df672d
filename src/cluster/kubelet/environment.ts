import type { Container, EnvVar, Pod, Service } from '#machinery/generated/types.ts';
import { ConfigError, type ConfigSource, secretBytes } from './config-source.ts';
import { fieldValue, type PodSurroundings, resourceValue } from './downward-api.ts';

type Environment = Map<string, string>;

/**
 * The environment the kubelet gives a container: `envFrom`, then `env` with `$(NAME)` expanded, then the variables of Services
 * that were not set otherwise.
 * @throws ConfigError when an object or key that is not optional is missing
 */
export function planEnvironment(pod: Pod, container: Container, source: ConfigSource, around: PodSurroundings): Environment {
  const namespace = pod.metadata?.namespace ?? '';
  const services = serviceEnvironment(namespace, source, pod.spec?.enableServiceLinks ?? true);
  const result: Environment = new Map();
  for (const from of container.envFrom ?? []) {
    const values = from.configMapRef
      ? configMapText(namespace, from.configMapRef, source)
      : from.secretRef
        ? secretText(namespace, from.secretRef, source)
        : {};
    for (const key of Object.keys(values).sort()) result.set(`${from.prefix ?? ''}${key}`, values[key] ?? '');
  }
  for (const variable of container.env ?? []) {
    if (variable.value)
      result.set(
        variable.name,
        expandReferences(variable.value, (name) => result.get(name) ?? services.get(name)),
      );
    else {
      const value = variable.valueFrom ? referredValue(pod, container, variable.valueFrom, source, around) : '';
      if (value !== undefined) result.set(variable.name, value);
    }
  }
  for (const [name, value] of services) if (!result.has(name)) result.set(name, value);
  return result;
}

interface ObjectReference {
  readonly name?: string;
  readonly optional?: boolean;
}

function configMapText(namespace: string, reference: ObjectReference, source: ConfigSource): Readonly<Record<string, string>> {
  const map = source.configMap(namespace, reference.name ?? '');
  if (!map && !reference.optional) throw new ConfigError(`configmap "${reference.name}" not found`);
  return map?.data ?? {};
}

function secretText(namespace: string, reference: ObjectReference, source: ConfigSource): Readonly<Record<string, string>> {
  const secret = source.secret(namespace, reference.name ?? '');
  if (!secret && !reference.optional) throw new ConfigError(`secret "${reference.name}" not found`);
  const decoder = new TextDecoder();
  return Object.fromEntries(Object.entries(secret?.data ?? {}).map(([key, value]) => [key, decoder.decode(secretBytes(value))]));
}

/** The value of one `valueFrom`; undefined when an optional source is not there and the variable is left out. */
function referredValue(
  pod: Pod,
  container: Container,
  from: NonNullable<EnvVar['valueFrom']>,
  source: ConfigSource,
  around: PodSurroundings,
): string | undefined {
  const namespace = pod.metadata?.namespace ?? '';
  if (from.fieldRef) return fieldValue(pod, from.fieldRef, around);
  if (from.resourceFieldRef) {
    const named = from.resourceFieldRef.containerName;
    const other = named ? [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].find((item) => item.name === named) : container;
    if (!other) throw new ConfigError(`container ${named} not found`);
    return resourceValue(other, from.resourceFieldRef, around);
  }
  if (from.configMapKeyRef) return keyOf(configMapText(namespace, from.configMapKeyRef, source), from.configMapKeyRef, `ConfigMap ${namespace}`);
  if (from.secretKeyRef) return keyOf(secretText(namespace, from.secretKeyRef, source), from.secretKeyRef, `Secret ${namespace}`);
  if (from.fileKeyRef) throw new ConfigError('fileKeyRef is not simulated');
  return '';
}

function keyOf(values: Readonly<Record<string, string>>, reference: ObjectReference & { readonly key: string }, where: string): string | undefined {
  const value = values[reference.key];
  if (value === undefined && !reference.optional) throw new ConfigError(`couldn't find key ${reference.key} in ${where}/${reference.name}`);
  return value;
}

/** Replaces `$(NAME)`; `$$` is a literal `$`, and a name that is not known stays as it is written. As upstream's expansion. */
export function expandReferences(text: string, lookup: (name: string) => string | undefined): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole, _, name: string | undefined) => (name === undefined ? '$' : (lookup(name) ?? whole)));
}

/** The variables of the Services of the namespace and of `kubernetes`, as Docker links once named them. */
function serviceEnvironment(namespace: string, source: ConfigSource, allServices: boolean): Environment {
  const result: Environment = new Map();
  const add = (service: Service): void => {
    const { clusterIP, ports = [] } = service.spec ?? {};
    const [first] = ports;
    if (!clusterIP || clusterIP === 'None' || !first) return;
    const prefix = environmentName(service.metadata?.name ?? '');
    result.set(`${prefix}_SERVICE_HOST`, clusterIP);
    result.set(`${prefix}_SERVICE_PORT`, String(first.port));
    for (const port of ports) if (port.name) result.set(`${prefix}_SERVICE_PORT_${environmentName(port.name)}`, String(port.port));
    for (const [index, port] of ports.entries()) {
      const protocol = port.protocol ?? 'TCP';
      const url = `${protocol.toLowerCase()}://${clusterIP}:${port.port}`;
      if (index === 0) result.set(`${prefix}_PORT`, url);
      const one = `${prefix}_PORT_${port.port}_${protocol}`;
      result.set(one, url);
      result.set(`${one}_PROTO`, protocol.toLowerCase());
      result.set(`${one}_PORT`, String(port.port));
      result.set(`${one}_ADDR`, clusterIP);
    }
  };
  for (const service of source.services('default')) if (service.metadata.name === 'kubernetes') add(service);
  if (allServices) for (const service of source.services(namespace)) add(service);
  return result;
}

function environmentName(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
