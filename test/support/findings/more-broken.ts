import type { FindingCode } from '../../../src-shared/findings/finding.ts';

// Services that no scenario of resources/manifests is about, for findings whose commands want trying.

const service = (name: string, spec: string): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { app: ${name} }, ${spec} }
---`;
const pod = (app: string, name: string, spec: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${app}-${name}, labels: { app: ${app} } }
spec: { terminationGracePeriodSeconds: 1, ${spec} }
---`;
const shell = (name: string, script: string): string =>
  `{ name: ${name}, image: 'docker.io/library/busybox:1.37', command: [sh, -c, '${script}'] }`;
const PODINFO = `name: web, image: 'ghcr.io/stefanprodan/podinfo:6.9.2', command: [./podinfo, --port=8080]`;
const WEB = `{ ${PODINFO} }`;
const PORTS = 'ports: [{ port: 80, targetPort: 8080 }]';

/** By the code that the Service of that name raises; it may raise more. */
export const MORE_BROKEN: Readonly<Partial<Record<FindingCode, string>>> = {
  'named-port-other-protocol':
    service('named-port-other-protocol', 'ports: [{ port: 80, targetPort: talk }]') +
    pod(
      'named-port-other-protocol',
      'a',
      `containers: [{ ${PODINFO}, ports: [{ name: talk, containerPort: 8080, protocol: UDP }] }]`,
    ),
  'external-local-without-endpoint':
    service('external-local-without-endpoint', `type: NodePort, externalTrafficPolicy: Local, ${PORTS}`) +
    pod('external-local-without-endpoint', 'a', `containers: [${WEB}]`),
  'pod-failed':
    service('pod-failed', PORTS) +
    pod('pod-failed', 'a', `restartPolicy: Never, containers: [${shell('fails', 'exit 3')}]`) +
    pod('pod-failed', 'b', `containers: [${WEB}]`),
  'container-crash-loops':
    service('container-crash-loops', PORTS) +
    pod('container-crash-loops', 'a', `containers: [${shell('breaks', 'echo it breaks; exit 3')}]`),
  'init-container-fails':
    service('init-container-fails', PORTS) +
    pod(
      'init-container-fails',
      'a',
      `containers: [${WEB}], initContainers: [${shell('prepares', 'echo nothing to begin with; exit 4')}]`,
    ),
  'image-pull-fails':
    service('image-pull-fails', PORTS) +
    pod('image-pull-fails', 'a', 'containers: [{ name: web, image: nowhere.example/none:1 }]'),
};
