import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS } from '../../src-main/training/kinds.ts';
import { TYPES } from '../../src-main/training/schema/schema.ts';
import { kubectl as onReal } from '../support/kubectl.ts';
import { startTrainingProcess, type TrainingProcess } from '../support/training/training-process.ts';

// What a learner types, by the real kubectl, on the training cluster.
let training: TrainingProcess;

/** All that was printed, and the exit code. @param patienceMs then it is ended, as by Ctrl-C */
function type(line: string, patienceMs = 60_000): Promise<string> {
  const command = `export KUBECONFIG=${training.kubeconfig}\n${line}`;
  return new Promise((resolve) => {
    execFile('bash', ['-c', command], { timeout: patienceMs, killSignal: 'SIGINT' }, (error, stdout, stderr) =>
      resolve(`${stdout}${stderr}[${String(error?.code ?? 0)}]`),
    );
  });
}

const deployment = (image: string): string => `kubectl apply -f - <<'E'
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {terminationGracePeriodSeconds: 1, containers: [{name: main, image: '${image}', ports: [{containerPort: 80}]}]}
E`;

beforeAll(async () => {
  training = await startTrainingProcess();
});

afterAll(async () => {
  expect(training.complaints()).toBe('');
  await training.end();
});

describe('kubectl on the training cluster', () => {
  it('is by the kubectl that was asked for, if one was', async () => {
    const { TEST_KUBECTL: asked = '' } = process.env;
    expect(await type('command -v kubectl')).toContain(`${asked}\n[0]`);
  });

  // In order: each stands on those before it.
  it.each<readonly [what: string, line: string, shows: RegExp]>([
    ['api-resources', 'kubectl api-resources', /^services +svc +v1 +true +Service$/m],
    [
      'explain of a kind',
      'kubectl explain svc',
      /DESCRIPTION:\n\s+Service is a named abstraction[^]*\n\s+spec\s+<ServiceSpec>/,
    ],
    ['apply', deployment('nginx:1.27'), /^deployment.apps\/web created\n\[0\]$/],
    ['apply again', deployment('nginx:1.27'), /^deployment.apps\/web unchanged\n\[0\]$/],
    ['rollout status', 'kubectl rollout status deploy/web', /deployment "web" successfully rolled out\n\[0\]$/],
    ['apply of a change', deployment('nginx:1.28'), /^deployment.apps\/web configured\n\[0\]$/],
    ['diff of nothing', deployment('nginx:1.28').replace('apply', 'diff'), /^\[0\]$/],
    [
      'diff',
      deployment('nginx:1.29').replace('apply', 'diff'),
      /-\s+- image: nginx:1.28[^]*\+\s+- image: nginx:1.29[^]*\[1\]$/,
    ],
    ['patch', `kubectl patch deploy web -p '{"spec":{"replicas":3}}'`, /^deployment.apps\/web patched\n\[0\]$/],
    ['set image', 'kubectl set image deploy/web main=nginx:1.29', /^deployment.apps\/web image updated\n\[0\]$/],
    ['rollout status after it', 'kubectl rollout status deploy/web', /successfully rolled out\n\[0\]$/],
    ['rollout history', 'kubectl rollout history deploy/web', /REVISION +CHANGE-CAUSE[^]*\n3 /],
    [
      'rollout undo',
      'kubectl rollout undo deploy/web && kubectl rollout status deploy/web',
      /rolled back\n[^]*successfully rolled out\n\[0\]$/,
    ],
    ['the image before', 'kubectl get deploy web -o jsonpath={..image}', /^nginx:1.28\[0\]$/],
    ['expose', 'kubectl expose deploy web --port=80', /^service\/web exposed\n\[0\]$/],
    [
      'get all',
      'kubectl get all',
      /pod\/web-[^]*service\/web +ClusterIP[^]*deployment.apps\/web +3\/3[^]*replicaset.apps\/web-/,
    ],
    ['scale', 'kubectl scale deploy web --replicas=1 && kubectl rollout status deploy/web', /scaled\n[^]*\[0\]$/],
    ['get -w', 'kubectl get deploy web -w --request-timeout=3s', /^NAME +READY[^\n]*\nweb +1\/1/],
    [
      'label',
      'kubectl label deploy web tier=front && kubectl get deploy -l tier=front -o name',
      /labeled\ndeployment.apps\/web\n\[0\]$/,
    ],
    ['annotate', 'kubectl annotate deploy web note=mine', /annotated\n\[0\]$/],
    [
      'a field selector',
      'kubectl get pods --field-selector=status.phase=Failed',
      /^No resources found in default namespace.\n\[0\]$/,
    ],
    ['logs', 'kubectl logs deploy/web', /\[0\]$/],
    [
      'logs -f',
      `kubectl run talk --image=busybox --restart=Never -- sh -c 'for i in 1 2 3; do echo "turn $i"; sleep 0.2; done' && until kubectl logs -f talk 2>/dev/null; do sleep 0.2; done`,
      /turn 1\nturn 2\nturn 3\n/,
    ],
    ['auth can-i', 'kubectl auth can-i delete pods', /^yes\n\[0\]$/],
    ['auth whoami', 'kubectl auth whoami', /Username +\S+[^]*\[0\]$/],
    ['events', 'kubectl events --for deploy/web', /ScalingReplicaSet[^]*\[0\]$/],
    ['cordon', 'kubectl cordon node-1 && kubectl get node node-1', /node\/node-1 cordoned\n[^]*SchedulingDisabled/],
    ['uncordon', 'kubectl uncordon node-1 && kubectl get node node-1', /uncordoned\n[^]*node-1 +Ready +</],
    [
      'create',
      'kubectl create ns mine && kubectl create deploy x --image=nginx -n mine && kubectl create job j --image=busybox -n mine -- true',
      /namespace\/mine created\ndeployment.apps\/x created\njob.batch\/j created\n\[0\]$/,
    ],
    [
      'exec of what is not there',
      'kubectl exec deploy/web -- frobnicate',
      /exec: "frobnicate": executable file not found in \$PATH|frobnicate: command not found/,
    ],
    [
      'port-forward',
      'kubectl port-forward deploy/web 8080:80',
      /the training cluster has no port-forward: call the Service from a client Pod[^]*\[1\]$/,
    ],
    [
      'delete',
      'kubectl delete deploy/web svc/web pod/talk --grace-period=1',
      /deployment.apps "web" deleted[^]*service "web" deleted[^]*pod "talk" deleted[^]*\[0\]$/,
    ],
    ['delete of a namespace', 'kubectl delete ns mine', /namespace "mine" deleted\n\[0\]$/],
  ])('%s', async (_what, line, shows) => {
    expect(await type(line)).toMatch(shows);
  });

  it.each([
    'service.spec.sessionAffinity',
    'service.spec.ports.targetPort',
    'pod.spec.containers.readinessProbe',
    'rs.spec.replicas',
    'endpointslice.endpoints.conditions.ready',
    // Another EndpointPort than that of Endpoints.
    'endpointslice.ports',
    'endpoints.subsets.ports',
    ...KINDS.map(({ plural }) => plural),
    ...KINDS.filter(({ kind }) => TYPES.get(kind)?.fields.has('spec')).map(({ plural }) => `${plural}.spec`),
  ])('explains %s in Kubernetes’ own words', async (path) => {
    const real = await onReal('explain', path);
    expect(await type(`kubectl explain ${path}`)).toBe(`${real}[0]`);
  });
});
