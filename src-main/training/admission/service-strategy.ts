import type { KubeObject } from '../cluster-api.ts';
import { at, jsonListOf, listOf, sameJson, textOf, type Json } from '../json.ts';
import { allocateClusterIP, allocateNodePort } from './allocate.ts';
import { serviceWarnings } from './create-warnings.ts';
import { FieldErrors } from './field-errors.ts';
import { existingIn, objectIn, objectsIn, setDefault, type Mutable } from './mutable.ts';
import type { Strategy, Surroundings } from './strategy.ts';
import { needsHealthCheck, validateLoadBalancerStatus } from './validate-load-balancer.ts';
import { validateClusterIPs, validateService } from './validate-service.ts';

/** Source: k/k 1.34.4 pkg/registry/core/service and SetDefaults_Service. */
export const SERVICE_STRATEGY: Strategy = {
  names: 'label-1035',
  defaults: defaultService,
  prepareCreate(object, surroundings) {
    object.status = { loadBalancer: {} };
    allocate(object, surroundings);
  },
  prepareUpdate(object, old, surroundings) {
    const spec = objectIn(object, 'spec');
    keepAllocated(spec, old);
    dropUnused(spec, old);
    allocate(object, surroundings, old);
  },
  validate: validateService,
  statusDefaults(object) {
    for (const ingress of objectsIn(objectIn(objectIn(object, 'status'), 'loadBalancer'), 'ingress')) {
      if (textOf(ingress.ip) !== '') setDefault(ingress, 'ipMode', 'VIP');
    }
  },
  validateStatus: validateLoadBalancerStatus,
  warnings: serviceWarnings,
};

function defaultService(object: Mutable): void {
  const spec = objectIn(object, 'spec');
  setDefault(spec, 'sessionAffinity', 'None');
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === 'ClientIP') {
    const given = at(spec, 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds');
    if (given === undefined) spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: 10_800 } };
  }
  setDefault(spec, 'type', 'ClusterIP');
  for (const port of objectsIn(spec, 'ports')) {
    setDefault(port, 'protocol', 'TCP');
    setDefault(port, 'targetPort', port.port);
    if (port.targetPort === 0) port.targetPort = port.port;
    if (port.nodePort === 0) delete port.nodePort;
  }
  const external = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  if (external || (spec.type === 'ClusterIP' && listOf(spec.externalIPs).length > 0)) {
    setDefault(spec, 'externalTrafficPolicy', 'Cluster');
  }
  if (external || spec.type === 'ClusterIP') setDefault(spec, 'internalTrafficPolicy', 'Cluster');
  if (spec.type === 'LoadBalancer') setDefault(spec, 'allocateLoadBalancerNodePorts', true);
  alignClusterIPs(spec);
}

/** clusterIP is the first of clusterIPs, whichever of the two was given. */
function alignClusterIPs(spec: Mutable): void {
  const [first] = listOf(spec.clusterIPs);
  if (textOf(spec.clusterIP) !== '' && first === undefined) spec.clusterIPs = [spec.clusterIP];
  if (textOf(spec.clusterIP) === '' && first !== undefined) spec.clusterIP = first;
}

function allocate(object: Mutable, surroundings: Surroundings, old?: KubeObject): void {
  const spec = objectIn(object, 'spec');
  const type = textOf(spec.type);
  if (type === 'ExternalName') return;
  refuseWrongAddresses(object, spec);
  // A headless Service without selector may have endpoints of any family.
  const isOpen = spec.clusterIP === 'None' && spec.selector === undefined;
  if (spec.ipFamilyPolicy === undefined) {
    spec.ipFamilyPolicy = isOpen ? 'RequireDualStack' : 'SingleStack';
    if (isOpen) setDefault(spec, 'ipFamilies', ['IPv4', 'IPv6']);
  }
  if (!isOpen) refuseOtherFamilies(object, spec);
  setDefault(spec, 'ipFamilies', ['IPv4']);
  // Another address than the one it has is the validation's to refuse.
  if (textOf(spec.clusterIP) === '' || textOf(at(old, 'spec', 'clusterIP')) === '') {
    const address = allocateClusterIP(textOf(spec.clusterIP), surroundings);
    spec.clusterIP = address;
    spec.clusterIPs = [address];
  }
  allocateNodePorts(spec, surroundings, old);
  if (needsHealthCheck(spec) && (spec.healthCheckNodePort === undefined || spec.healthCheckNodePort === 0)) {
    spec.healthCheckNodePort = allocateNodePort(undefined, objectsIn(spec, 'ports'), surroundings);
  }
}

/** Nothing is allocated, and nothing else told, where the addresses that were asked for are wrong. Source: initIPFamilyFields. */
function refuseWrongAddresses(object: Mutable, spec: Mutable): void {
  const errors = new FieldErrors();
  validateClusterIPs(spec, listOf(spec.clusterIPs)[0] === 'None', errors);
  errors.throwIfAny('Service', '', textOf(at(object, 'metadata', 'name')));
}

/** The cluster has IPv4 alone. Source: initIPFamilyFields, which ends there too. */
function refuseOtherFamilies(object: Mutable, spec: Mutable): void {
  const errors = new FieldErrors();
  if (spec.ipFamilyPolicy === 'RequireDualStack') {
    const detail = 'this cluster is not configured for dual-stack services';
    errors.invalid('spec.ipFamilyPolicy', spec.ipFamilyPolicy, detail);
  }
  listOf(spec.ipFamilies).forEach((family, index) => {
    if (family !== 'IPv4') errors.invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster');
  });
  errors.throwIfAny('Service', '', textOf(at(object, 'metadata', 'name')));
}

function allocateNodePorts(spec: Mutable, surroundings: Surroundings, old?: KubeObject): void {
  const type = textOf(spec.type);
  const wantsNodePorts =
    type === 'NodePort' || (type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
  if (!wantsNodePorts) return;
  const own = jsonListOf(at(old, 'spec', 'ports')).map(({ nodePort }) => nodePort);
  for (const port of objectsIn(spec, 'ports')) {
    if (port.nodePort !== undefined && own.includes(port.nodePort)) continue;
    port.nodePort = allocateNodePort(port.nodePort, objectsIn(spec, 'ports'), surroundings);
  }
}

/** Source: patchAllocatedValues: what was allocated and is not named is kept. */
function keepAllocated(spec: Mutable, old: KubeObject): void {
  const before = at(old, 'spec') as Json;
  if (spec.type !== 'ExternalName' && before.type !== 'ExternalName') {
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) {
      if (before[field] !== undefined) setDefault(spec, field, before[field]);
    }
    // Source: NormalizeClusterIPs: the field that was changed counts.
    if (spec.clusterIP !== before.clusterIP && sameJson(spec.clusterIPs, before.clusterIPs)) {
      spec.clusterIPs = [spec.clusterIP];
    }
  }
  if (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') return;
  if (needsHealthCheck(before) && needsHealthCheck(spec)) {
    setDefault(spec, 'healthCheckNodePort', before.healthCheckNodePort);
  }
  const ports = jsonListOf(before.ports);
  for (const port of objectsIn(spec, 'ports')) {
    const same = ports.find((each) => each.port === port.port && each.protocol === port.protocol);
    if (same?.nodePort !== undefined) setDefault(port, 'nodePort', same.nodePort);
  }
}

/** Source: dropTypeDependentFields: what a change of type leaves without use goes, if it did not change. */
function dropUnused(spec: Mutable, old: KubeObject): void {
  const before = existingIn(old, 'spec') ?? {};
  const left = (...types: readonly string[]): boolean =>
    types.includes(textOf(before.type)) && !types.includes(textOf(spec.type));
  if (left('ClusterIP', 'NodePort', 'LoadBalancer')) {
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy']) {
      if (sameJson(spec[field], before[field])) Reflect.deleteProperty(spec, field);
    }
  }
  if (left('NodePort', 'LoadBalancer')) {
    if (spec.externalTrafficPolicy === before.externalTrafficPolicy) delete spec.externalTrafficPolicy;
    const known = new Set(jsonListOf(before.ports).map(({ nodePort }) => nodePort));
    for (const port of objectsIn(spec, 'ports')) if (known.has(port.nodePort)) delete port.nodePort;
  }
  if (left('LoadBalancer')) {
    for (const field of ['allocateLoadBalancerNodePorts', 'loadBalancerClass']) {
      if (sameJson(spec[field], before[field])) Reflect.deleteProperty(spec, field);
    }
  }
  if (needsHealthCheck(before) && !needsHealthCheck(spec) && spec.healthCheckNodePort === before.healthCheckNodePort) {
    delete spec.healthCheckNodePort;
  }
  if (left('ExternalName') && spec.externalName === before.externalName) delete spec.externalName;
}
