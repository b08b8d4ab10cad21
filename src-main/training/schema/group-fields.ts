/**
 * The fields of the kinds of the named groups, in the notation of parse-schema.ts. Source: api/openapi-spec/v3 of
 * k8s.io/kubernetes 1.34.4.
 */
export const GROUP_FIELDS = `
ReplicaSet apiVersion:s kind:s metadata:ObjectMeta=1 spec:ReplicaSetSpec=2 status:ReplicaSetStatus=3
ReplicaSetSpec minReadySeconds:i=4 replicas?:i=1 selector!:LabelSelector=2 template:PodTemplateSpec=3
PodTemplateSpec metadata:ObjectMeta=1 spec:PodSpec=2
ReplicaSetStatus availableReplicas:i=5 conditions:[ReplicaSetCondition]@type=6 fullyLabeledReplicas:i=2
  observedGeneration:i=3 readyReplicas:i=4 replicas!:i=1 terminatingReplicas?:i=7
ReplicaSetCondition lastTransitionTime:t=3 message:s=5 reason:s=4 status!:s=2 type!:s=1
Deployment apiVersion:s kind:s metadata:ObjectMeta=1 spec:DeploymentSpec=2 status:DeploymentStatus=3
DeploymentSpec minReadySeconds:i=5 paused:b=7 progressDeadlineSeconds?:i=9 replicas?:i=1 revisionHistoryLimit?:i=6
  selector!:LabelSelector=2 strategy:DeploymentStrategy^=4 template!:PodTemplateSpec=3
DeploymentStrategy rollingUpdate:RollingUpdateDeployment=2 type:s=1
RollingUpdateDeployment maxSurge?:x=2 maxUnavailable?:x=1
DeploymentStatus availableReplicas:i=4 collisionCount?:i=8 conditions:[DeploymentCondition]@type=6
  observedGeneration:i=1 readyReplicas:i=7 replicas:i=2 terminatingReplicas?:i=9 unavailableReplicas:i=5
  updatedReplicas:i=3
DeploymentCondition lastTransitionTime:t=7 lastUpdateTime:t=6 message:s=5 reason:s=4 status!:s=2 type!:s=1
Job apiVersion:s kind:s metadata:ObjectMeta=1 spec:JobSpec=2 status:JobStatus=3
JobSpec activeDeadlineSeconds?:i=3 backoffLimit?:i=7 backoffLimitPerIndex?:i=12 completionMode?:s=9 completions?:i=2
  managedBy?:s=15 manualSelector?:b=5 maxFailedIndexes?:i=13 parallelism?:i=1 podFailurePolicy:PodFailurePolicy=11
  podReplacementPolicy?:s=14 selector:LabelSelector=4 successPolicy:SuccessPolicy=16 suspend?:b=10
  template!:PodTemplateSpec=6 ttlSecondsAfterFinished?:i=8
PodFailurePolicy rules!:[PodFailurePolicyRule]=1
PodFailurePolicyRule action!:s=1 onExitCodes:PodFailurePolicyOnExitCodesRequirement=2
  onPodConditions:[PodFailurePolicyOnPodConditionsPattern]=3
PodFailurePolicyOnExitCodesRequirement containerName?:s=1 operator!:s=2 values!:[i]=3
PodFailurePolicyOnPodConditionsPattern status!:s=2 type!:s=1
SuccessPolicy rules!:[SuccessPolicyRule]=1
SuccessPolicyRule succeededCount?:i=2 succeededIndexes?:s=1
JobStatus active:i=4 completedIndexes:s=7 completionTime:t=3 conditions:[JobCondition]@type=1 failed:i=6
  failedIndexes?:s=10 ready?:i=9 startTime:t=2 succeeded:i=5 terminating?:i=11
  uncountedTerminatedPods:UncountedTerminatedPods=8
JobCondition lastProbeTime:t=3 lastTransitionTime:t=4 message:s=6 reason:s=5 status!:s=2 type!:s=1
UncountedTerminatedPods failed:[s]=2 succeeded:[s]=1
Scale apiVersion:s kind:s metadata:ObjectMeta=1 spec:ScaleSpec=2 status:ScaleStatus=3
ScaleSpec replicas:i=1
ScaleStatus replicas!:i=1 selector:s=2
EndpointSlice addressType!:s=4 apiVersion:s endpoints!:[Endpoint]=2 kind:s metadata:ObjectMeta=1 ports?:[SlicePort]=3
Endpoint addresses!:[s]=1 conditions:EndpointConditions=2 deprecatedTopology:{s}=5 hints:EndpointHints=8 hostname?:s=3
  nodeName?:s=6 targetRef:ObjectReference=4 zone?:s=7
EndpointConditions ready?:b=1 serving?:b=2 terminating?:b=3
EndpointHints forNodes:[ForNode]=2 forZones:[ForZone]=1
ForNode name!:s=1
ForZone name!:s=1
SlicePort appProtocol?:s=4 name?:s=1 port?:i=3 protocol?:s=2
NetworkPolicy apiVersion:s kind:s metadata:ObjectMeta=1 spec:NetworkPolicySpec=2
NetworkPolicySpec egress:[NetworkPolicyEgressRule]=3 ingress:[NetworkPolicyIngressRule]=2 podSelector:LabelSelector=1
  policyTypes:[s]=4
NetworkPolicyEgressRule ports:[NetworkPolicyPort]=1 to:[NetworkPolicyPeer]=2
NetworkPolicyPort endPort?:i=3 port?:x=2 protocol?:s=1
NetworkPolicyPeer ipBlock:IPBlock=3 namespaceSelector:LabelSelector=2 podSelector:LabelSelector=1
IPBlock cidr!:s=1 except:[s]=2
NetworkPolicyIngressRule from:[NetworkPolicyPeer]=2 ports:[NetworkPolicyPort]=1
Eviction apiVersion:s deleteOptions:DeleteOptions=2 kind:s metadata:ObjectMeta=1
SelfSubjectAccessReview apiVersion:s kind:s metadata:ObjectMeta=1 spec!:SelfSubjectAccessReviewSpec=2
  status:SubjectAccessReviewStatus=3
SelfSubjectAccessReviewSpec nonResourceAttributes:NonResourceAttributes=2 resourceAttributes:ResourceAttributes=1
NonResourceAttributes path:s=1 verb:s=2
ResourceAttributes fieldSelector:FieldSelectorAttributes=8 group:s=3 labelSelector:LabelSelectorAttributes=9 name:s=7
  namespace:s=1 resource:s=5 subresource:s=6 verb:s=2 version:s=4
FieldSelectorAttributes rawSelector:s=1 requirements:[FieldSelectorRequirement]=2
FieldSelectorRequirement key!:s=1 operator!:s=2 values:[s]=3
LabelSelectorAttributes rawSelector:s=1 requirements:[LabelSelectorRequirement]=2
SubjectAccessReviewStatus allowed!:b=1 denied:b=4 evaluationError:s=3 reason:s=2
SelfSubjectRulesReview apiVersion:s kind:s metadata:ObjectMeta=1 spec!:SelfSubjectRulesReviewSpec=2
  status:SubjectRulesReviewStatus=3
SelfSubjectRulesReviewSpec namespace:s=1
SubjectRulesReviewStatus evaluationError:s=4 incomplete!:b=3 nonResourceRules!:[NonResourceRule]=2
  resourceRules!:[ResourceRule]=1
NonResourceRule nonResourceURLs:[s]=2 verbs!:[s]=1
ResourceRule apiGroups:[s]=2 resourceNames:[s]=4 resources:[s]=3 verbs!:[s]=1
SelfSubjectReview apiVersion:s kind:s metadata:ObjectMeta=1 status:SelfSubjectReviewStatus=2
SelfSubjectReviewStatus userInfo:UserInfo=1
UserInfo extra:{[s]}=4 groups:[s]=3 uid:s=2 username:s=1
`;
