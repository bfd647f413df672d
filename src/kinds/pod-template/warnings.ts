import type { Container, EphemeralContainer, PodSpec } from '#machinery/generated/types.ts';
import { quantityToMilli } from '#machinery/quantity.ts';

/** Node labels that have got a new name. */
const renamedLabels: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};

/** What is allowed in a pod spec and hardly meant so. @param path `spec`, `spec.template.spec` */
export function podSpecWarnings(spec: PodSpec, path: string): readonly string[] {
  const warnings: string[] = [];
  for (const key of Object.keys(spec.nodeSelector ?? {}).sort()) {
    const hint = renamedLabels[key];
    if (hint) warnings.push(`${path}.nodeSelector[${key}]: ${hint}`);
  }
  warnOfSecrets(spec, path, warnings);
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    warnings.push(`${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`);
  }
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, container] of (spec[list] ?? []).entries()) warnOfContainer(container, `${path}.${list}[${index}]`, warnings);
  }
  return warnings;
}

function warnOfSecrets(spec: PodSpec, path: string, warnings: string[]): void {
  const names = new Set<string>();
  for (const [index, { name = '' }] of (spec.imagePullSecrets ?? []).entries()) {
    if (name === '') warnings.push(`${path}.imagePullSecrets[${index}]: invalid empty name ""`);
    else if (names.has(name)) warnings.push(`${path}.imagePullSecrets[${index}].name: duplicate name "${name}"`);
    names.add(name);
  }
}

function warnOfContainer(container: Container | EphemeralContainer, path: string, warnings: string[]): void {
  for (const list of ['limits', 'requests'] as const) {
    const memory = container.resources?.[list]?.['memory'];
    if (memory !== undefined && quantityToMilli(memory) % 1000 !== 0) {
      warnings.push(`${path}.resources.${list}[memory]: fractional byte value "${memory}" is invalid, must be an integer`);
    }
  }
  const seen = new Set<string>();
  for (const [index, { name }] of (container.env ?? []).entries()) {
    if (seen.has(name)) warnings.push(`${path}.env[${index}]: hides previous definition of "${name}", which may be dropped when using apply`);
    seen.add(name);
  }
  const ports = new Map<string, number>();
  for (const [index, port] of (container.ports ?? []).entries()) {
    const key = `${port.protocol}/${port.containerPort}/${port.hostIP ?? ''}/${port.hostPort ?? 0}`;
    const first = ports.get(key);
    if (first !== undefined) warnings.push(`${path}.ports[${index}]: duplicate port definition with ${path}.ports[${first}]`);
    else ports.set(key, index);
  }
}
