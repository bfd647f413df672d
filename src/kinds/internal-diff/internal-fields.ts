/**
 * The fields of specs as the API server's own types have them, in their order: a refused update prints them so.
 * A word is a field with its type after a colon: nothing for a text, `i` a number, `b` a truth value, `?` anything that
 * may be absent, `Type` a structure, `*Type` one that may be absent, `[Type` a list of them, `+Type` the fields of
 * another structure in this place, `@Type` a structure made from fields of the structure around it.
 */
export const internalFields: Readonly<Record<string, string>> = {
  PodSpec: `Volumes:[Volume InitContainers:[Container Containers:[Container EphemeralContainers:[EphemeralContainer RestartPolicy
    TerminationGracePeriodSeconds:? ActiveDeadlineSeconds:? DNSPolicy NodeSelector:? ServiceAccountName AutomountServiceAccountToken:?
    NodeName SecurityContext:@PodSecurityContext ImagePullSecrets:[LocalObjectReference Hostname Subdomain SetHostnameAsFQDN:?
    Affinity:*Affinity SchedulerName Tolerations:[Toleration HostAliases:[HostAlias PriorityClassName Priority:? PreemptionPolicy:?
    DNSConfig:*PodDNSConfig ReadinessGates:[PodReadinessGate RuntimeClassName:? Overhead:? EnableServiceLinks:?
    TopologySpreadConstraints:[TopologySpreadConstraint OS:*PodOS SchedulingGates:[PodSchedulingGate ResourceClaims:[PodResourceClaim
    Resources:*ResourceRequirements HostnameOverride:?`,
  PodSecurityContext: `HostNetwork:b HostPID:b HostIPC:b ShareProcessNamespace:? HostUsers:? SELinuxOptions:? WindowsOptions:? RunAsUser:?
    RunAsGroup:? RunAsNonRoot:? SupplementalGroups:? SupplementalGroupsPolicy:? FSGroup:? FSGroupChangePolicy:? Sysctls:[NameValue
    SeccompProfile:*SeccompProfile AppArmorProfile:? SELinuxChangePolicy:?`,
  Container: `+ContainerBase`,
  EphemeralContainer: `+ContainerBase TargetContainerName`,
  ContainerBase: `Name Image Command:? Args:? WorkingDir Ports:[ContainerPort EnvFrom:[EnvFromSource Env:[EnvVar
    Resources:ResourceRequirements ResizePolicy:[ContainerResizePolicy RestartPolicy:? RestartPolicyRules:? VolumeMounts:[VolumeMount
    VolumeDevices:[VolumeDevice LivenessProbe:*Probe ReadinessProbe:*Probe StartupProbe:*Probe Lifecycle:*Lifecycle
    TerminationMessagePath TerminationMessagePolicy ImagePullPolicy SecurityContext:*SecurityContext Stdin:b StdinOnce:b TTY:b`,
  ContainerPort: 'Name HostPort:i ContainerPort:i Protocol HostIP',
  EnvFromSource: 'Prefix ConfigMapRef:*OptionalReference SecretRef:*OptionalReference',
  OptionalReference: 'Name Optional:?',
  EnvVar: 'Name Value ValueFrom:*EnvVarSource',
  EnvVarSource: `FieldRef:*ObjectFieldSelector ResourceFieldRef:*ResourceFieldSelector ConfigMapKeyRef:*KeySelector SecretKeyRef:*KeySelector
    FileKeyRef:?`,
  ObjectFieldSelector: 'APIVersion FieldPath',
  ResourceFieldSelector: 'ContainerName Resource Divisor',
  KeySelector: 'Name Key Optional:?',
  ResourceRequirements: 'Limits:? Requests:? Claims:[ResourceClaim',
  ResourceClaim: 'Name Request',
  ContainerResizePolicy: 'ResourceName RestartPolicy',
  VolumeMount: 'Name ReadOnly:b RecursiveReadOnly:? MountPath SubPath MountPropagation:? SubPathExpr',
  VolumeDevice: 'Name DevicePath',
  Handler: 'Exec:*ExecAction HTTPGet:*HTTPGetAction TCPSocket:*TCPSocketAction',
  Probe: `+Handler GRPC:*GRPCAction InitialDelaySeconds:i TimeoutSeconds:i PeriodSeconds:i SuccessThreshold:i FailureThreshold:i
    TerminationGracePeriodSeconds:?`,
  Lifecycle: 'PostStart:*LifecycleHandler PreStop:*LifecycleHandler StopSignal:?',
  LifecycleHandler: '+Handler Sleep:*SleepAction',
  ExecAction: 'Command:?',
  HTTPGetAction: 'Path Port:? Host Scheme HTTPHeaders:[NameValue',
  NameValue: 'Name Value',
  TCPSocketAction: 'Port:? Host',
  GRPCAction: 'Port:i Service:?',
  SleepAction: 'Seconds:i',
  SecurityContext: `Capabilities:*Capabilities Privileged:? SELinuxOptions:? WindowsOptions:? RunAsUser:? RunAsGroup:? RunAsNonRoot:?
    ReadOnlyRootFilesystem:? AllowPrivilegeEscalation:? ProcMount:? SeccompProfile:*SeccompProfile AppArmorProfile:?`,
  Capabilities: 'Add:? Drop:?',
  SeccompProfile: 'Type LocalhostProfile:?',
  LocalObjectReference: 'Name',
  Volume: `Name HostPath:*HostPath EmptyDir:*EmptyDir GCEPersistentDisk:? AWSElasticBlockStore:? GitRepo:? Secret:*SecretVolume NFS:*NFS ISCSI:?
    Glusterfs:? PersistentVolumeClaim:*Claim RBD:? Quobyte:? FlexVolume:? Cinder:? CephFS:? Flocker:? DownwardAPI:*DownwardFiles FC:?
    AzureFile:? ConfigMap:*ConfigMapVolume VsphereVolume:? AzureDisk:? PhotonPersistentDisk:? Projected:*Projected PortworxVolume:? ScaleIO:?
    StorageOS:? CSI:? Ephemeral:? Image:*ImageVolume`,
  HostPath: 'Path Type:?',
  EmptyDir: 'Medium SizeLimit:?',
  SecretVolume: 'SecretName Items:[KeyToPath DefaultMode:? Optional:?',
  ConfigMapVolume: 'Name Items:[KeyToPath DefaultMode:? Optional:?',
  KeyToPath: 'Key Path Mode:?',
  NFS: 'Server Path ReadOnly:b',
  Claim: 'ClaimName ReadOnly:b',
  DownwardFiles: 'Items:[DownwardFile DefaultMode:?',
  DownwardFile: 'Path FieldRef:*ObjectFieldSelector ResourceFieldRef:*ResourceFieldSelector Mode:?',
  Projected: 'Sources:[Projection DefaultMode:?',
  Projection: `Secret:*ProjectedKeys DownwardAPI:*ProjectedFiles ConfigMap:*ProjectedKeys ServiceAccountToken:*AccountToken
    ClusterTrustBundle:? PodCertificate:?`,
  ProjectedKeys: 'Name Items:[KeyToPath Optional:?',
  ProjectedFiles: 'Items:[DownwardFile',
  AccountToken: 'Audience ExpirationSeconds:i Path',
  ImageVolume: 'Reference PullPolicy',
  Affinity: 'NodeAffinity:*NodeAffinity PodAffinity:*PodAffinity PodAntiAffinity:*PodAffinity',
  NodeAffinity: `RequiredDuringSchedulingIgnoredDuringExecution:*NodeSelector
    PreferredDuringSchedulingIgnoredDuringExecution:[PreferredSchedulingTerm`,
  NodeSelector: 'NodeSelectorTerms:[NodeSelectorTerm',
  NodeSelectorTerm: 'MatchExpressions:[Requirement MatchFields:[Requirement',
  Requirement: 'Key Operator Values:?',
  PreferredSchedulingTerm: 'Weight:i Preference:NodeSelectorTerm',
  PodAffinity: `RequiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm
    PreferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm`,
  PodAffinityTerm: 'LabelSelector:? Namespaces:? TopologyKey NamespaceSelector:? MatchLabelKeys:? MismatchLabelKeys:?',
  WeightedPodAffinityTerm: 'Weight:i PodAffinityTerm:PodAffinityTerm',
  Toleration: 'Key Operator Value Effect TolerationSeconds:?',
  HostAlias: 'IP Hostnames:?',
  PodDNSConfig: 'Nameservers:? Searches:? Options:[DNSOption',
  DNSOption: 'Name Value:?',
  PodReadinessGate: 'ConditionType',
  TopologySpreadConstraint: `MaxSkew:i TopologyKey WhenUnsatisfiable LabelSelector:? MinDomains:? NodeAffinityPolicy:? NodeTaintsPolicy:?
    MatchLabelKeys:?`,
  PersistentVolumeClaimSpec: `AccessModes:? Selector:? Resources:VolumeResources VolumeName StorageClassName:? VolumeMode:? DataSource:*TypedReference
    DataSourceRef:*TypedReference VolumeAttributesClassName:?`,
  VolumeResources: 'Limits:? Requests:?',
  TypedReference: 'APIGroup:? Kind Name',
  PodOS: 'Name',
  PodSchedulingGate: 'Name',
  PodResourceClaim: 'Name ResourceClaimName:? ResourceClaimTemplateName:?',
};
