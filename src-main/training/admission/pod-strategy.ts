import type { KubeObject } from '../cluster-api.ts';
import { at, listOf, textOf } from '../json.ts';
import { sameSpec } from '../schema/same-spec.ts';
import { podWarnings } from './create-warnings.ts';
import { defaultBarePodSpec, defaultPodSpec } from './default-pod-spec.ts';
import { timestamp } from './metadata.ts';
import { objectIn, objectsIn, setDefault, setDefaults, type Mutable } from './mutable.ts';
import { qosClassOf } from './quality-of-service.ts';
import type { Strategy } from './strategy.ts';
import { validatePod } from './validate-pod.ts';
import { validatePodStatus } from './validate-status.ts';
import { validatePodUpdate } from './validate-pod-update.ts';

/** Source: k/k 1.34.4 pkg/registry/core/pod/strategy.go; the admission plugins ServiceAccount, Priority, DefaultTolerationSeconds. */
export const POD_STRATEGY: Strategy = {
  names: 'subdomain',
  generation: (object, old) => !sameSpec(object.spec, old.spec),
  defaults(object) {
    const spec = objectIn(object, 'spec');
    defaultPodSpec(spec);
    defaultBarePodSpec(spec);
    const grace = spec.terminationGracePeriodSeconds;
    if (typeof grace === 'number' && grace < 0) spec.terminationGracePeriodSeconds = 1;
  },
  prepareCreate(object, { now }) {
    const spec = objectIn(object, 'spec');
    admitPod(spec);
    object.status = { phase: 'Pending', qosClass: qosClassOf(spec), ...gatedCondition(spec, now) };
  },
  // At an update too: a client that sends tolerations of its own leaves these out.
  prepareUpdate: (object) => defaultTolerations(objectIn(object, 'spec')),
  validate: validatePod,
  keptByStatus: 'ownerReferences',
  // The API server fills it in where a kubelet left it out.
  statusDefaults: (object, old) => {
    setDefault(objectIn(object, 'status'), 'qosClass', at(old, 'status', 'qosClass'));
  },
  validateStatus: validatePodStatus,
  warnings: podWarnings,
  validateUpdate: validatePodUpdate,
  grace: podGrace,
};

/** Source: applySchedulingGatedCondition. */
function gatedCondition(spec: Mutable, now: number): Mutable {
  if (listOf(spec.schedulingGates).length === 0) return {};
  const told = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
  return { conditions: [{ ...told, lastProbeTime: null, lastTransitionTime: timestamp(now) }] };
}

function admitPod(spec: Mutable): void {
  setDefaults(spec, { serviceAccountName: spec.serviceAccount ?? 'default' });
  spec.serviceAccount = spec.serviceAccountName;
  setDefaults(spec, { priority: 0, preemptionPolicy: 'PreemptLowerPriority' });
  defaultTolerations(spec);
}

/** Source: k/k 1.34.4 plugin/pkg/admission/defaulttolerationseconds. */
function defaultTolerations(spec: Mutable): void {
  const tolerations = [...objectsIn(spec, 'tolerations')];
  for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    const tolerated = tolerations.some(
      (each) => ['', key].includes(textOf(each.key)) && ['', 'NoExecute'].includes(textOf(each.effect)),
    );
    if (!tolerated) tolerations.push({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 });
  }
  spec.tolerations = tolerations;
}

/** Source: podStrategy.CheckGracefulDelete: nothing to wait for where no kubelet runs it, or it has ended. */
function podGrace(pod: KubeObject, asked: number | undefined): number {
  const own = at(pod, 'spec', 'terminationGracePeriodSeconds');
  const grace = asked ?? (typeof own === 'number' ? own : 30);
  const phase = textOf(at(pod, 'status', 'phase'));
  if (textOf(at(pod, 'spec', 'nodeName')) === '' || phase === 'Failed' || phase === 'Succeeded') return 0;
  return grace < 0 ? 1 : grace;
}
