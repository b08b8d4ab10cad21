import { ipFamiliesOf } from '../kube/ip-family.ts';
import type { Container, ContainerState, Pod } from '../kube/pod.ts';
import { isPodReady } from '../kube/pod.ts';
import { leftOut } from '../membership/expected-endpoint.ts';
import type { MemberReason } from '../membership/member.ts';
import { whyNotReady } from '../membership/why-not-ready.ts';
import type { DiagnosisInput } from './diagnosis-input.ts';
import type { FindingCode, FindingOf, Severity } from './finding.ts';
import { listed } from './side-by-side.ts';
import { probedFrom } from './starting.ts';

/** What one Pod has of one finding; Pods with the same trouble make one finding. */
export type PodTrouble = {
  readonly [C in PodCode]: {
    readonly code: C;
    readonly field: string;
    /** Of the finding, but the names of the Pods. */
    readonly parameters: Omit<FindingOf<C>['parameters'], 'pods'>;
    /** Not as bad as the catalogue has it, whoever else gets traffic. */
    readonly severity: Severity | null;
    readonly values: FindingOf<C>['values'];
  };
}[PodCode];

type PodCode = Extract<
  FindingCode,
  | `pod-${'unscheduled' | 'without-ip' | 'starts' | 'completed' | 'failed' | 'terminating' | 'not-ready'}`
  | `container-${'crash-loops' | 'does-not-start' | 'ended'}`
  | 'image-pull-fails'
  | 'init-container-fails'
  | 'startup-probe-pending'
  | 'node-missing'
  | 'node-not-ready'
  | 'readiness-probe-fails'
  | 'readiness-gate-shut'
>;

/** Waiting reasons that mean an image. Source: k/k 1.34.4 pkg/kubelet/images/types.go. */
const IMAGE_REASONS: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);
/** Waiting reasons of a container whose turn has not come. Source: k/k 1.34.4 pkg/kubelet/kubelet_pods.go. */
const ON_ITS_WAY: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);

/** Why a selected Pod is no ready endpoint, the deciding reason first; empty for one that is, or is told of elsewhere (R7). */
export function podTroubles(
  pod: Pod,
  { service, nodes, now }: Pick<DiagnosisInput, 'service' | 'nodes' | 'now'>,
): readonly PodTrouble[] {
  const left = leftOut(service, pod, nodes);
  if (left?.kind === 'terminal') return ofReason({ code: 'phase', phase: left.phase, reason: pod.reason }, pod, now);
  if (pod.meta.deletionTimestamp !== null) return [plain('pod-terminating', 'metadata.deletionTimestamp', {})];
  if (left?.kind === 'node-missing' && left.node !== null) {
    return [nodeMissing(left.node, nodes)];
  }
  if (isPodReady(pod) && left?.kind !== 'no-ip') return [];
  const why = whyNotReady(pod, nodes).flatMap((reason) => ofReason(reason, pod, now));
  const isUnexplained = why.every(({ code }) => code === 'pod-not-ready');
  if (left?.kind === 'no-ip' && isUnexplained) {
    const values = { expected: ipFamiliesOf(service).join(', '), found: listed([]) };
    return [plain('pod-without-ip', 'status.podIPs', {}, values)];
  }
  return why;
}

function plain<C extends PodCode>(
  code: C,
  field: string,
  parameters: Omit<FindingOf<C>['parameters'], 'pods'>,
  values: FindingOf<C>['values'] = null,
): Extract<PodTrouble, { readonly code: C }> {
  // Code and parameters belong together by the signature; a mapped type's member can't be told to the compiler.
  return { code, field, parameters, severity: null, values } as unknown as Extract<PodTrouble, { readonly code: C }>;
}

function ofReason(reason: MemberReason, pod: Pod, now: number): readonly PodTrouble[] {
  switch (reason.code) {
    case 'unscheduled':
      return [plain('pod-unscheduled', 'spec.nodeName', { message: reason.message })];
    case 'init-container':
      return [initContainer(reason, pod)];
    case 'container-waiting':
      return [waiting(reason, pod, `spec.containers[${reason.container}]`)];
    case 'container-terminated': {
      const { container, reason: why, exitCode } = reason;
      const values = { expected: 'running', found: `terminated: ${why}` };
      return [plain('container-ended', `spec.containers[${container}]`, { container, reason: why, exitCode }, values)];
    }
    case 'startup-probe':
      return [
        plain(
          'startup-probe-pending',
          `spec.containers[${reason.container}].startupProbe`,
          { container: reason.container },
          { expected: 'started=true', found: 'started=false' },
        ),
      ];
    case 'readiness-probe':
      return [readinessProbe(reason, pod, now)];
    case 'readiness-gate': {
      const values = conditionSides(pod, reason.gate);
      return [plain('readiness-gate-shut', 'spec.readinessGates', { gate: reason.gate }, values)];
    }
    case 'node-not-ready':
      return [plain('node-not-ready', 'spec.nodeName', { node: reason.node }, conditionSides(pod, 'Ready'))];
    case 'phase':
      return [
        reason.phase === 'Succeeded'
          ? plain('pod-completed', 'status.phase', {})
          : plain('pod-failed', 'status.phase', { reason: reason.reason }),
      ];
    case 'not-ready': {
      const { reason: why, message } = reason;
      const values = conditionSides(pod, 'Ready');
      return [plain('pod-not-ready', 'status.conditions[Ready]', { reason: why, message }, values)];
    }
    default:
      return [];
  }
}

/** One that has never run has written no log: it is told of as any container that can't start. */
function initContainer(
  { container, reason }: Extract<MemberReason, { readonly code: 'init-container' }>,
  pod: Pod,
): PodTrouble {
  const field = `spec.initContainers[${container}]`;
  if (reason === null) return plain('pod-starts', 'status.initContainerStatuses', {});
  const state = containerOf(pod, container)?.status?.state;
  return state?.kind === 'waiting' && reason !== 'CrashLoopBackOff'
    ? waiting({ container, reason, message: state.message }, pod, field)
    : plain(
        'init-container-fails',
        field,
        { container, reason },
        { expected: 'terminated: Completed', found: stateOf(state, reason) },
      );
}

function waiting({ container, reason, message }: Waiting, pod: Pod, field: string): PodTrouble {
  const spec = containerOf(pod, container);
  const values = { expected: 'running', found: `waiting: ${reason}` };
  if (ON_ITS_WAY.has(reason)) return plain('pod-starts', 'status.containerStatuses', {});
  if (IMAGE_REASONS.has(reason)) {
    const image = spec?.image ?? '';
    const pulled = { expected: image, found: reason };
    return plain('image-pull-fails', `${field}.image`, { container, image, reason, message }, pulled);
  }
  if (reason === 'CrashLoopBackOff') {
    const last = spec?.status?.lastTermination ?? null;
    const ended = { container, reason: last?.reason ?? null, exitCode: last?.exitCode ?? null };
    return plain('container-crash-loops', field, ended, values);
  }
  return plain('container-does-not-start', field, { container, reason, message }, values);
}

type Waiting = Omit<Extract<MemberReason, { readonly code: 'container-waiting' }>, 'code'>;

function readinessProbe(
  { container, message }: Extract<MemberReason, { readonly code: 'readiness-probe' }>,
  pod: Pod,
  now: number,
): PodTrouble {
  const spec = containerOf(pod, container);
  if (spec !== undefined && now < probedFrom(spec)) {
    return plain('pod-starts', `spec.containers[${container}].readinessProbe`, {});
  }
  const probe = spec?.readinessProbe ?? null;
  const target = probe?.port == null ? '' : ` :${probe.port}${probe.path ?? ''}`;
  const asked = probe === null ? null : `${probe.kind}${target}`;
  // What it got stands in an Event, if anywhere; what came of it, in the container's status.
  const values = asked === null ? null : { expected: asked, found: 'ready=false' };
  const field = `spec.containers[${container}].readinessProbe`;
  return plain('readiness-probe-fails', field, { container, probe: asked, message }, values);
}

function nodeMissing(node: string, nodes: DiagnosisInput['nodes']): PodTrouble {
  const values = nodes === null ? null : { expected: node, found: listed([...nodes.keys()].sort()) };
  return plain('node-missing', 'spec.nodeName', { node }, values);
}

function stateOf(state: ContainerState | undefined, reason: string): string {
  return state === undefined ? reason : `${state.kind}: ${reason}`;
}

function conditionSides(pod: Pod, type: string): NonNullable<PodTrouble['values']> {
  return { expected: `${type}=True`, found: `${type}=${conditionOf(pod, type)}` };
}

function containerOf(pod: Pod, name: string): Container | undefined {
  return [...pod.containers, ...pod.initContainers].find((container) => container.name === name);
}

function conditionOf(pod: Pod, type: string): string {
  return pod.conditions.find((condition) => condition.type === type)?.status ?? '<none>';
}
