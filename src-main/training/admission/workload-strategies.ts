import { at, isJson, jsonOf, sameJson, textOf, type Json } from '../json.ts';
import { sameSpec } from '../schema/same-spec.ts';
import { workloadWarnings } from './create-warnings.ts';
import { defaultPodSpec } from './default-pod-spec.ts';
import { objectIn, setDefault, setDefaults, type Mutable } from './mutable.ts';
import type { Strategy } from './strategy.ts';
import { validateJob, validateJobUpdate } from './validate-job.ts';
import { validateDeploymentStatus, validateJobStatus, validateReplicaSetStatus } from './validate-status.ts';
import { validateDeployment, validateReplicaSet, validateSelectorUpdate } from './validate-workload.ts';

const specChanged: Strategy['generation'] = (object, old) => !sameSpec(object.spec, old.spec);

/** Source: k/k 1.34.4 pkg/apis/apps/v1/defaults.go. */
export const REPLICA_SET_STRATEGY: Strategy = {
  names: 'subdomain',
  generation: specChanged,
  defaults(object) {
    const spec = objectIn(object, 'spec');
    setDefault(spec, 'replicas', 1);
    defaultTemplate(spec);
  },
  prepareCreate(object) {
    object.status = { replicas: 0 };
  },
  validate: validateReplicaSet,
  validateStatus: validateReplicaSetStatus,
  warnings: workloadWarnings,
  validateUpdate: validateSelectorUpdate,
};

/** Less the revision: the controller writes it with the status, which counts as no change. */
function ownAnnotations(annotations: unknown): Json {
  const { 'deployment.kubernetes.io/revision': _revision, ...own } = jsonOf(annotations);
  return own;
}

/** Source: k/k 1.34.4 pkg/apis/apps/v1/defaults.go and pkg/registry/apps/deployment/strategy.go. */
export const DEPLOYMENT_STRATEGY: Strategy = {
  names: 'subdomain',
  generation: (object, old) =>
    !sameSpec(object.spec, old.spec) ||
    !sameJson(ownAnnotations(at(object, 'metadata', 'annotations')), ownAnnotations(old.metadata.annotations)),
  defaults(object) {
    const spec = objectIn(object, 'spec');
    setDefaults(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
    const strategy = objectIn(spec, 'strategy');
    setDefault(strategy, 'type', 'RollingUpdate');
    if (strategy.type === 'RollingUpdate') {
      setDefaults(objectIn(strategy, 'rollingUpdate'), { maxUnavailable: '25%', maxSurge: '25%' });
    }
    defaultTemplate(spec);
  },
  prepareCreate(object) {
    object.status = {};
  },
  validate: validateDeployment,
  keptByStatus: 'labels',
  validateStatus: validateDeploymentStatus,
  warnings: workloadWarnings,
  validateUpdate: validateSelectorUpdate,
};

/** Source: k/k 1.34.4 pkg/apis/batch/v1/defaults.go and pkg/registry/batch/job/strategy.go. */
export const JOB_STRATEGY: Strategy = {
  names: 'subdomain',
  metadataAgain: 'after-spec',
  generation: specChanged,
  orphansByDefault: true,
  defaults(object) {
    const spec = objectIn(object, 'spec');
    if (spec.parallelism === undefined) setDefault(spec, 'completions', 1);
    setDefaults(spec, {
      parallelism: 1,
      backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : 2_147_483_647,
      completionMode: 'NonIndexed',
      suspend: false,
      manualSelector: false,
      podReplacementPolicy: spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
    });
    defaultTemplate(spec);
    labelAsTemplate(object);
  },
  prepareCreate(object) {
    object.status = {};
    if (at(object, 'spec', 'manualSelector') !== true) addJobLabels(object);
    // What is read from etcd is given its defaults again.
    labelAsTemplate(object);
  },
  validate: validateJob,
  validateStatus: validateJobStatus,
  warnings: workloadWarnings,
  validateUpdate: validateJobUpdate,
};

/** A Job without labels has those of its template: the same map, as in Go, so that what is added to one is in both. */
function labelAsTemplate(job: Mutable): void {
  const metadata = objectIn(job, 'metadata');
  const labels = at(job, 'spec', 'template', 'metadata', 'labels');
  if (Object.keys(jsonOf(metadata.labels)).length === 0 && isJson(labels)) metadata.labels = labels;
}

/** The labels by which a Job knows its own Pods, old names and new. Source: generateSelector. */
function addJobLabels(object: Mutable): void {
  const uid = textOf(at(object, 'metadata', 'uid'));
  const name = textOf(at(object, 'metadata', 'name'));
  const spec = objectIn(object, 'spec');
  const labels = objectIn(objectIn(objectIn(spec, 'template'), 'metadata'), 'labels');
  // What a client set itself stays, for the validation to refuse.
  setDefaults(labels, {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  });
  setDefault(objectIn(objectIn(spec, 'selector'), 'matchLabels'), 'batch.kubernetes.io/controller-uid', uid);
}

function defaultTemplate(spec: Mutable): void {
  defaultPodSpec(objectIn(objectIn(spec, 'template'), 'spec'));
  objectIn(objectIn(spec, 'template'), 'metadata');
}
