import { ECHO_IMAGE } from '../../../scripts/suites/images.mjs';
import { kubectlJson } from '../../support/kubectl.ts';

const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'servicescope' };
const OTHER_INSTANCE = '11111111-2222-4333-8444-555555555555';
const RUN = 'feedfacefeedface';

interface Marks {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const expires = (minutesFromNow: number): Marks['annotations'] => ({
  'servicescope.dev/expires-at': new Date(Date.now() + minutesFromNow * 60_000).toISOString(),
});
const labels = (instance: string): Marks['labels'] => ({
  ...MANAGED_BY,
  'servicescope.dev/instance': instance,
  'servicescope.dev/run': RUN,
});

function without(all: Marks['labels'], name: string): Marks['labels'] {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== name));
}

/** A Service nobody stands behind, a Job and a Pod that never start: cheap, and one of each kind that the sweep looks at. */
function oneEach(namespace: string, name: string, { labels: marked, annotations }: Marks): readonly object[] {
  const metadata = { name, namespace, labels: marked, annotations };
  const inert = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  const container = { name: 'c', image: ECHO_IMAGE, securityContext: inert };
  const securityContext = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
  const template = { spec: { restartPolicy: 'Never', securityContext, containers: [container] } };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ port: 80 }] } },
    { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { suspend: true, template } },
    // No scheduler takes it as long as the gate stands.
    { apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...template.spec, schedulingGates: [{ name: 'test/never' }] } },
  ];
}

const asList = (items: readonly object[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

/**
 * What the sweep of an installation must leave alone: another installation's objects as long as they have not been expired
 * for five minutes, and a person's own that look like ours but lack one of the four marks. As a manifest.
 */
export function untouchableYaml(namespace: string, instance: string): string {
  const own = labels(instance);
  const expired = expires(-30);
  return asList([
    ...oneEach(namespace, 'servicescope-other-running', { labels: labels(OTHER_INSTANCE), annotations: expires(5) }),
    ...oneEach(namespace, 'servicescope-other-just-expired', {
      labels: labels(OTHER_INSTANCE),
      annotations: expires(-1),
    }),
    ...oneEach(namespace, 'servicescope-no-expiry', { labels: own, annotations: {} }),
    ...oneEach(namespace, 'servicescope-no-run', {
      labels: without(own, 'servicescope.dev/run'),
      annotations: expired,
    }),
    ...oneEach(namespace, 'servicescope-no-instance', {
      labels: without(own, 'servicescope.dev/instance'),
      annotations: expired,
    }),
    ...oneEach(namespace, 'servicescope-not-managed', {
      labels: { ...own, 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: expired,
    }),
    ...oneEach(namespace, `servicescope-twin-${RUN}`, { labels: {}, annotations: {} }),
  ]);
}

/** Another installation's, expired for longer than the five minutes: for the sweep to take. */
export function expiredYaml(namespace: string): string {
  return asList(
    oneEach(namespace, 'servicescope-expired', { labels: labels(OTHER_INSTANCE), annotations: expires(-6) }),
  );
}

/** kind/name -> uid of every Service, Job and Pod in a namespace. */
export async function identities(namespace: string): Promise<ReadonlyMap<string, string>> {
  const { items } = await kubectlJson<{ items: { kind: string; metadata: { name: string; uid: string } }[] }>(
    'get',
    'services,jobs,pods',
    '-n',
    namespace,
  );
  return new Map(items.map(({ kind, metadata }) => [`${kind}/${metadata.name}`, metadata.uid]));
}
