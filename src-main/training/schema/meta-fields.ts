/**
 * The fields of metadata, label selectors and deletion, in the notation of parse-schema.ts. Source: api/openapi-spec/v3 of
 * k8s.io/kubernetes 1.34.4.
 */
export const META_FIELDS = `
ObjectMeta annotations:{s}=12 creationTimestamp:t=8 deletionGracePeriodSeconds?:i=10 deletionTimestamp:t=9
  finalizers:[s]@=14 generateName:s=2 generation:i=7 labels:{s}=11 managedFields:[ManagedFieldsEntry]=17 name:s=1
  namespace:s=3 ownerReferences:[OwnerReference]@uid=13 resourceVersion:s=6 selfLink:s=4 uid:s=5
ManagedFieldsEntry apiVersion:s=3 fieldsType:s=6 fieldsV1:*=7 manager:s=1 operation:s=2 subresource:s=8 time:t=4
OwnerReference apiVersion!:s=5 blockOwnerDeletion?:b=7 controller?:b=6 kind!:s=1 name!:s=3 uid!:s=4
LabelSelector matchExpressions:[LabelSelectorRequirement]=2 matchLabels:{s}=1
LabelSelectorRequirement key!:s=1 operator!:s=2 values:[s]=3
DeleteOptions apiVersion:s dryRun:[s]=5 gracePeriodSeconds?:i=1 ignoreStoreReadErrorWithClusterBreakingPotential?:b=6
  kind:s orphanDependents?:b=3 preconditions:Preconditions=2 propagationPolicy?:s=4
Preconditions resourceVersion?:s=2 uid?:s=1
`;
