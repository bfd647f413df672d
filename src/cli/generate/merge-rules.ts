/**
 * How lists and structures merge: no package for a current version carries it. One row per structure (`pkg.Type`, or
 * `pkg/version.Type` where versions differ) or field (`pkg.Type.field`), for every version of the package. The codes:
 * `m:k1,k2` a map list and its keys, `s` a set, `a` an atomic list, `A` an atomic structure or map, `G` a granular one;
 * for strategic merge patch `+key` merges by that key, `+` merges scalars, `+rk:key` merges and retains keys, `R`
 * retains keys, `P` replaces. A list in no row is atomic and replaced.
 */
const rows = `
admissionregistration.MutatingWebhook.matchConditions m:name +name
admissionregistration.ValidatingWebhook.matchConditions m:name +name
admissionregistration.MutatingWebhookConfiguration.webhooks m:name +name
admissionregistration.ValidatingWebhookConfiguration.webhooks m:name +name
admissionregistration.MatchResources A
admissionregistration.NamedRuleWithOperations A
admissionregistration.ParamKind A
admissionregistration.ParamRef A
admissionregistration.ValidatingAdmissionPolicySpec.matchConditions m:name +name
admissionregistration.ValidatingAdmissionPolicySpec.variables m:name +name
admissionregistration.ValidatingAdmissionPolicyBindingSpec.validationActions s
admissionregistration.ValidatingAdmissionPolicyStatus.conditions m:type
admissionregistration.MutatingAdmissionPolicySpec.matchConditions m:name +name
apiserverinternal.ServerStorageVersion.decodableVersions s
apiserverinternal.ServerStorageVersion.servedVersions s
apiserverinternal.StorageVersionStatus.conditions m:type
apiserverinternal.StorageVersionStatus.storageVersions m:apiServerID
apps.DaemonSetStatus.conditions m:type +type
apps.DeploymentStatus.conditions m:type +type
apps.ReplicaSetStatus.conditions m:type +type
apps.StatefulSetStatus.conditions m:type +type
apps.DeploymentSpec.strategy R
autoscaling/v1.CrossVersionObjectReference A
autoscaling.HorizontalPodAutoscalerStatus.conditions m:type +type
batch.JobStatus.conditions a +type
batch.UncountedTerminatedPods.failed s
batch.UncountedTerminatedPods.succeeded s
batch.PodFailurePolicyOnExitCodesRequirement.values s
certificates.CertificateSigningRequestStatus.conditions m:type
certificates.PodCertificateRequestStatus.conditions m:type +type
core.ComponentStatus.conditions m:type +type
core.ConfigMapKeySelector A
core.SecretKeySelector A
core.FileKeySelector A
core.Container.env m:name +name
core.Container.ports m:containerPort,protocol +containerPort
core.Container.volumeDevices m:devicePath +devicePath
core.Container.volumeMounts m:mountPath +mountPath
core.EphemeralContainer.env m:name +name
core.EphemeralContainer.ports m:containerPort,protocol +containerPort
core.EphemeralContainer.volumeDevices m:devicePath +devicePath
core.EphemeralContainer.volumeMounts m:mountPath +mountPath
core.ContainerStatus.allocatedResourcesStatus m:name +name
core.ContainerStatus.volumeMounts m:mountPath +mountPath
core.ContainerRestartRuleOnExitCodes.values s
core.EndpointAddress A
core.EndpointPort A
core.LocalObjectReference A
core.NamespaceStatus.conditions m:type +type
core.NodeSelector A
core.NodeSelectorTerm A
core.NodeAllocatableResourceClaimStatus.containers s
core.NodeSpec.podCIDRs s +
core.NodeStatus.addresses m:type +type
core.NodeStatus.conditions m:type +type
core.ObjectFieldSelector A
core.ObjectReference A
core.PersistentVolumeClaimStatus.conditions m:type +type
core.PersistentVolumeSpec.claimRef G
core.PersistentVolumeClaimStatus.allocatedResourceStatuses G
core.PodSpec.containers m:name +name
core.PodSpec.initContainers m:name +name
core.PodSpec.ephemeralContainers m:name +name
core.PodSpec.hostAliases m:ip +ip
core.PodSpec.imagePullSecrets m:name +name
core.PodSpec.nodeSelector A
core.PodSpec.resourceClaims m:name +rk:name
core.PodSpec.schedulingGates m:name +name
core.PodSpec.topologySpreadConstraints m:topologyKey,whenUnsatisfiable +topologyKey
core.PodSpec.volumes m:name +rk:name
core.PodStatus.conditions m:type +type
core.PodStatus.podIPs m:ip +ip
core.PodStatus.hostIPs a +ip
core.PodStatus.resourceClaimStatuses m:name +rk:name
core.ReplicationControllerSpec.selector A
core.ReplicationControllerStatus.conditions m:type +type
core.ResourceFieldSelector A
core.ResourceRequirements.claims m:name
core.ResourceStatus.resources m:resourceID
core.ScopeSelector A
core.SecretReference A
core.ServiceAccount.secrets m:name +name
core.ServiceSpec.ports m:port,protocol +port
core.ServiceSpec.selector A
core.ServiceStatus.conditions m:type +type
core.TopologySelectorTerm A
core.TypedLocalObjectReference A
discovery.Endpoint.addresses s
discovery.EndpointPort A
flowcontrol.FlowSchemaStatus.conditions m:type +type
flowcontrol.PriorityLevelConfigurationStatus.conditions m:type +type
flowcontrol.NonResourcePolicyRule.nonResourceURLs s
flowcontrol.NonResourcePolicyRule.verbs s
flowcontrol.ResourcePolicyRule.apiGroups s
flowcontrol.ResourcePolicyRule.namespaces s
flowcontrol.ResourcePolicyRule.resources s
flowcontrol.ResourcePolicyRule.verbs s
networking.ServiceCIDRStatus.conditions m:type +type
node.Scheduling.nodeSelector A
policy.PodDisruptionBudgetStatus.conditions m:type +type
policy.PodDisruptionBudgetSpec.selector P
rbac.RoleRef A
rbac.Subject A
resource.AllocatedDeviceStatus.conditions m:type
resource.ResourceClaimStatus.devices m:driver,device,pool,shareID
resource.ResourceClaimStatus.reservedFor m:uid +uid
resource.DeviceTaintRuleStatus.conditions m:type +type
storage.CSIDriverSpec.volumeLifecycleModes s
storage.CSINodeSpec.drivers m:name +name
storagemigration.StorageVersionMigrationStatus.conditions m:type +type
apiextensions.CustomResourceDefinitionStatus.conditions m:type
apiextensions.JSONSchemaProps.x-kubernetes-validations m:rule +rule
apiregistration.APIServiceStatus.conditions m:type +type
meta.LabelSelector A
meta.ObjectMeta.finalizers s +
meta.ObjectMeta.ownerReferences m:uid +uid
meta.OwnerReference A
`;

export interface MergeRule {
  readonly listType: 'atomic' | 'set' | 'map' | undefined;
  readonly listMapKeys: readonly string[];
  readonly mapType: 'atomic' | 'granular' | undefined;
  /** `merge`, `replace`, `retainKeys`, `merge,retainKeys`, or '' */
  readonly patchStrategy: string;
  readonly patchMergeKey: string;
}

const noRule: MergeRule = { listType: undefined, listMapKeys: [], mapType: undefined, patchStrategy: '', patchMergeKey: '' };

function parseCode(code: string): Partial<MergeRule> {
  if (code === 'A') return { mapType: 'atomic' };
  if (code === 'G') return { mapType: 'granular' };
  if (code === 's') return { listType: 'set' };
  if (code === 'a') return { listType: 'atomic' };
  if (code === 'R') return { patchStrategy: 'retainKeys' };
  if (code === 'P') return { patchStrategy: 'replace' };
  if (code.startsWith('m:')) return { listType: 'map', listMapKeys: code.slice(2).split(',') };
  if (code.startsWith('+rk:')) return { patchStrategy: 'merge,retainKeys', patchMergeKey: code.slice(4) };
  if (code.startsWith('+')) return { patchStrategy: 'merge', patchMergeKey: code.slice(1) };
  throw new Error(`merge rules: unknown code ${code}`);
}

const rules: ReadonlyMap<string, MergeRule> = new Map(
  rows
    .trim()
    .split('\n')
    .map((row): [string, MergeRule] => {
      const [place = '', ...codes] = row.split(' ');
      return [place, Object.assign({}, noRule, ...codes.map(parseCode))];
    }),
);

/**
 * The rule of a structure or, with a field, of that field.
 * @param definitionName `core.v1.PodSpec`
 */
export function mergeRuleOf(definitionName: string, field?: string): MergeRule {
  const [packageName = '', version = '', type = ''] = definitionName.split('.');
  const place = field === undefined ? type : `${type}.${field}`;
  return rules.get(`${packageName}/${version}.${place}`) ?? rules.get(`${packageName}.${place}`) ?? noRule;
}
