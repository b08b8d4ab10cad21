import type { FindingSentences } from './finding-text.ts';

const list = new Intl.ListFormat('en', { style: 'long', type: 'conjunction' });
const NAMED = 3;

/** Names of Pods as a subject: `Pod web-1`, `Pods a, b and c`, `7 Pods (a, b, c, …)`. */
export function podsEn(names: readonly string[]): string {
  if (names.length === 1) return `Pod ${names[0] ?? ''}`;
  if (names.length <= NAMED) return `Pods ${list.format(names)}`;
  return `${String(names.length)} Pods (${names.slice(0, NAMED).join(', ')}, …)`;
}

const saying = (message: string | null): string =>
  message === null || message === '' ? '' : ` Kubernetes says: ${message}`;

export const findingsPodsEn = {
  'pod-unscheduled': ({ parameters: { pods, message } }) => ({
    title: `No Node has been chosen for ${podsEn(pods)}`,
    explanation: `A Pod without a Node has no IP and can’t be an endpoint.${saying(message)}`,
    next: 'Free or add what the scheduler misses: CPU or memory, a Node that fits nodeSelector and affinity, a toleration, or a volume.',
  }),
  'pod-without-ip': ({ parameters: { pods } }) => ({
    title: `${podsEn(pods)}: no IP yet`,
    explanation: 'A Pod gets its IP when its sandbox starts; without one it stands in no EndpointSlice.',
    next: 'Read the Events of the Pod: a failing network plugin is the usual reason.',
  }),
  'image-pull-fails': ({ parameters: { pods, container, image, reason, message } }) => ({
    title: `${podsEn(pods)}: the image of container ${container} can’t be pulled`,
    explanation: `${reason}: ${image}.${saying(message)}`,
    next: 'Mend the image’s name or tag in the Pod’s template, or give it an imagePullSecret for the registry.',
  }),
  'container-crash-loops': ({ parameters: { pods, container, reason, exitCode } }) => ({
    title: `${podsEn(pods)}: container ${container} starts and ends over and over`,
    explanation: `CrashLoopBackOff${exitCode === null ? '' : `: the last time it ended with exit code ${String(exitCode)}${reason === null ? '' : ` (${reason})`}`}. The kubelet waits longer before each new start.`,
    next: 'Read what the container wrote before it ended. OOMKilled: raise its memory limit.',
  }),
  'container-does-not-start': ({ parameters: { pods, container, reason, message } }) => ({
    title: `${podsEn(pods)}: container ${container} does not start`,
    explanation: `${reason}.${saying(message)}`,
    next: 'Mend what the reason names: a missing ConfigMap or Secret, a command that does not exist, a volume.',
  }),
  'container-ended': ({ parameters: { pods, container, reason, exitCode } }) => ({
    title: `${podsEn(pods)}: container ${container} has ended`,
    explanation: `${reason}, exit code ${String(exitCode)}. A Pod one of whose containers has ended is not Ready.`,
    next: 'Read the container’s log. A server must stay in the foreground.',
  }),
  'init-container-fails': ({ parameters: { pods, container, reason } }) => ({
    title: `${podsEn(pods)}: init container ${container} fails`,
    explanation: `${reason}. The containers start only after every init container has finished.`,
    next: 'Read the init container’s log; often it waits for something that does not come.',
  }),
  'pod-starts': ({ parameters: { pods } }) => ({
    title: `${podsEn(pods)}: still starting`,
    explanation:
      'Its containers are being created, an init container is running, or its readiness probe is not asked yet (initialDelaySeconds).',
    next: 'Wait. If it lasts, read the Events of the Pod: a volume that can’t be mounted, a network plugin that fails, an init container that waits for something.',
  }),
  'startup-probe-pending': ({ parameters: { pods, container } }) => ({
    title: `${podsEn(pods)}: the startup probe of container ${container} has not passed`,
    explanation: 'Until it passes, the readiness probe is not asked and the Pod is not Ready.',
    next: 'Wait, or read the Events (reason Unhealthy) for what the probe got.',
  }),
  'pod-completed': ({ parameters: { pods } }) => ({
    title: `${podsEn(pods)}: completed`,
    explanation: 'The selector matches it, and a completed Pod is never an endpoint.',
    next: 'Nothing, if it belongs to a Job. If the Service is not meant for it, give the Job’s Pods other labels.',
  }),
  'pod-failed': ({ parameters: { pods, reason } }) => ({
    title: `${podsEn(pods)}: failed${reason === null || reason === '' ? '' : ` (${reason})`}`,
    explanation:
      'A failed Pod is never an endpoint. Its controller makes another one in its place, a bare Pod stays as it is.',
    next: 'Nothing, if another Pod has taken its place. Why it failed stands in the Pod until it is deleted.',
  }),
  'pod-terminating': ({ parameters: { pods } }) => ({
    title: `${podsEn(pods)}: being deleted`,
    explanation: 'It gets no new connections while others are ready; open ones may go on until it ends.',
    next: 'Nothing. If it stays longer than its terminationGracePeriodSeconds, look for finalizers or a Node that is gone.',
  }),
  'node-missing': ({ parameters: { pods, node } }) => ({
    title: `${podsEn(pods)}: Node ${node} does not exist`,
    explanation: 'The controller leaves Pods of a Node it does not know out of EndpointSlices.',
    next: 'The Pod garbage collector deletes such Pods; a Pod with a fixed spec.nodeName needs the right name.',
  }),
  'node-not-ready': ({ parameters: { pods, node } }) => ({
    title: `${podsEn(pods)}: Node ${node} is not Ready`,
    explanation: 'The Node’s kubelet does not report, so its Pods are marked not Ready.',
    next: 'Look at the Node: kubelet, network, disk or memory pressure.',
  }),
  'readiness-probe-fails': ({ parameters: { pods, container, probe, message } }) => ({
    title: `${podsEn(pods)}: the readiness probe of container ${container} does not pass`,
    explanation: `The container runs, but its probe${probe === null ? '' : ` (${probe})`} says it is not ready, so the Pod gets no traffic.${saying(message)}`,
    next: 'Read in the Events (reason Unhealthy) what the probe got; then mend the application, or the probe’s path, port or timeout.',
  }),
  'readiness-gate-shut': ({ parameters: { pods, gate } }) => ({
    title: `${podsEn(pods)}: readiness gate ${gate} is not True`,
    explanation: 'Its containers are ready; the Pod waits for a condition that another component sets.',
    next: 'Look at the component that sets this condition, mostly a load balancer’s controller.',
  }),
  'pod-not-ready': ({ parameters: { pods, reason, message } }) => ({
    title: `${podsEn(pods)}: not Ready${reason === null || reason === '' ? '' : ` (${reason})`}`,
    explanation: `The condition Ready is not True, and nothing in the Pod says more.${saying(message)}`,
    next: 'Read the conditions and Events of the Pod.',
  }),
  flapping: ({ parameters: { pods, times, minutes } }) => ({
    title: `${podsEn(pods)}: ready and not ready by turns`,
    explanation: `Turned not ready ${pods.length > 1 ? 'up to ' : ''}${String(times)} times within ${String(minutes)} minutes. Each time new connections go elsewhere and clients with session affinity change their Pod; where nobody else is ready, they are refused.`,
    next: 'See in the history what the probe got. A probe that is too strict under load (timeoutSeconds 1, failureThreshold 3) or that asks a database turns Pods away that work.',
  }),
  'not-ready-gets-traffic': ({ parameters: { pods } }) => ({
    title: `${podsEn(pods)}: not Ready, and gets traffic all the same`,
    explanation:
      'The Service has publishNotReadyAddresses: true, so readiness is not looked at. Requests to these Pods may fail.',
    next: 'Set publishNotReadyAddresses to false, unless peers have to find one another before they are ready.',
  }),
} satisfies Partial<FindingSentences>;
