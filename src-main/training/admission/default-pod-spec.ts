import { inThousandths } from '../schema/canonical-quantity.ts';
import type { Mutable } from './mutable.ts';
import { existingIn, objectIn, objectsIn, setDefault, setDefaults } from './mutable.ts';

// Source: k/k 1.34.4 pkg/apis/core/v1/defaults.go.

/** Defaults of a Pod's spec, alone or in a template. */
export function defaultPodSpec(spec: Mutable): void {
  setDefaults(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  // The old name of the field says the same. Source: k/k pkg/apis/core/v1/conversion.go.
  const account = spec.serviceAccountName === undefined ? spec.serviceAccount : spec.serviceAccountName;
  if (account !== undefined && account !== '')
    Object.assign(spec, { serviceAccountName: account, serviceAccount: account });
  for (const container of containersOf(spec)) defaultContainer(container);
  // Of an init container alone while the feature ContainerRestartRules is off. Source: k/k 1.34.4 pkg/api/pod/util.go.
  for (const container of objectsIn(spec, 'containers')) delete container.restartPolicy;
  for (const volume of objectsIn(spec, 'volumes')) defaultVolume(volume);
}

/** Defaults of a Pod alone, which a template's spec does not get. */
export function defaultBarePodSpec(spec: Mutable): void {
  setDefault(spec, 'enableServiceLinks', true);
  for (const container of containersOf(spec)) {
    const resources = existingIn(container, 'resources');
    const limits = existingIn(resources, 'limits');
    if (resources === undefined || limits === undefined) continue;
    setDefaults(objectIn(resources, 'requests'), limits);
  }
  if (spec.hostNetwork !== true) return;
  for (const container of containersOf(spec)) {
    for (const port of objectsIn(container, 'ports')) setDefault(port, 'hostPort', port.containerPort);
  }
}

function containersOf(spec: Mutable): readonly Mutable[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((field) => objectsIn(spec, field));
}

function defaultContainer(container: Mutable): void {
  setDefaults(container, {
    imagePullPolicy: isLatest(container.image) ? 'Always' : 'IfNotPresent',
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    resources: {},
  });
  for (const list of ['limits', 'requests']) {
    const quantities = existingIn(existingIn(container, 'resources'), list) ?? {};
    for (const [name, quantity] of Object.entries(quantities)) quantities[name] = inThousandths(String(quantity));
  }
  for (const port of objectsIn(container, 'ports')) setDefault(port, 'protocol', 'TCP');
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = existingIn(container, name);
    if (probe !== undefined) defaultProbe(probe);
  }
  for (const hook of ['postStart', 'preStop']) {
    const action = existingIn(existingIn(existingIn(container, 'lifecycle'), hook), 'httpGet');
    if (action !== undefined) defaultHttpGet(action);
  }
  for (const variable of objectsIn(container, 'env')) {
    const reference = existingIn(existingIn(variable, 'valueFrom'), 'fieldRef');
    if (reference !== undefined) setDefault(reference, 'apiVersion', 'v1');
  }
}

function defaultProbe(probe: Mutable): void {
  const given = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  for (const [field, value] of Object.entries(given)) {
    // Zero is absent here: the fields are plain integers in Go.
    if (probe[field] === undefined || probe[field] === 0) probe[field] = value;
  }
  const http = existingIn(probe, 'httpGet');
  if (http !== undefined) defaultHttpGet(http);
  const grpc = existingIn(probe, 'grpc');
  if (grpc !== undefined) grpc.service ??= '';
}

function defaultHttpGet(action: Mutable): void {
  setDefaults(action, { path: '/', scheme: 'HTTP' });
}

function defaultVolume(volume: Mutable): void {
  if (Object.keys(volume).every((field) => field === 'name')) volume.emptyDir = {};
  for (const source of ['configMap', 'secret', 'downwardAPI', 'projected']) {
    const found = existingIn(volume, source);
    if (found !== undefined) setDefault(found, 'defaultMode', 0o644);
  }
  const path = existingIn(volume, 'hostPath');
  if (path !== undefined) path.type ??= '';
}

/** No tag and no digest is the tag `latest`. */
function isLatest(image: unknown): boolean {
  if (typeof image !== 'string' || image.includes('@')) return false;
  const last = image.slice(image.lastIndexOf('/') + 1);
  return !last.includes(':') || last.endsWith(':latest');
}
