import { expect, it } from 'vitest';
import { aService, aServicePort } from '../../test/support/builders.ts';
import { clientJob, clientPod, type ProbeOptions } from './probe-manifest.ts';
import { twinRefusal, twinService } from './twin-service.ts';

const options: ProbeOptions = {
  marks: { instance: 'me', run: '0123456789abcdef', expiresAt: Date.parse('2026-11-23T12:00:00Z') },
  namespace: 'shop',
  clients: 3,
  settings: { image: 'curl', imagePullSecret: 'pull', imagePullPolicy: 'Never' },
  deadlineSeconds: 120,
};
const labels = {
  'app.kubernetes.io/managed-by': 'servicescope',
  'servicescope.dev/instance': 'me',
  'servicescope.dev/run': '0123456789abcdef',
};
const annotations = { 'servicescope.dev/expires-at': '2026-11-23T12:00:00.000Z' };

it('the client Job is an anchor that ends and removes itself', () => {
  expect(clientJob(options)).toMatchObject({
    kind: 'Job',
    metadata: { name: 'servicescope-0123456789abcdef', namespace: 'shop', labels, annotations },
    spec: {
      parallelism: 3,
      completions: 3,
      backoffLimit: 0,
      activeDeadlineSeconds: 120,
      ttlSecondsAfterFinished: 10,
      template: { metadata: { labels, annotations } },
    },
  });
});

it('a client Pod fits Pod Security restricted and needs no token', () => {
  expect(clientPod(options, 1)).toMatchObject({
    metadata: {
      name: 'servicescope-0123456789abcdef-1',
      labels,
      annotations: { ...annotations, 'linkerd.io/inject': 'disabled' },
    },
    spec: {
      activeDeadlineSeconds: 120,
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      imagePullSecrets: [{ name: 'pull' }],
      securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          image: 'curl',
          imagePullPolicy: 'Never',
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    },
  });
});

it('the twin has the fixed list of fields and nothing of the user’s besides', () => {
  const service = aService({
    meta: { namespace: 'shop', labels: { team: 'x' } },
    type: 'LoadBalancer',
    externalIPs: ['192.0.2.1'],
    externalTrafficPolicy: 'Local',
    internalTrafficPolicy: 'Local',
    trafficDistribution: 'PreferClose',
    ports: [aServicePort({ name: 'web', targetPort: 'http', nodePort: 30_080, appProtocol: 'http' })],
  });
  expect(twinService(service, options.marks, { name: 'job', uid: 'u' })).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'servicescope-twin-0123456789abcdef',
      namespace: 'shop',
      labels,
      annotations,
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'job', uid: 'u' }],
    },
    spec: {
      type: 'ClusterIP',
      selector: { app: 'web' },
      ports: [{ name: 'web', port: 80, targetPort: 'http', protocol: 'TCP', appProtocol: 'http' }],
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } },
      publishNotReadyAddresses: false,
      internalTrafficPolicy: 'Local',
      trafficDistribution: 'PreferClose',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
    },
  });
  const sticky = aService({ sessionAffinity: 'ClientIP', affinityTimeoutSeconds: 60 });
  expect(twinService(sticky, options.marks, { name: 'job', uid: 'u' })).toMatchObject({
    spec: { sessionAffinity: 'None' },
  });
  expect(JSON.stringify(twinService(sticky, options.marks, { name: 'job', uid: 'u' }))).not.toContain(
    'sessionAffinityConfig',
  );
});

it.each([
  [aService(), null],
  [aService({ type: 'ExternalName' }), 'ExternalName'],
  [aService({ clusterIPs: ['None'] }), 'headless'],
  [aService({ selector: null }), 'no-selector'],
  [aService({ selector: {} }), 'no-selector'],
])('a twin is refused where it would mean nothing', (service, reason) => {
  expect(twinRefusal(service)?.parameters ?? null).toEqual(reason === null ? null : { reason });
});
