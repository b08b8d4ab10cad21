import { describe, expect, it } from 'vitest';
import { findingCodes, findingsFaults } from './findings-faults.ts';
import type { State } from './product.ts';
import { statesOf } from './product.ts';
import type { Look, RawEndpoints, RawMeta, RawPod, RawService, RawSlice } from './raw.ts';

const SELECTOR = { app: 'myapp' };
const NODE = 'node-1';

function metaOf(name: string, more: Partial<RawMeta> = {}): RawMeta & { readonly creationTimestamp: string } {
  const creationTimestamp = '2026-01-01T00:00:00Z';
  return { name, namespace: 'default', uid: `uid-${name}`, resourceVersion: '1', creationTimestamp, ...more };
}

const service: RawService = {
  metadata: metaOf('myapp-svc'),
  spec: {
    type: 'ClusterIP',
    clusterIP: '10.96.0.10',
    selector: SELECTOR,
    ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }],
    ipFamilies: ['IPv4'],
  },
};

const pod = (name: string, ip: string): RawPod => ({
  metadata: metaOf(name, { labels: SELECTOR }),
  spec: { nodeName: NODE, containers: [{ name: 'app' }] },
  status: {
    phase: 'Running',
    podIPs: [{ ip }],
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ ready: true }],
  },
});

const slice = (...pods: readonly RawPod[]): RawSlice => ({
  metadata: metaOf('myapp-svc-abcde', {
    labels: {
      'kubernetes.io/service-name': 'myapp-svc',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    },
  }),
  addressType: 'IPv4',
  ports: [{ name: '', protocol: 'TCP', port: 8080 }],
  endpoints: pods.map(({ metadata: { name, uid }, status }) => ({
    addresses: (status.podIPs ?? []).map(({ ip }) => ip),
    conditions: { ready: true, serving: true, terminating: false },
    targetRef: { kind: 'Pod', namespace: 'default', name, uid },
    nodeName: NODE,
  })),
});

const endpoints = (...ips: readonly string[]): RawEndpoints => ({
  metadata: metaOf('myapp-svc'),
  subsets: [{ addresses: ips.map((ip) => ({ ip })), ports: [{ port: 8080, protocol: 'TCP' }] }],
});

const [ONE, TWO] = [pod('pod-1', '10.1.0.1'), pod('pod-2', '10.1.0.2')];

function stateOf(look: Partial<Look>): State {
  const whole: Look = { services: [service], pods: [ONE, TWO], slices: [slice(ONE, TWO)], endpoints: [], ...look };
  const [state] = statesOf(whole, new Set([NODE]));
  if (state === undefined) throw new Error('a look without a Service');
  return state;
}

// Each line is a fault of the product: shown here are states that the product can't have got right.
describe('the faults of findings', () => {
  it('are none where all is well, and then that is what is found', () => {
    const state = stateOf({ endpoints: [endpoints('10.1.0.1', '10.1.0.2')] });
    expect(findingsFaults(state)).toEqual([]);
    expect(findingCodes(state)).toEqual(['nothing-visible']);
  });

  it('are none where nobody is reached, and it is said', () => {
    expect(findingsFaults(stateOf({ pods: [], slices: [] }))).toEqual([]);
  });

  it('tell of what is only said while the controllers have not come to rest', () => {
    const [fault] = findingsFaults(stateOf({ slices: [slice(ONE)] }));
    expect(fault).toMatch(/^at rest, and found: error slices-lag/);
  });

  it('tell of Endpoints that are called different where they are what the controller writes', () => {
    const state = stateOf({ endpoints: [endpoints('10.1.0.1', '10.1.0.9')] });
    expect(findingsFaults(state).join()).toMatch(/^Endpoints are as they have to be, and found: .*endpoints-differ/);
  });

  it('tell of an error found beside slices in which each port reaches somebody', () => {
    const nobody = stateOf({ pods: [], slices: [] });
    const state = { ...nobody, slices: [slice(ONE, TWO)] };
    expect(findingsFaults(state).join()).toMatch(
      /^each port reaches somebody, and found: error selector-matches-no-pod/,
    );
  });

  it('tell of a Service that reaches nobody and is called well', () => {
    const state = { ...stateOf({}), slices: [] };
    expect(findingsFaults(state).join()).toMatch(/^nobody is reached, and found: info nothing-visible/);
  });

  it('tell of a state nothing can be said of', () => {
    const state = stateOf({});
    const broken = { ...state, input: { ...state.input, service: null as never } };
    expect(findingsFaults(broken).join()).toMatch(/^no findings, because of TypeError/);
  });
});
