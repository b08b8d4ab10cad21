// What Go's decoder calls a type in the message of a value that does not fit. Source: k8s.io/api 0.34 and apimachinery 0.34.

/** Fields of type int64; the other integers are int32. */
const INT64 = new Set([
  ...['activeDeadlineSeconds', 'deletionGracePeriodSeconds', 'expirationSeconds', 'fsGroup', 'generation'],
  ...['gracePeriodSeconds', 'observedGeneration', 'runAsGroup', 'runAsUser', 'sizeBytes', 'supplementalGroups'],
  ...['terminationGracePeriodSeconds', 'tolerationSeconds'],
]);

/** Fields of a string type with a name, by struct. */
const NAMED: Readonly<Record<string, string>> = {
  'ServiceSpec.type': 'ServiceType',
  'ServiceSpec.sessionAffinity': 'ServiceAffinity',
  'ServiceSpec.externalTrafficPolicy': 'ServiceExternalTrafficPolicy',
  'ServiceSpec.internalTrafficPolicy': 'ServiceInternalTrafficPolicy',
  'ServiceSpec.ipFamilyPolicy': 'IPFamilyPolicy',
  'ServicePort.protocol': 'Protocol',
  'ContainerPort.protocol': 'Protocol',
  'EndpointPort.protocol': 'Protocol',
  'SlicePort.protocol': 'Protocol',
  'NetworkPolicyPort.protocol': 'Protocol',
  'EndpointSlice.addressType': 'AddressType',
  'Container.imagePullPolicy': 'PullPolicy',
  'PodSpec.restartPolicy': 'RestartPolicy',
  'PodSpec.dnsPolicy': 'DNSPolicy',
  'DeploymentStrategy.type': 'DeploymentStrategyType',
  'LabelSelectorRequirement.operator': 'LabelSelectorOperator',
  'JobSpec.completionMode': 'CompletionMode',
};

/** Two structs of one name in different packages: the schema tells them apart. */
const RENAMED: Readonly<Record<string, string>> = { SlicePort: 'EndpointPort' };

/** The Go name of a struct of the schema. */
export function structName(type: string): string {
  return RENAMED[type] ?? type;
}

export function integerType(field: string): 'int32' | 'int64' {
  return INT64.has(field) ? 'int64' : 'int32';
}

export function stringType(struct: string, field: string): string {
  const named = NAMED[`${struct}.${field}`];
  return named === undefined ? 'string' : `v1.${named}`;
}
