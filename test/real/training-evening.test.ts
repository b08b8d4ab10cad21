import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTrainingProcess, type TrainingProcess } from '../support/training/training-process.ts';

// What a learner tries of an evening beyond the course, by the real kubectl, and what is said where it can't be done.
let training: TrainingProcess;
let folder = '';

/** All that was printed, and the exit code. `DIR` is a folder of the suite's own. */
function type(line: string): Promise<string> {
  const env = { ...process.env, KUBECONFIG: training.kubeconfig, DIR: folder };
  return new Promise((resolve) => {
    execFile('bash', ['-c', line], { env, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve(`${stdout}${stderr}[${String(error?.code ?? 0)}]`),
    );
  });
}

const map = (name: string): string => `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, labels: {set: pruned}}
`;

beforeAll(async () => {
  training = await startTrainingProcess();
  folder = mkdtempSync(join(tmpdir(), 'evening-'));
  writeFileSync(join(folder, 'one.yaml'), map('one'));
  writeFileSync(join(folder, 'both.yaml'), `${map('one')}---\n${map('two')}`);
  writeFileSync(join(folder, 'kustomization.yaml'), 'namePrefix: made-\nresources: [one.yaml]\n');
});

afterAll(async () => {
  expect(training.complaints()).toBe('');
  await training.end();
  rmSync(folder, { recursive: true });
});

const SERVER = 'registry.k8s.io/e2e-test-images/agnhost:2.53';
const POD = '$(kubectl get pod -l app=web -o name | head -1)';
type Typed = readonly [what: string, line: string, shows: RegExp];

// In order: each stands on those before it.
const ROLLOUTS: readonly Typed[] = [
  [
    'create deployment',
    `kubectl create deployment web --image=${SERVER} --replicas=2 --port=8080 -- /agnhost netexec --http-port=8080 && kubectl rollout status deploy/web`,
    /web created\n[^]*successfully rolled out\n\[0\]$/,
  ],
  [
    'scale from another size',
    'kubectl scale deploy web --replicas=2 --current-replicas=5',
    /[Ee]xpected replicas to be 5, was 2\n\[1\]$/,
  ],
  ['set env', 'kubectl set env deploy/web A=1 && kubectl set env deploy/web --list', /env updated\n[^]*\nA=1\n\[0\]$/],
  [
    'rollout restart',
    'kubectl rollout restart deploy/web && kubectl rollout status deploy/web',
    /restarted\n[^]*successfully rolled out\n\[0\]$/,
  ],
  [
    'rollout pause and resume',
    'kubectl rollout pause deploy/web; kubectl rollout restart deploy/web; kubectl rollout resume deploy/web',
    /paused\n[^]*resumed\n[^]*can't restart paused deployment/,
  ],
  [
    'edit',
    `EDITOR="sed -i 's/replicas: 2/replicas: 3/'" kubectl edit deploy web; kubectl get deploy web -o jsonpath={.spec.replicas}`,
    /web edited\n3\[0\]$/,
  ],
  [
    'wait for a field',
    `kubectl wait --for=jsonpath='{.status.readyReplicas}'=3 deploy/web --timeout=30s`,
    /condition met\n\[0\]$/,
  ],
  ['wait in vain', 'kubectl wait --for=condition=Nope deploy/web --timeout=1s', /timed out waiting[^]*\[1\]$/],
  [
    'label once more, and over',
    'kubectl label deploy web a=b; kubectl label deploy web a=c; kubectl label deploy web a=c --overwrite; kubectl label deploy web a-',
    /web labeled\n[^]*web labeled\n[^]*web unlabeled\n[^]*already has a value \(b\), and --overwrite is false/,
  ],
];

const PODS: readonly Typed[] = [
  [
    'run and expose',
    `kubectl run alone --image=${SERVER} --port=8080 --expose && kubectl get pod/alone svc/alone -o name`,
    /pod\/alone\nservice\/alone\n\[0\]$/,
  ],
  ['delete by force', 'kubectl delete pod alone --force', /Immediate deletion|force deleted[^]*\[0\]$/],
  [
    'cp there and back',
    `echo hello > $DIR/a; P=${POD}; kubectl cp $DIR/a \${P#pod/}:/tmp/a && kubectl exec $P -- cat /tmp/a && kubectl cp \${P#pod/}:/tmp/a $DIR/b; cat $DIR/b`,
    /^hello\nhello\n[^]*\[0\]$/,
  ],
  [
    'a Pod that ends',
    'kubectl run talk --image=busybox --restart=Never -- echo hi && kubectl wait --for=jsonpath={.status.phase}=Succeeded pod/talk --timeout=30s',
    /condition met\n\[0\]$/,
  ],
  ['logs since a time', 'kubectl logs talk --since-time=2000-01-01T00:00:00Z', /^hi\n\[0\]$/],
  ['logs since a time to come', 'kubectl logs talk --since-time=2999-01-01T00:00:00Z', /^\[0\]$/],
  [
    'exec in it',
    'kubectl exec talk -- ls',
    /cannot exec into a container in a completed pod; current phase is Succeeded/,
  ],
  ['exec in no container', 'kubectl exec deploy/web -c nope -- ls', /container nope is not valid for pod web-/],
  [
    'its Events, in order',
    'kubectl get events --field-selector=involvedObject.name=talk -o jsonpath={.items[*].reason}',
    /^Scheduled (Pulling )?Pulled Created Started\[0\]$/,
  ],
  ['delete, and wait for it', 'kubectl delete pod talk && kubectl wait --for=delete pod/talk', /deleted[^]*\[0\]$/],
];

const OTHERS: readonly Typed[] = [
  [
    'create service',
    'kubectl create service nodeport np --tcp=80 && kubectl create service externalname en --external-name=example.com && kubectl get svc en np',
    /en +ExternalName +<none> +example.com[^]*np +NodePort +10\.96\.[\d.]+ +<none> +80:3\d+\/TCP/,
  ],
  [
    'patch by JSON',
    `kubectl patch svc np --type=json -p '[{"op":"replace","path":"/spec/ports/0/port","value":81}]'`,
    /patched\n\[0\]$/,
  ],
  [
    'apply -k',
    'kubectl apply -k $DIR && kubectl diff -k $DIR && kubectl delete -k $DIR',
    /configmap\/made-one created\nconfigmap "made-one" deleted[^\n]*\n\[0\]$/,
  ],
  [
    'apply and prune',
    'kubectl apply -f $DIR/both.yaml && kubectl apply -f $DIR/one.yaml --prune -l set=pruned --prune-allowlist=core/v1/ConfigMap',
    /configmap\/one unchanged\nconfigmap\/two pruned\n[^]*\[0\]$/,
  ],
  ['explain all of it', 'kubectl explain svc.spec.ports --recursive', /\n +targetPort\s+<IntOrString>\n[^]*\[0\]$/],
  ['auth can-i --list', 'kubectl auth can-i --list', /^Resources[^]*\n\*\.\* +\[\] +\[\] +\[\*\]\n[^]*\[0\]$/],
  ['readyz at length', `kubectl get --raw '/readyz?verbose'`, /\[\+\]ping ok\n[^]*readyz check passed\n\[0\]$/],
  ['top', 'kubectl top pod', /Metrics API not available\n\[1\]$/],
  ['debug', `kubectl debug ${POD} --image=busybox -- true`, /could not find the requested resource[^]*\[1\]$/],
];

describe('an evening with kubectl', () => {
  it.each([...ROLLOUTS, ...PODS, ...OTHERS])('%s', async (_what, line, shows) => {
    expect(await type(line)).toMatch(shows);
  });
});
