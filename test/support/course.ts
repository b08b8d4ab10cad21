import { ECHO_IMAGE } from '../../scripts/suites/images.mjs';

/** The objects of the course, as a learner writes them, in a namespace of the test's own. */

const RESTRICTED = `securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}`;

function container(args: readonly string[], image = ECHO_IMAGE): string {
  return `{name: web, image: "${image}", imagePullPolicy: IfNotPresent, args: ${JSON.stringify(args)}, ports: [{containerPort: 8080}],
        readinessProbe: {httpGet: {path: /readyz, port: 8080}, periodSeconds: 1},
        securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}}`;
}

export function serviceYaml(
  namespace: string,
  name: string,
  app: string,
  affinity: 'None' | 'ClientIP' = 'None',
): string {
  return `apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  sessionAffinity: ${affinity}
  selector: {app: ${app}}
  ports: [{port: 80, targetPort: 8080}]
`;
}

export function podYaml(namespace: string, name: string, app: string, args: readonly string[] = []): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: ${namespace}, labels: {app: ${app}}}
spec:
  terminationGracePeriodSeconds: 0
  ${RESTRICTED}
  containers:
    - ${container(args)}
`;
}

export function replicaSetYaml(
  namespace: string,
  name: string,
  app: string,
  replicas: number,
  args: readonly string[] = [],
  image = ECHO_IMAGE,
): string {
  return `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  replicas: ${String(replicas)}
  selector: {matchLabels: {app: ${app}}}
  template:
    metadata: {labels: {app: ${app}}}
    spec:
      terminationGracePeriodSeconds: 1
      ${RESTRICTED}
      containers:
        - ${container(args, image)}
`;
}
