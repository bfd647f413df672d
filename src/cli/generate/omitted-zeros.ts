/**
 * Optional scalars that are no pointers in Go: their zero value (`""`, `0`, `false`) is never written, so a server gives back
 * an object without them. No package tells which; these are the ones that manifests and statuses do set to zero. A field in
 * no row keeps what was written (`replicas: 0`, `storageClassName: ""`).
 */
const rows = `
meta.ObjectMeta name generateName namespace selfLink uid resourceVersion generation
meta.ManagedFieldsEntry manager operation apiVersion fieldsType subresource
meta.Condition observedGeneration
core.Container image workingDir terminationMessagePath terminationMessagePolicy imagePullPolicy stdin stdinOnce tty
core.EphemeralContainer image workingDir terminationMessagePath terminationMessagePolicy imagePullPolicy stdin stdinOnce tty targetContainerName
core.ContainerPort name hostPort protocol hostIP
core.EnvVar value
core.EnvFromSource prefix
core.ConfigMapKeySelector name
core.SecretKeySelector name
core.ConfigMapEnvSource name
core.SecretEnvSource name
core.LocalObjectReference name
core.ConfigMapVolumeSource name
core.ConfigMapProjection name
core.SecretVolumeSource secretName
core.SecretProjection name
core.ObjectFieldSelector apiVersion
core.ResourceFieldSelector containerName
core.VolumeMount readOnly subPath subPathExpr
core.EmptyDirVolumeSource medium
core.PersistentVolumeClaimVolumeSource readOnly
core.NFSVolumeSource readOnly
core.PodSpec restartPolicy dnsPolicy serviceAccountName serviceAccount nodeName hostNetwork hostPID hostIPC hostname subdomain schedulerName priorityClassName
core.Probe initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold
core.HTTPGetAction path host scheme
core.TCPSocketAction host
core.Toleration key operator value effect
core.Taint value
core.NodeSpec podCIDR providerID unschedulable
core.ServiceSpec clusterIP type sessionAffinity loadBalancerIP externalName externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses
core.ServicePort name protocol nodePort
core.EndpointPort name protocol
core.EndpointAddress hostname
core.ObjectReference kind namespace name uid apiVersion resourceVersion fieldPath
core.Event reason message count type action
core.EventSource component host
core.Secret type
core.PodCondition reason message observedGeneration
core.NodeCondition reason message
core.PodStatus phase message reason nominatedNodeName hostIP podIP qosClass observedGeneration
core.ContainerStateWaiting reason message
core.ContainerStateTerminated signal reason message containerID
core.ContainerStatus containerID
core.PersistentVolumeClaimSpec volumeName
core.PersistentVolumeSpec storageClassName persistentVolumeReclaimPolicy
core.PersistentVolumeStatus phase message reason
core.NamespaceStatus phase
core.NamespaceCondition reason message
apps.DeploymentSpec minReadySeconds paused
apps.DeploymentStrategy type
apps.DeploymentStatus observedGeneration replicas updatedReplicas readyReplicas availableReplicas unavailableReplicas
apps.DeploymentCondition reason message
apps.ReplicaSetSpec minReadySeconds
apps.ReplicaSetStatus fullyLabeledReplicas readyReplicas availableReplicas observedGeneration
apps.ReplicaSetCondition reason message
apps.StatefulSetSpec podManagementPolicy minReadySeconds
apps.StatefulSetUpdateStrategy type
apps.StatefulSetStatus observedGeneration readyReplicas currentReplicas updatedReplicas currentRevision updateRevision
apps.DaemonSetSpec minReadySeconds
apps.DaemonSetUpdateStrategy type
apps.DaemonSetStatus observedGeneration updatedNumberScheduled numberAvailable numberUnavailable
batch.JobStatus active succeeded failed completedIndexes
batch.JobCondition reason message
batch.CronJobSpec concurrencyPolicy
networking.IngressRule host
networking.HTTPIngressPath path
networking.IngressTLS secretName
networking.ServiceBackendPort name number
rbac.Subject apiGroup namespace
scheduling.PriorityClass globalDefault description
policy.PodDisruptionBudgetStatus observedGeneration
autoscaling.ScaleSpec replicas
autoscaling.ScaleStatus selector
`;

const fieldsOf: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  rows
    .trim()
    .split('\n')
    .map((row): [string, ReadonlySet<string>] => {
      const [type = '', ...fields] = row.split(' ');
      return [type, new Set(fields)];
    }),
);

/** @param definitionName `core.v1.PodSpec` */
export function isZeroOmitted(definitionName: string, field: string): boolean {
  const [packageName = '', , type = ''] = definitionName.split('.');
  return fieldsOf.get(`${packageName}.${type}`)?.has(field) === true;
}

/** Every `core.PodSpec.hostNetwork` of the table, so that a test can see that all exist. */
export function listOmittedZeros(): readonly string[] {
  return [...fieldsOf].flatMap(([type, fields]) => [...fields].map((field) => `${type}.${field}`));
}
