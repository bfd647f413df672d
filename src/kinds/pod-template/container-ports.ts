import type { PodSpec } from '#machinery/generated/types.ts';

/** The ports of all containers, as `kubectl expose` takes them. */
export function containerPorts(spec: PodSpec | undefined): readonly { readonly port: number; readonly protocol: string; readonly name?: string }[] {
  return (spec?.containers ?? []).flatMap((container) =>
    (container.ports ?? []).map(({ containerPort, protocol = 'TCP', name }) => ({ port: containerPort, protocol, ...(name ? { name } : {}) })),
  );
}
