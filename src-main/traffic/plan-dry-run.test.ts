import { expect, it } from 'vitest';
import { failure, type Failure } from '#shared/ipc/failure.ts';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { aRunRequest } from '../../test/support/run-request.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { ApiRequest, KubeApi } from '../kube/kube-api.ts';
import { projectService } from '../kube/project-service.ts';
import { createSharer } from '../kube/share.ts';
import { dryRunRefusal } from './plan-dry-run.ts';
import { runTarget } from './target-service.ts';

const forbidden = (message: string): Failure =>
  failure('api.forbidden', { verb: 'create', resource: 'pods', namespace: 'n', message });

/** The refusal of a dry run where Jobs are let in and Pods are answered with this. */
function refusalWhere(pods: Failure): Promise<Failure | null> {
  const asked = ({ path, query }: ApiRequest): unknown => {
    expect(query).toEqual({ dryRun: 'All' });
    if (path.endsWith('/pods')) throw new FailureError(pods);
    return {};
  };
  const api: KubeApi = {
    json: async <T>(request: ApiRequest) => (await Promise.resolve().then(() => asked(request))) as T,
    stream: () => Promise.reject(new Error('not asked for here')),
    clockSkewMs: () => null,
  };
  const raw = {
    metadata: { namespace: 'n', name: 'web', uid: 'u', resourceVersion: '1' },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.0.0.1',
      clusterIPs: ['10.0.0.1'],
      ports: [{ port: 80, protocol: 'TCP' }],
    },
  };
  const service = projectService(raw, createSharer());
  const target = service === null ? null : runTarget(service, 80);
  if (target === null || 'code' in target) throw new Error('the Service of this test is not testable');
  const client = { image: 'curl', imagePullSecret: null, imagePullPolicy: 'IfNotPresent' } as const;
  const deps = { api, clock: createFakeClock(), instance: 'i', proxyMode: 'iptables', client } as const;
  const rights = { client: 'job', permissions: [], missing: null } as const;
  return dryRunRefusal(deps, aRunRequest(), target, rights, new AbortController().signal);
}

// Pod Security `restricted` lets our client in, so no real namespace refuses it: its words are those of k/k
// staging/src/k8s.io/pod-security-admission/admission.
it('Pod Security that lets the Job in and refuses its Pods is told', async () => {
  const refused = forbidden(
    'pods "servicescope-0" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot',
  );
  expect(await refusalWhere(refused)).toEqual(refused);
});

it('a user who may not create Pods themselves is not refused for it: the Job’s controller makes them', async () => {
  const message = 'pods is forbidden: User "jane" cannot create resource "pods" in API group "" in the namespace "n"';
  expect(await refusalWhere(forbidden(message))).toBeNull();
});
