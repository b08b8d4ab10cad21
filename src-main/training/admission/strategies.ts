import type { ResourceName } from '../cluster-api.ts';
import { at, listOf, sameJson, textOf } from '../json.ts';
import { objectIn, objectsIn, setDefault, setDefaults, type Mutable } from './mutable.ts';
import { sliceWarnings } from './create-warnings.ts';
import { POD_STRATEGY } from './pod-strategy.ts';
import { SERVICE_STRATEGY } from './service-strategy.ts';
import type { Strategy } from './strategy.ts';
import { validateEndpoints, validateSlice, validateSliceUpdate } from './validate-endpoints.ts';
import { validateFinalizer, validateOwnFinalizer } from './validate-metadata.ts';
import { validateNetworkPolicy } from './validate-network-policy.ts';
import { validateConfigMap, validateEvent } from './validate-others.ts';
import { validateNamespaceStatus } from './validate-status.ts';
import { DEPLOYMENT_STRATEGY, JOB_STRATEGY, REPLICA_SET_STRATEGY } from './workload-strategies.ts';

const nothing = (): void => undefined;

const NAMESPACE: Strategy = {
  names: 'label',
  defaults(object) {
    const metadata = objectIn(object, 'metadata');
    if (metadata.name !== undefined) objectIn(metadata, 'labels')['kubernetes.io/metadata.name'] = metadata.name;
  },
  prepareCreate(object) {
    const spec = objectIn(object, 'spec');
    spec.finalizers = [...new Set([...listOf(spec.finalizers), 'kubernetes'])];
    object.status = { phase: 'Active' };
  },
  prepareUpdate(object, old) {
    object.spec = structuredClone(old.spec ?? {});
  },
  validate(object, errors) {
    const finalizers = listOf(at(object, 'spec', 'finalizers')).map(textOf);
    for (const each of finalizers) {
      validateFinalizer(each, 'spec.finalizers', errors);
      validateOwnFinalizer(each, 'spec.finalizers', errors);
    }
  },
  validateStatus: validateNamespaceStatus,
};

const SLICE: Strategy = {
  names: 'subdomain',
  metadataAgain: 'never',
  generation: (object, old) =>
    ['endpoints', 'ports', 'addressType'].some((field) => !sameJson(object[field], old[field])) ||
    !sameJson(at(object, 'metadata', 'labels'), old.metadata.labels),
  defaults(object) {
    // Go writes an empty list of these as null, and a struct without omitempty as {}.
    for (const field of ['endpoints', 'ports']) if (listOf(object[field]).length === 0) object[field] = null;
    for (const endpoint of objectsIn(object, 'endpoints')) objectIn(endpoint, 'conditions');
    for (const port of objectsIn(object, 'ports')) {
      setDefault(port, 'protocol', 'TCP');
      port.name ??= '';
    }
  },
  validate: validateSlice,
  warnings: sliceWarnings,
  validateUpdate: validateSliceUpdate,
};

const ENDPOINTS: Strategy = {
  names: 'subdomain',
  defaults(object) {
    for (const subset of objectsIn(object, 'subsets')) {
      for (const port of objectsIn(subset, 'ports')) setDefault(port, 'protocol', 'TCP');
    }
  },
  validate: validateEndpoints,
};

const NETWORK_POLICY: Strategy = {
  names: 'subdomain',
  generation: (object, old) => !sameJson(object.spec, old.spec),
  defaults(object) {
    const spec = objectIn(object, 'spec');
    objectIn(spec, 'podSelector');
    const types = spec.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
    setDefaults(spec, { policyTypes: types });
    for (const rule of [...objectsIn(spec, 'ingress'), ...objectsIn(spec, 'egress')]) {
      for (const port of objectsIn(rule, 'ports')) setDefault(port, 'protocol', 'TCP');
    }
  },
  validate: validateNetworkPolicy,
};

const PLAIN: Strategy = { names: 'subdomain', defaults: nothing, validate: nothing };

/** How each kind is admitted. */
export const STRATEGIES: Readonly<Record<ResourceName, Strategy>> = {
  namespaces: NAMESPACE,
  nodes: {
    ...PLAIN,
    defaults: (object) => {
      objectIn(object, 'spec');
    },
  },
  services: SERVICE_STRATEGY,
  endpoints: ENDPOINTS,
  pods: POD_STRATEGY,
  configmaps: { ...PLAIN, validate: validateConfigMap },
  serviceaccounts: PLAIN,
  events: { ...PLAIN, metadataAgain: 'never', names: 'path-segment', defaults: defaultEvent, validate: validateEvent },
  'discovery.k8s.io/endpointslices': SLICE,
  'apps/replicasets': REPLICA_SET_STRATEGY,
  'apps/deployments': DEPLOYMENT_STRATEGY,
  'batch/jobs': JOB_STRATEGY,
  'networking.k8s.io/networkpolicies': NETWORK_POLICY,
};

/** Fields that the API writes though they are empty: a time has no omitempty, nor have the last two. */
function defaultEvent(event: Mutable): void {
  objectIn(event, 'source');
  for (const time of ['eventTime', 'firstTimestamp', 'lastTimestamp']) setDefault(event, time, null);
  for (const name of ['reportingComponent', 'reportingInstance']) setDefault(event, name, '');
}
