import { aPod, aService, aServicePort, aSlice, aContainer, anEndpoint, anEndpointPort } from '../builders.ts';
import type { FindingCase } from './world.ts';
import { aWorkload, aWorld, twoPods } from './world.ts';

const handMade = aSlice({ managedBy: 'someone.example.com', endpoints: [anEndpoint()] });
const asking = (selector: Readonly<Record<string, string>>) => aService({ selector });
const replicaSet = (name: string) => ({
  ownerReferences: [{ kind: 'ReplicaSet', name, uid: 'uid-owner', controller: true }],
});
const pods = (first: string, second: string, image = 'nginx') => [
  aPod({ meta: { name: 'a', ...replicaSet(first) } }),
  aPod({
    meta: { name: 'b', ...replicaSet(second) },
    podIPs: ['10.244.0.2'],
    containers: [aContainer({ image })],
  }),
];

/** R1, R2, R3, R17, R19: the Service and its selector. */
export const SERVICE_CASES: readonly FindingCase[] = [
  {
    code: 'external-name',
    raised: aWorld({ service: aService({ type: 'ExternalName', externalName: 'db.example.com' }) }),
    nearMiss: aWorld({ service: aService({ type: 'ClusterIP', externalName: 'db.example.com' }) }),
  },
  {
    code: 'headless',
    raised: aWorld({ service: aService({ clusterIPs: ['None'] }) }),
    nearMiss: aWorld({ service: aService({ clusterIPs: ['10.96.0.10'] }) }),
  },
  {
    code: 'no-selector',
    raised: aWorld({ service: aService({ selector: null }), slices: [handMade] }),
    nearMiss: aWorld({ service: aService({ selector: { app: 'web' } }), slices: [handMade] }),
  },
  {
    code: 'no-selector-no-address',
    raised: aWorld({ service: asking({}), slices: [aSlice({ managedBy: 'me', endpoints: [] })] }),
    nearMiss: aWorld({ service: asking({}), slices: [aSlice({ managedBy: 'me', endpoints: [anEndpoint()] })] }),
  },
  {
    code: 'port-not-in-service',
    raised: aWorld({ portAsked: 8080 }),
    nearMiss: aWorld({ portAsked: 80 }),
  },
  {
    code: 'selector-matches-no-pod',
    raised: aWorld({ service: asking({ app: 'myapp' }), pods: twoPods({ meta: { labels: { app: 'myapp-rs' } } }) }),
    nearMiss: aWorld({
      service: asking({ app: 'myapp-rs' }),
      pods: twoPods({ meta: { labels: { app: 'myapp-rs' } } }),
    }),
  },
  {
    code: 'workload-scaled-to-zero',
    raised: aWorld({ pods: [], workloads: [aWorkload({ replicas: 0 })] }),
    nearMiss: aWorld({ pods: [], workloads: [aWorkload({ replicas: 1 })] }),
  },
  {
    code: 'workload-makes-no-pods',
    raised: aWorld({ pods: [], workloads: [aWorkload()] }),
    nearMiss: aWorld({ pods: [], workloads: [aWorkload({ currentReplicas: 1 })] }),
  },
  {
    code: 'same-labels-elsewhere',
    raised: aWorld({ pods: [], elsewhere: [{ namespace: 'shop', pods: 3 }] }),
    nearMiss: aWorld({ pods: [], elsewhere: [{ namespace: 'shop', pods: 0 }] }),
    beside: ['selector-matches-no-pod'],
  },
  {
    code: 'only-ended-pods-match',
    raised: aWorld({ pods: [aPod({ phase: 'Succeeded' })] }),
    nearMiss: aWorld({ pods: [aPod({ phase: 'Running' })] }),
  },
  {
    code: 'selects-other-owners',
    raised: aWorld({ pods: pods('web', 'db', 'postgres:17') }),
    nearMiss: aWorld({
      pods: pods('web', 'db', 'postgres:17').map((pod) => ({ ...pod, meta: { ...pod.meta, ...replicaSet('web') } })),
    }),
  },
  {
    code: 'slice-lacks-port',
    raised: aWorld({
      service: aService({ selector: null, ports: [aServicePort({ name: 'web' })] }),
      slices: [aSlice({ managedBy: 'me', ports: [anEndpointPort({ name: 'http' })], endpoints: [anEndpoint()] })],
    }),
    nearMiss: aWorld({
      service: aService({ selector: null, ports: [aServicePort({ name: 'web' })] }),
      slices: [aSlice({ managedBy: 'me', ports: [anEndpointPort({ name: 'web' })], endpoints: [anEndpoint()] })],
    }),
  },
];
