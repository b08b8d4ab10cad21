/**
 * The fields of a Pod, and so of every Pod template, in the notation of parse-schema.ts. Source: api/openapi-spec/v3 of
 * k8s.io/kubernetes 1.34.4.
 */
export const POD_FIELDS = `
Pod apiVersion:s kind:s metadata:ObjectMeta=1 spec:PodSpec=2 status:PodStatus=3
PodSpec activeDeadlineSeconds?:i=5 affinity:Affinity=18 automountServiceAccountToken?:b=21
  containers!:[Container]@name=2 dnsConfig:PodDNSConfig=26 dnsPolicy:s=6 enableServiceLinks?:b=30
  ephemeralContainers:[EphemeralContainer]@name=34 hostAliases:[HostAlias]@ip=23 hostIPC:b=13 hostNetwork:b=11
  hostPID:b=12 hostUsers?:b=37 hostname:s=16 hostnameOverride?:s=41 imagePullSecrets:[LocalObjectReference]@name=15
  initContainers:[Container]@name=20 nodeName:s=10 nodeSelector:{s}=7 os:PodOS=36 overhead:{q}=32
  preemptionPolicy?:s=31 priority?:i=25 priorityClassName:s=24 readinessGates:[PodReadinessGate]=28
  resourceClaims:[PodResourceClaim]@name^=39 resources:ResourceRequirements=40 restartPolicy:s=3
  runtimeClassName?:s=29 schedulerName:s=19 schedulingGates:[PodSchedulingGate]@name=38
  securityContext:PodSecurityContext=14 serviceAccount:s=9 serviceAccountName:s=8 setHostnameAsFQDN?:b=35
  shareProcessNamespace?:b=27 subdomain:s=17 terminationGracePeriodSeconds?:i=4 tolerations:[Toleration]=22
  topologySpreadConstraints:[TopologySpreadConstraint]@topologyKey=33 volumes:[Volume]@name^=1
Affinity nodeAffinity:NodeAffinity=1 podAffinity:PodAffinity=2 podAntiAffinity:PodAntiAffinity=3
NodeAffinity preferredDuringSchedulingIgnoredDuringExecution:[PreferredSchedulingTerm]=2
  requiredDuringSchedulingIgnoredDuringExecution:NodeSelector=1
PreferredSchedulingTerm preference!:NodeSelectorTerm=2 weight!:i=1
NodeSelectorTerm matchExpressions:[NodeSelectorRequirement]=1 matchFields:[NodeSelectorRequirement]=2
NodeSelectorRequirement key!:s=1 operator!:s=2 values:[s]=3
NodeSelector nodeSelectorTerms!:[NodeSelectorTerm]=1
PodAffinity preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm]=2
  requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm]=1
WeightedPodAffinityTerm podAffinityTerm!:PodAffinityTerm=2 weight!:i=1
PodAffinityTerm labelSelector:LabelSelector=1 matchLabelKeys:[s]=5 mismatchLabelKeys:[s]=6
  namespaceSelector:LabelSelector=4 namespaces:[s]=2 topologyKey!:s=3
PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm]=2
  requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm]=1
Container args:[s]=4 command:[s]=3 env:[EnvVar]@name=7 envFrom:[EnvFromSource]=19 image:s=2 imagePullPolicy:s=14
  lifecycle:Lifecycle=12 livenessProbe:Probe=10 name!:s=1 ports:[ContainerPort]@containerPort=6
  readinessProbe:Probe=11 resizePolicy:[ContainerResizePolicy]=23 resources:ResourceRequirements=8 restartPolicy?:s=24
  restartPolicyRules:[ContainerRestartRule]=25 securityContext:SecurityContext=15 startupProbe:Probe=22 stdin:b=16
  stdinOnce:b=17 terminationMessagePath:s=13 terminationMessagePolicy:s=20 tty:b=18
  volumeDevices:[VolumeDevice]@devicePath=21 volumeMounts:[VolumeMount]@mountPath=9 workingDir:s=5
EnvVar name!:s=1 value:s=2 valueFrom:EnvVarSource=3
EnvVarSource configMapKeyRef:ConfigMapKeySelector=3 fieldRef:ObjectFieldSelector=1 fileKeyRef:FileKeySelector=5
  resourceFieldRef:ResourceFieldSelector=2 secretKeyRef:SecretKeySelector=4
ConfigMapKeySelector key!:s=2 name:s=1.1 optional?:b=3
ObjectFieldSelector apiVersion:s=1 fieldPath!:s=2
FileKeySelector key!:s=3 optional?:b=4 path!:s=2 volumeName!:s=1
ResourceFieldSelector containerName:s=1 divisor:q=3 resource!:s=2
SecretKeySelector key!:s=2 name:s=1.1 optional?:b=3
EnvFromSource configMapRef:ConfigMapEnvSource=2 prefix:s=1 secretRef:SecretEnvSource=3
ConfigMapEnvSource name:s=1.1 optional?:b=2
SecretEnvSource name:s=1.1 optional?:b=2
Lifecycle postStart:LifecycleHandler=1 preStop:LifecycleHandler=2 stopSignal?:s=3
LifecycleHandler exec:ExecAction=1 httpGet:HTTPGetAction=2 sleep:SleepAction=4 tcpSocket:TCPSocketAction=3
ExecAction command:[s]=1
HTTPGetAction host:s=3 httpHeaders:[HTTPHeader]=5 path:s=1 port!:x=2 scheme:s=4
HTTPHeader name!:s=1 value!:s=2
SleepAction seconds!:i=1
TCPSocketAction host:s=2 port!:x=1
Probe exec:ExecAction=1.1 failureThreshold:i=6 grpc:GRPCAction=1.4 httpGet:HTTPGetAction=1.2 initialDelaySeconds:i=2
  periodSeconds:i=4 successThreshold:i=5 tcpSocket:TCPSocketAction=1.3 terminationGracePeriodSeconds?:i=7
  timeoutSeconds:i=3
GRPCAction port!:i=1 service?:s=2
ContainerPort containerPort!:i=3 hostIP:s=5 hostPort:i=2 name:s=1 protocol:s=4
ContainerResizePolicy resourceName!:s=1 restartPolicy!:s=2
ContainerRestartRule action!:s=1 exitCodes:ContainerRestartRuleOnExitCodes=2
ContainerRestartRuleOnExitCodes operator!:s=1 values:[i]=2
SecurityContext allowPrivilegeEscalation?:b=7 appArmorProfile:AppArmorProfile=12 capabilities:Capabilities=1
  privileged?:b=2 procMount?:s=9 readOnlyRootFilesystem?:b=6 runAsGroup?:i=8 runAsNonRoot?:b=5 runAsUser?:i=4
  seLinuxOptions:SELinuxOptions=3 seccompProfile:SeccompProfile=11 windowsOptions:WindowsSecurityContextOptions=10
AppArmorProfile localhostProfile?:s=2 type!:s=1
Capabilities add:[s]=1 drop:[s]=2
SELinuxOptions level:s=4 role:s=2 type:s=3 user:s=1
SeccompProfile localhostProfile?:s=2 type!:s=1
WindowsSecurityContextOptions gmsaCredentialSpec?:s=2 gmsaCredentialSpecName?:s=1 hostProcess?:b=4 runAsUserName?:s=3
VolumeDevice devicePath!:s=2 name!:s=1
VolumeMount mountPath!:s=3 mountPropagation?:s=5 name!:s=1 readOnly:b=2 recursiveReadOnly?:s=7 subPath:s=4
  subPathExpr:s=6
PodDNSConfig nameservers:[s]=1 options:[PodDNSConfigOption]=3 searches:[s]=2
PodDNSConfigOption name:s=1 value?:s=2
EphemeralContainer args:[s]=1.4 command:[s]=1.3 env:[EnvVar]@name=1.7 envFrom:[EnvFromSource]=1.19 image:s=1.2
  imagePullPolicy:s=1.14 lifecycle:Lifecycle=1.12 livenessProbe:Probe=1.10 name!:s=1.1
  ports:[ContainerPort]@containerPort=1.6 readinessProbe:Probe=1.11 resizePolicy:[ContainerResizePolicy]=1.23
  resources:ResourceRequirements=1.8 restartPolicy?:s=1.24 restartPolicyRules:[ContainerRestartRule]=1.25
  securityContext:SecurityContext=1.15 startupProbe:Probe=1.22 stdin:b=1.16 stdinOnce:b=1.17 targetContainerName:s=2
  terminationMessagePath:s=1.13 terminationMessagePolicy:s=1.20 tty:b=1.18
  volumeDevices:[VolumeDevice]@devicePath=1.21 volumeMounts:[VolumeMount]@mountPath=1.9 workingDir:s=1.5
HostAlias hostnames:[s]=2 ip!:s=1
LocalObjectReference name:s=1
PodOS name!:s=1
PodReadinessGate conditionType!:s=1
PodResourceClaim name!:s=1 resourceClaimName?:s=3 resourceClaimTemplateName?:s=4
ResourceRequirements claims:[ResourceClaim]=3 limits:{q}=1 requests:{q}=2
ResourceClaim name!:s=1 request:s=2
PodSchedulingGate name!:s=1
PodSecurityContext appArmorProfile:AppArmorProfile=11 fsGroup?:i=5 fsGroupChangePolicy?:s=9 runAsGroup?:i=6
  runAsNonRoot?:b=3 runAsUser?:i=2 seLinuxChangePolicy?:s=13 seLinuxOptions:SELinuxOptions=1
  seccompProfile:SeccompProfile=10 supplementalGroups:[i]=4 supplementalGroupsPolicy?:s=12 sysctls:[Sysctl]=7
  windowsOptions:WindowsSecurityContextOptions=8
Sysctl name!:s=1 value!:s=2
Toleration effect:s=4 key:s=1 operator:s=2 tolerationSeconds?:i=5 value:s=3
TopologySpreadConstraint labelSelector:LabelSelector=4 matchLabelKeys:[s]=8 maxSkew!:i=1 minDomains?:i=5
  nodeAffinityPolicy?:s=6 nodeTaintsPolicy?:s=7 topologyKey!:s=2 whenUnsatisfiable!:s=3
Volume awsElasticBlockStore:AWSElasticBlockStoreVolumeSource=2.4 azureDisk:AzureDiskVolumeSource=2.22
  azureFile:AzureFileVolumeSource=2.18 cephfs:CephFSVolumeSource=2.14 cinder:CinderVolumeSource=2.13
  configMap:ConfigMapVolumeSource=2.19 csi:CSIVolumeSource=2.28 downwardAPI:DownwardAPIVolumeSource=2.16
  emptyDir:EmptyDirVolumeSource=2.2 ephemeral:EphemeralVolumeSource=2.29 fc:FCVolumeSource=2.17
  flexVolume:FlexVolumeSource=2.12 flocker:FlockerVolumeSource=2.15
  gcePersistentDisk:GCEPersistentDiskVolumeSource=2.3 gitRepo:GitRepoVolumeSource=2.5
  glusterfs:GlusterfsVolumeSource=2.9 hostPath:HostPathVolumeSource=2.1 image:ImageVolumeSource=2.30
  iscsi:ISCSIVolumeSource=2.8 name!:s=1 nfs:NFSVolumeSource=2.7
  persistentVolumeClaim:PersistentVolumeClaimVolumeSource=2.10
  photonPersistentDisk:PhotonPersistentDiskVolumeSource=2.23 portworxVolume:PortworxVolumeSource=2.24
  projected:ProjectedVolumeSource=2.26 quobyte:QuobyteVolumeSource=2.21 rbd:RBDVolumeSource=2.11
  scaleIO:ScaleIOVolumeSource=2.25 secret:SecretVolumeSource=2.6 storageos:StorageOSVolumeSource=2.27
  vsphereVolume:VsphereVirtualDiskVolumeSource=2.20
AWSElasticBlockStoreVolumeSource fsType:s=2 partition:i=3 readOnly:b=4 volumeID!:s=1
AzureDiskVolumeSource cachingMode?:s=3 diskName!:s=1 diskURI!:s=2 fsType?:s=4 kind?:s=6 readOnly?:b=5
AzureFileVolumeSource readOnly:b=3 secretName!:s=1 shareName!:s=2
CephFSVolumeSource monitors!:[s]=1 path:s=2 readOnly:b=6 secretFile:s=4 secretRef:LocalObjectReference=5 user:s=3
CinderVolumeSource fsType:s=2 readOnly:b=3 secretRef:LocalObjectReference=4 volumeID!:s=1
ConfigMapVolumeSource defaultMode?:i=3 items:[KeyToPath]=2 name:s=1.1 optional?:b=4
KeyToPath key!:s=1 mode?:i=3 path!:s=2
CSIVolumeSource driver!:s=1 fsType?:s=3 nodePublishSecretRef:LocalObjectReference=5 readOnly?:b=2
  volumeAttributes:{s}=4
DownwardAPIVolumeSource defaultMode?:i=2 items:[DownwardAPIVolumeFile]=1
DownwardAPIVolumeFile fieldRef:ObjectFieldSelector=2 mode?:i=4 path!:s=1 resourceFieldRef:ResourceFieldSelector=3
EmptyDirVolumeSource medium:s=1 sizeLimit:q=2
EphemeralVolumeSource volumeClaimTemplate:PersistentVolumeClaimTemplate=1
PersistentVolumeClaimTemplate metadata:ObjectMeta=1 spec!:PersistentVolumeClaimSpec=2
PersistentVolumeClaimSpec accessModes:[s]=1 dataSource:TypedLocalObjectReference=7
  dataSourceRef:TypedObjectReference=8 resources:VolumeResourceRequirements=2 selector:LabelSelector=4
  storageClassName?:s=5 volumeAttributesClassName?:s=9 volumeMode?:s=6 volumeName:s=3
TypedLocalObjectReference apiGroup?:s=1 kind!:s=2 name!:s=3
TypedObjectReference apiGroup?:s=1 kind!:s=2 name!:s=3 namespace?:s=4
VolumeResourceRequirements limits:{q}=1 requests:{q}=2
FCVolumeSource fsType:s=3 lun?:i=2 readOnly:b=4 targetWWNs:[s]=1 wwids:[s]=5
FlexVolumeSource driver!:s=1 fsType:s=2 options:{s}=5 readOnly:b=4 secretRef:LocalObjectReference=3
FlockerVolumeSource datasetName:s=1 datasetUUID:s=2
GCEPersistentDiskVolumeSource fsType:s=2 partition:i=3 pdName!:s=1 readOnly:b=4
GitRepoVolumeSource directory:s=3 repository!:s=1 revision:s=2
GlusterfsVolumeSource endpoints!:s=1 path!:s=2 readOnly:b=3
HostPathVolumeSource path!:s=1 type?:s=2
ImageVolumeSource pullPolicy:s=2 reference:s=1
ISCSIVolumeSource chapAuthDiscovery:b=8 chapAuthSession:b=11 fsType:s=5 initiatorName?:s=12 iqn!:s=2
  iscsiInterface:s=4 lun!:i=3 portals:[s]=7 readOnly:b=6 secretRef:LocalObjectReference=10 targetPortal!:s=1
NFSVolumeSource path!:s=2 readOnly:b=3 server!:s=1
PersistentVolumeClaimVolumeSource claimName!:s=1 readOnly:b=2
PhotonPersistentDiskVolumeSource fsType:s=2 pdID!:s=1
PortworxVolumeSource fsType:s=2 readOnly:b=3 volumeID!:s=1
ProjectedVolumeSource defaultMode?:i=2 sources?:[VolumeProjection]=1
VolumeProjection clusterTrustBundle:ClusterTrustBundleProjection=5 configMap:ConfigMapProjection=3
  downwardAPI:DownwardAPIProjection=2 podCertificate:PodCertificateProjection=6 secret:SecretProjection=1
  serviceAccountToken:ServiceAccountTokenProjection=4
ClusterTrustBundleProjection labelSelector:LabelSelector=3 name?:s=1 optional?:b=5 path!:s=4 signerName?:s=2
ConfigMapProjection items:[KeyToPath]=2 name:s=1.1 optional?:b=4
DownwardAPIProjection items:[DownwardAPIVolumeFile]=1
PodCertificateProjection certificateChainPath:s=6 credentialBundlePath:s=4 keyPath:s=5 keyType!:s=2
  maxExpirationSeconds?:i=3 signerName!:s=1
SecretProjection items:[KeyToPath]=2 name:s=1.1 optional?:b=4
ServiceAccountTokenProjection audience:s=1 expirationSeconds?:i=2 path!:s=3
QuobyteVolumeSource group:s=5 readOnly:b=3 registry!:s=1 tenant:s=6 user:s=4 volume!:s=2
RBDVolumeSource fsType:s=3 image!:s=2 keyring:s=6 monitors!:[s]=1 pool:s=4 readOnly:b=8
  secretRef:LocalObjectReference=7 user:s=5
ScaleIOVolumeSource fsType:s=9 gateway!:s=1 protectionDomain:s=5 readOnly:b=10 secretRef!:LocalObjectReference=3
  sslEnabled:b=4 storageMode:s=7 storagePool:s=6 system!:s=2 volumeName:s=8
SecretVolumeSource defaultMode?:i=3 items:[KeyToPath]=2 optional?:b=4 secretName:s=1
StorageOSVolumeSource fsType:s=3 readOnly:b=4 secretRef:LocalObjectReference=5 volumeName:s=1 volumeNamespace:s=2
VsphereVirtualDiskVolumeSource fsType:s=2 storagePolicyID:s=4 storagePolicyName:s=3 volumePath!:s=1
PodStatus conditions:[PodCondition]@type=2 containerStatuses:[ContainerStatus]=8
  ephemeralContainerStatuses:[ContainerStatus]=13 extendedResourceClaimStatus:PodExtendedResourceClaimStatus=18
  hostIP:s=5 hostIPs:[HostIP]@ip=16 initContainerStatuses:[ContainerStatus]=10 message:s=3 nominatedNodeName:s=11
  observedGeneration:i=17 phase:s=1 podIP:s=6 podIPs:[PodIP]@ip=12 qosClass:s=9 reason:s=4 resize:s=14
  resourceClaimStatuses:[PodResourceClaimStatus]@name^=15 startTime:t=7
PodCondition lastProbeTime:t=3 lastTransitionTime:t=4 message:s=6 observedGeneration:i=7 reason:s=5 status!:s=2
  type!:s=1
ContainerStatus allocatedResources:{q}=10 allocatedResourcesStatus:[ResourceStatus]@name=14 containerID:s=8 image!:s=6
  imageID!:s=7 lastState:ContainerState=3 name!:s=1 ready!:b=4 resources:ResourceRequirements=11 restartCount!:i=5
  started?:b=9 state:ContainerState=2 stopSignal?:s=15 user:ContainerUser=13
  volumeMounts:[VolumeMountStatus]@mountPath=12
ResourceStatus name!:s=1 resources:[ResourceHealth]=2
ResourceHealth health:s=2 resourceID!:s=1
ContainerState running:ContainerStateRunning=2 terminated:ContainerStateTerminated=3 waiting:ContainerStateWaiting=1
ContainerStateRunning startedAt:t=1
ContainerStateTerminated containerID:s=7 exitCode!:i=1 finishedAt:t=6 message:s=4 reason:s=3 signal:i=2 startedAt:t=5
ContainerStateWaiting message:s=2 reason:s=1
ContainerUser linux:LinuxContainerUser=1
LinuxContainerUser gid!:i=2 supplementalGroups:[i]=3 uid!:i=1
VolumeMountStatus mountPath!:s=2 name!:s=1 readOnly:b=3 recursiveReadOnly?:s=4
PodExtendedResourceClaimStatus requestMappings!:[ContainerExtendedResourceRequest]=1 resourceClaimName!:s=2
ContainerExtendedResourceRequest containerName!:s=1 requestName!:s=3 resourceName!:s=2
HostIP ip!:s=1
PodIP ip!:s=1
PodResourceClaimStatus name!:s=1 resourceClaimName?:s=2
`;
