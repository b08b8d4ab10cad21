import { describe, expect, it } from 'vitest';
import {
  aContainer,
  aPod,
  aService,
  aServicePort,
  aSlice,
  anEndpoint,
  anEndpointOf,
  conditionsOf,
} from '../../test/support/builders.ts';
import { STARTED_LONG_AGO, STARTING } from '../../test/support/findings/cases-pods.ts';
import type { World } from '../../test/support/findings/world.ts';
import { aWorkload, aWorld, inputOf, NOTHING_MET, NOW, twoPods } from '../../test/support/findings/world.ts';
import { diagnose } from './diagnose.ts';
import type { Finding } from './finding.ts';

const found = (world: Partial<World>): readonly Finding[] => diagnose(inputOf(aWorld(world)));
const codes = (world: Partial<World>): readonly string[] => found(world).map(({ code }) => code);
const attention = (world: Partial<World>): readonly string[] =>
  found(world).flatMap(({ severity, code }) => (severity === 'info' ? [] : [code]));

describe('where other tools raise false alarms', () => {
  it('a numeric targetPort needs no containerPort, and one under another name is no mistake', () => {
    expect(codes({ pods: twoPods({ containers: [aContainer({ ports: [] })] }) })).toEqual(['nothing-visible']);
    const other = aContainer({ ports: [{ name: 'metrics', containerPort: 9000, protocol: 'TCP' }] });
    expect(codes({ pods: twoPods({ containers: [other] }) })).toEqual(['nothing-visible']);
  });

  it('different Pods may resolve a named targetPort to different numbers', () => {
    const ported = (containerPort: number, index: number) => ({
      ...twoPods()[index],
      containers: [aContainer({ ports: [{ name: 'http', containerPort, protocol: 'TCP' }] })],
    });
    const service = aService({ ports: [aServicePort({ targetPort: 'http' })] });
    expect(codes({ service, pods: [ported(8080, 0), ported(9090, 1)] as World['pods'] })).toEqual(['nothing-visible']);
  });

  it('a sidecar’s port counts', () => {
    const sidecar = aContainer({ sidecar: true, ports: [{ name: 'http', containerPort: 15001, protocol: 'TCP' }] });
    const service = aService({ ports: [aServicePort({ targetPort: 'http' })] });
    expect(codes({ service, pods: twoPods({ initContainers: [sidecar] }) })).toEqual(['nothing-visible']);
  });

  it('one of several probes on the target port is enough, and an exec probe or one Istio rewrote says nothing', () => {
    const probe = (kind: 'httpGet' | 'exec', port: number | null, path: string | null) =>
      aContainer({ name: `c${String(port)}`, readinessProbe: { kind, port, path } });
    const both = [probe('httpGet', 15021, '/healthz'), probe('httpGet', 8080, '/')];
    expect(codes({ pods: twoPods({ containers: both }) })).toEqual(['nothing-visible']);
    expect(codes({ pods: twoPods({ containers: [probe('exec', null, null)] }) })).toEqual(['nothing-visible']);
    const rewritten = probe('httpGet', 15020, '/app-health/web/readyz');
    expect(codes({ pods: twoPods({ containers: [rewritten] }) })).toEqual(['nothing-visible']);
  });

  it('absent Endpoints say nothing', () => {
    expect(codes({ endpoints: undefined })).toEqual(['nothing-visible']);
  });

  it('a Pod that has just been made is on its way, later it is not', () => {
    expect(attention(STARTING)).toEqual([]);
    expect(attention(STARTED_LONG_AGO)).toEqual(['pod-not-ready']);
  });

  it('a Pod being deleted is no trouble, not even where its probe fails', () => {
    const leaving = aPod({
      meta: { name: 'gone', deletionTimestamp: '2026-01-01T00:59:59Z' },
      conditions: conditionsOf(false),
    });
    expect(attention({ pods: [...twoPods(), leaving] })).toEqual([]);
  });

  it('a rollout’s two ReplicaSets are one owner, with and without workloads', () => {
    const of = (hash: string, index: number) => {
      const owner = { kind: 'ReplicaSet', name: `web-${hash}`, uid: `uid-${hash}`, controller: true };
      const labels = { app: 'web', 'pod-template-hash': hash };
      return aPod({ meta: { name: hash, labels, ownerReferences: [owner] }, podIPs: [`10.244.0.${String(index)}`] });
    };
    const pods = [of('aaa', 1), of('bbb', 2)];
    expect(codes({ pods, workloads: null })).toEqual(['nothing-visible']);
    expect(codes({ pods })).toEqual(['nothing-visible']);
  });

  it('a canary with the same image is worth knowing, no more', () => {
    const owned = (name: string, image: string, index: number) =>
      aPod({
        meta: { name, ownerReferences: [{ kind: 'StatefulSet', name, uid: name, controller: true }] },
        podIPs: [`10.244.0.${String(index)}`],
        containers: [aContainer({ image })],
      });
    const pods = [owned('stable', 'registry:5000/web:1', 1), owned('canary', 'registry:5000/web:2@sha256:0', 2)];
    expect(attention({ pods })).toEqual([]);
    expect(codes({ pods })).toContain('selects-other-owners');
  });

  it('old ReplicaSets of a Deployment at 0 are not called scaled down beside it', () => {
    const deployment = aWorkload({ replicas: 2, currentReplicas: 0 });
    const owner = { kind: 'Deployment', name: 'web', uid: deployment.meta.uid, controller: true };
    const old = aWorkload({
      kind: 'ReplicaSet',
      replicas: 0,
      meta: { uid: 'uid-old', name: 'web-old', ownerReferences: [owner] },
    });
    expect(attention({ pods: [], workloads: [deployment, old] })).toEqual(['workload-makes-no-pods']);
  });

  it('hints on some endpoints only are not heeded', () => {
    const pods = twoPods();
    const endpoints = pods.map((pod, index) => ({ ...anEndpointOf(pod), forZones: index === 0 ? ['a'] : [] }));
    expect(codes({ pods, slices: [aSlice({ endpoints })] })).toEqual(['nothing-visible']);
  });

  it('a refusal while nobody is ready is told by why nobody is', () => {
    const lastTraffic = { at: NOW, results: [{ ...NOTHING_MET, refused: 9 }] };
    const crash = twoPods({ conditions: conditionsOf(false) });
    expect(attention({ pods: crash, lastTraffic })).toEqual(['pod-not-ready']);
  });
});

describe('who is behind the failures of a run', () => {
  const silent = { pods: ['web-2'], error: 'reset' as const };
  const result = { ...NOTHING_MET, answered: 20, broken: [{ by: 'reset' as const, requests: 20 }], silent };
  const named = (world: Partial<World>) =>
    found(world).flatMap(({ code, parameters }) => (code === 'traffic-breaks' ? [parameters] : []));

  it('is named for the failure that all of its requests came to, and for no other', () => {
    const both = { ...result, timeouts: 1 };
    expect(named({ lastTraffic: { at: NOW, results: [both] } })).toMatchObject([{ silent: ['web-2'], failed: 20 }]);
    const [hangs] = found({ lastTraffic: { at: NOW, results: [both] } }).filter(({ code }) => code === 'traffic-hangs');
    expect(hangs?.parameters).toMatchObject({ silent: [], failed: 1 });
  });

  it('is not named where hints keep the client from some of them: those are silent and well', () => {
    const pods = twoPods();
    const endpoints = pods.map((pod, index) => ({ ...anEndpointOf(pod), forZones: [index === 0 ? 'a' : 'b'] }));
    const world = { pods, slices: [aSlice({ endpoints })], lastTraffic: { at: NOW, results: [result] } };
    expect(named(world)).toMatchObject([{ silent: [] }]);
  });
});

describe('severity', () => {
  it('of one sick Pod is a warning beside others, an error where nobody gets traffic', () => {
    const sick = twoPods({ conditions: conditionsOf(false) });
    expect(found({ pods: sick })[0]).toMatchObject({ code: 'pod-not-ready', severity: 'error' });
    expect(found({ pods: sick })[0]?.parameters).toMatchObject({ pods: ['web-1', 'web-2'] });
    const [first] = sick;
    const beside = [...twoPods().slice(1), ...(first === undefined ? [] : [first])];
    expect(found({ pods: beside })[0]).toMatchObject({ code: 'pod-not-ready', severity: 'warning' });
  });

  it.each<[code: Finding['code'], world: Partial<World>]>([
    ['selector-matches-no-pod', { service: aService({ selector: { app: 'nobody' } }) }],
    ['only-ended-pods-match', { pods: twoPods({ phase: 'Succeeded' }) }],
    ['workload-scaled-to-zero', { pods: [], workloads: [aWorkload({ replicas: 0 })] }],
    ['workload-makes-no-pods', { pods: [], workloads: [aWorkload()] }],
    ['named-port-missing', { service: aService({ ports: [aServicePort({ targetPort: 'http' })] }) }],
  ])('of %s is a warning where an address written by hand gets the traffic', (code, world) => {
    const severity = (more: Partial<World>) =>
      found({ ...world, ...more }).flatMap((each) => (each.code === code ? [each.severity] : []));
    const byHand = (ready: boolean): Partial<World> => ({
      slices: [aSlice({ managedBy: 'by-hand', endpoints: [anEndpoint({ conditions: { ready } })] })],
    });
    expect(severity({})).toEqual(['error']);
    expect(severity(byHand(false))).toEqual(['error']);
    expect(severity(byHand(true))).toEqual(['warning']);
  });

  it('of a refusal is a warning where another endpoint answers', () => {
    const silent = { pods: ['web-2'], error: 'refused' as const };
    const of = (answered: number) => ({ at: NOW, results: [{ ...NOTHING_MET, answered, refused: 9, silent }] });
    expect(found({ lastTraffic: of(9) })[0]).toMatchObject({
      code: 'traffic-refused',
      severity: 'warning',
      parameters: { silent: ['web-2'], targetPort: 8080 },
    });
    expect(found({ lastTraffic: of(0) })[0]).toMatchObject({ code: 'traffic-refused', severity: 'error' });
  });

  it('of answers that say the server failed is a warning while others are well', () => {
    const of = (requests: number) => ({
      at: NOW,
      results: [{ ...NOTHING_MET, answered: 9, serverErrors: [{ status: 500, requests }] }],
    });
    expect(found({ lastTraffic: of(8) })).toMatchObject([{ code: 'traffic-server-errors', severity: 'warning' }]);
    expect(found({ lastTraffic: of(9) })).toMatchObject([{ code: 'traffic-server-errors', severity: 'error' }]);
  });
});

it('the two values that disagree stand beside each other', () => {
  const service = aService({ selector: { app: 'myapp', tier: 'front' } });
  const pods = twoPods({ meta: { labels: { app: 'myapp-rs', tier: 'front' } } });
  expect(found({ service, pods })[0]).toMatchObject({
    code: 'selector-matches-no-pod',
    object: { kind: 'Service', name: 'web', field: 'spec.selector.app' },
    values: { expected: 'app=myapp', found: 'app=myapp-rs' },
  });
  expect(found({ portAsked: 8080 })[0]).toMatchObject({ parameters: { is: 'target-port', use: 80 } });
});
