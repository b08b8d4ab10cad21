import { CLIENT_IMAGE } from '../../scripts/suites/images.mjs';
import { apply, kubectl } from './kubectl.ts';

/** A Pod from which a test asks other Pods, as anybody in the cluster could. */
export interface PodClient {
  /** The answer's body; rejects unless it is 2xx. */
  ask(method: string, url: string): Promise<string>;
}

/** Makes the Pod `asker` in a namespace that may be `restricted`, and waits until it is Ready. It goes with its namespace. */
export async function createPodClient(namespace: string): Promise<PodClient> {
  await apply(`apiVersion: v1
kind: Pod
metadata: {name: asker, namespace: ${namespace}, labels: {app: asker}}
spec:
  terminationGracePeriodSeconds: 0
  securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: curl
      image: ${CLIENT_IMAGE}
      imagePullPolicy: IfNotPresent
      command: [sleep, infinity]
      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
`);
  await kubectl('wait', '-n', namespace, '--for=condition=Ready', 'pod/asker', '--timeout=120s');
  return {
    ask: (method, url) => kubectl('exec', '-n', namespace, 'asker', '--', 'curl', '-sSf', '-m', '5', '-X', method, url),
  };
}
