import type { Container, Pod, PodSpec, ServiceAccount, Volume, VolumeMount } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import type { AdmissionPlugin } from '../api-call.ts';
import { forbidAdmission } from './admission.ts';

const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
/** Mirror pods are run by a kubelet already and must not wait for an account. */
const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

/** Gives pods the service account they run as, its image pull secrets, and its token as a volume. */
export const serviceAccountAdmission: AdmissionPlugin = {
  name: 'ServiceAccount',
  resources: ['/pods'],
  operations: ['CREATE'],
  admit(request) {
    const pod = request.object as (Pod & KubeObject) | undefined;
    if (!pod || pod.metadata?.annotations?.[MIRROR_ANNOTATION] !== undefined) return pod;
    const spec: PodSpec = pod.spec ?? { containers: [] };
    const name = spec.serviceAccountName || 'default';
    const account = request.call.core.registry.find('', 'v1', 'serviceaccounts')?.collection.get(request.namespace, name) as ServiceAccount | undefined;
    if (!account)
      throw forbidAdmission(request, `error looking up service account ${request.namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`);
    let next: PodSpec = { ...spec, serviceAccountName: name, serviceAccount: name };
    if (!next.imagePullSecrets?.length && account.imagePullSecrets?.length) next = { ...next, imagePullSecrets: account.imagePullSecrets };
    const automount = spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
    return { ...pod, spec: automount ? withToken(next, () => request.call.core.random.suffix(5)) : next };
  },
};

function withToken(spec: PodSpec, suffix: () => string): PodSpec {
  const lacks = (container: Container): boolean => !container.volumeMounts?.some(({ mountPath }) => mountPath === MOUNT_PATH);
  const containers = spec.containers ?? []; // validation, which would miss them, comes later
  if (!containers.some(lacks) && !spec.initContainers?.some(lacks)) return spec;
  const name = `kube-api-access-${suffix()}`;
  const mount: VolumeMount = { name, readOnly: true, mountPath: MOUNT_PATH };
  const mounted = (container: Container): Container =>
    lacks(container) ? { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] } : container;
  return {
    ...spec,
    volumes: [...(spec.volumes ?? []), tokenVolume(name)],
    ...(spec.initContainers && { initContainers: spec.initContainers.map(mounted) }),
    containers: containers.map(mounted),
  };
}

const projected: NonNullable<Volume['projected']> = {
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
  ],
  defaultMode: 420,
};

function tokenVolume(name: string): Volume {
  return { name, projected };
}
