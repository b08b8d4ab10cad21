/**
 * The fields of the other kinds of core/v1, in the notation of parse-schema.ts. Source: api/openapi-spec/v3 of
 * k8s.io/kubernetes 1.34.4.
 */
export const CORE_FIELDS = `
Namespace apiVersion:s kind:s metadata:ObjectMeta=1 spec:NamespaceSpec=2 status:NamespaceStatus=3
NamespaceSpec finalizers:[s]=1
NamespaceStatus conditions:[NamespaceCondition]@type=2 phase:s=1
NamespaceCondition lastTransitionTime:t=4 message:s=6 reason:s=5 status!:s=2 type!:s=1
Node apiVersion:s kind:s metadata:ObjectMeta=1 spec:NodeSpec=2 status:NodeStatus=3
NodeSpec configSource:NodeConfigSource=6 externalID:s=2 podCIDR:s=1 podCIDRs:[s]@=7 providerID:s=3 taints:[Taint]=5
  unschedulable:b=4
NodeConfigSource configMap:ConfigMapNodeConfigSource=2
ConfigMapNodeConfigSource kubeletConfigKey!:s=5 name!:s=2 namespace!:s=1 resourceVersion:s=4 uid:s=3
Taint effect!:s=3 key!:s=1 timeAdded:t=4 value:s=2
NodeStatus addresses:[NodeAddress]@type=5 allocatable:{q}=2 capacity:{q}=1 conditions:[NodeCondition]@type=4
  config:NodeConfigStatus=11 daemonEndpoints:NodeDaemonEndpoints=6 features:NodeFeatures=13 images:[ContainerImage]=8
  nodeInfo:NodeSystemInfo=7 phase:s=3 runtimeHandlers:[NodeRuntimeHandler]=12 volumesAttached:[AttachedVolume]=10
  volumesInUse:[s]=9
NodeAddress address!:s=2 type!:s=1
NodeCondition lastHeartbeatTime:t=3 lastTransitionTime:t=4 message:s=6 reason:s=5 status!:s=2 type!:s=1
NodeConfigStatus active:NodeConfigSource=2 assigned:NodeConfigSource=1 error:s=4 lastKnownGood:NodeConfigSource=3
NodeDaemonEndpoints kubeletEndpoint:DaemonEndpoint=1
DaemonEndpoint Port!:i=1
NodeFeatures supplementalGroupsPolicy?:b=1
ContainerImage names?:[s]=1 sizeBytes:i=2
NodeSystemInfo architecture!:s=10 bootID!:s=3 containerRuntimeVersion!:s=6 kernelVersion!:s=4 kubeProxyVersion!:s=8
  kubeletVersion!:s=7 machineID!:s=1 operatingSystem!:s=9 osImage!:s=5 swap:NodeSwapStatus=11 systemUUID!:s=2
NodeSwapStatus capacity?:i=1
NodeRuntimeHandler features:NodeRuntimeHandlerFeatures=2 name?:s=1
NodeRuntimeHandlerFeatures recursiveReadOnlyMounts?:b=1 userNamespaces?:b=2
AttachedVolume devicePath!:s=2 name!:s=1
Service apiVersion:s kind:s metadata:ObjectMeta=1 spec:ServiceSpec=2 status:ServiceStatus=3
ServiceSpec allocateLoadBalancerNodePorts?:b=20 clusterIP:s=3 clusterIPs:[s]=18 externalIPs:[s]=5 externalName:s=10
  externalTrafficPolicy:s=11 healthCheckNodePort:i=12 internalTrafficPolicy?:s=22 ipFamilies:[s]=19
  ipFamilyPolicy?:s=17 loadBalancerClass?:s=21 loadBalancerIP:s=8 loadBalancerSourceRanges:[s]=9
  ports:[ServicePort]@port=1 publishNotReadyAddresses:b=13 selector:{s}=2 sessionAffinity:s=7
  sessionAffinityConfig:SessionAffinityConfig=14 trafficDistribution?:s=23 type:s=4
ServicePort appProtocol?:s=6 name:s=1 nodePort:i=5 port!:i=3 protocol:s=2 targetPort:x=4
SessionAffinityConfig clientIP:ClientIPConfig=1
ClientIPConfig timeoutSeconds?:i=1
ServiceStatus conditions:[Condition]@type=2 loadBalancer:LoadBalancerStatus=1
Condition lastTransitionTime!:t=4 message!:s=6 observedGeneration:i=3 reason!:s=5 status!:s=2 type!:s=1
LoadBalancerStatus ingress:[LoadBalancerIngress]=1
LoadBalancerIngress hostname:s=2 ip:s=1 ipMode?:s=3 ports:[PortStatus]=4
PortStatus error?:s=3 port!:i=1 protocol!:s=2
Endpoints apiVersion:s kind:s metadata:ObjectMeta=1 subsets:[EndpointSubset]=2
EndpointSubset addresses:[EndpointAddress]=1 notReadyAddresses:[EndpointAddress]=2 ports:[EndpointPort]=3
EndpointAddress hostname:s=3 ip!:s=1 nodeName?:s=4 targetRef:ObjectReference=2
ObjectReference apiVersion:s=5 fieldPath:s=7 kind:s=1 name:s=3 namespace:s=2 resourceVersion:s=6 uid:s=4
EndpointPort appProtocol?:s=4 name:s=1 port!:i=2 protocol:s=3
ConfigMap apiVersion:s binaryData:{y}=3 data:{s}=2 immutable?:b=4 kind:s metadata:ObjectMeta=1
ServiceAccount apiVersion:s automountServiceAccountToken?:b=4 imagePullSecrets:[LocalObjectReference]=3 kind:s
  metadata:ObjectMeta=1 secrets:[ObjectReference]@name=2
Event action:s=12 apiVersion:s count:i=8 eventTime:t=10 firstTimestamp:t=6 involvedObject!:ObjectReference=2 kind:s
  lastTimestamp:t=7 message:s=4 metadata!:ObjectMeta=1 reason:s=3 related:ObjectReference=13 reportingComponent?:s=14
  reportingInstance?:s=15 series:EventSeries=11 source:EventSource=5 type:s=9
EventSeries count:i=1 lastObservedTime:t=2
EventSource component:s=1 host:s=2
Binding apiVersion:s kind:s metadata:ObjectMeta=1 target!:ObjectReference=2
`;
