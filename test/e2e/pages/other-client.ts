import { CLIENT_IMAGE } from '../../../scripts/suites/images.mjs';

/** A Pod that asks an address a few times a second, with a User-Agent of its own: a client that is not the app's. */
export function otherClientYaml(namespace: string, url: string, userAgent: string): string {
  const script = `while true; do curl -q -s -m 2 -A '${userAgent}' -o /dev/null '${url}'; sleep 0.3; done`;
  return `apiVersion: v1
kind: Pod
metadata: {name: other-client, namespace: ${namespace}}
spec:
  terminationGracePeriodSeconds: 0
  automountServiceAccountToken: false
  securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: client
      image: "${CLIENT_IMAGE}"
      command: [sh, -c, ${JSON.stringify(script)}]
      securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
`;
}
