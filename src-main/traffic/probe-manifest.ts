import type { ClientSettings } from '#shared/ipc/settings.ts';
import { anchorName, runAnnotations, runLabels, type RunMarks } from './run-marks.ts';

export const CLIENT_CONTAINER = 'client';
/** A finished Job removes itself and all it owns after this. Not 0: a failed client's reason must still be readable. */
export const TTL_SECONDS = 10;
/** `nobody` of distroless images. A number, because `runAsNonRoot` cannot check a name. */
const CLIENT_USER = 65_532;

export interface ProbeOptions {
  readonly marks: RunMarks;
  readonly namespace: string;
  readonly clients: number;
  readonly settings: ClientSettings;
  /** The clients stop after this, whoever is alive. */
  readonly deadlineSeconds: number;
}

/**
 * The client Job, anchor of a run: its clients idle until something is exec'd in them. Its deadline, its TTL and the
 * garbage collector remove it, its Pods and everything that names its uid as owner, with no app alive.
 */
export function clientJob(options: ProbeOptions): object {
  const { marks, namespace, clients, deadlineSeconds } = options;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: anchorName(marks.run),
      namespace,
      labels: runLabels(marks),
      annotations: runAnnotations(marks),
    },
    spec: {
      parallelism: clients,
      completions: clients,
      completionMode: 'Indexed',
      backoffLimit: 0,
      activeDeadlineSeconds: deadlineSeconds,
      ttlSecondsAfterFinished: TTL_SECONDS,
      template: { metadata: podMetadata(options), spec: podSpec(options) },
    },
  };
}

/**
 * A client without a Job, for those who may not create Jobs. Its deadline stops it, nothing removes it: it stays as a
 * Failed object until the next sweep.
 * @param index counted from 0
 */
export function clientPod(options: ProbeOptions, index: number): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${anchorName(options.marks.run)}-${index}`,
      namespace: options.namespace,
      ...podMetadata(options),
    },
    spec: { ...podSpec(options), activeDeadlineSeconds: options.deadlineSeconds },
  };
}

/** No labels of the user's: no selector of theirs may match. A mesh's proxy would choose the Pod instead of kube-proxy. */
function podMetadata({ marks }: ProbeOptions): object {
  return {
    labels: { ...runLabels(marks), 'sidecar.istio.io/inject': 'false' },
    annotations: {
      ...runAnnotations(marks),
      'sidecar.istio.io/inject': 'false',
      'linkerd.io/inject': 'disabled',
    },
  };
}

/** Fits Pod Security `restricted`, and a quota that wants requests and limits. Nothing may block its removal. */
function podSpec({ settings, deadlineSeconds }: ProbeOptions): object {
  return {
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 1,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    ...(settings.imagePullSecret === null ? {} : { imagePullSecrets: [{ name: settings.imagePullSecret }] }),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: CLIENT_USER,
      runAsGroup: CLIENT_USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: CLIENT_CONTAINER,
        image: settings.image,
        imagePullPolicy: settings.imagePullPolicy,
        // Idles past its deadline, so that a finished run is told by the deadline and never by this ending first.
        command: ['sleep', String(deadlineSeconds + 60)],
        resources: {
          requests: { cpu: '10m', memory: '32Mi' },
          limits: { cpu: '1', memory: '128Mi' },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          privileged: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  };
}
