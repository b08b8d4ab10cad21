import { describe, expect, it } from 'vitest';
import {
  aPod,
  aService,
  aServicePort,
  aSlice,
  anEndpoint,
  anEndpointOf,
  anEndpointPort,
  conditionsOf,
} from '../../test/support/builders.ts';
import { only } from '../../test/support/findings/found.ts';
import type { World } from '../../test/support/findings/world.ts';
import { nodesOf, twoPods } from '../../test/support/findings/world.ts';
import type { EndpointSlice } from '../kube/endpoint-slice.ts';
import { commandLine, commandsOf, scopeOf } from './commands.ts';
import { listed } from './side-by-side.ts';

// Which two values stand side by side, and which object is named.

describe('R9: of the first Pod that the slices do not follow', () => {
  const pods = twoPods();
  const lag = (slices: readonly EndpointSlice[], world: Partial<World> = {}) =>
    only({ pods, slices, ...world }, 'slices-lag');
  const [first, second] = pods.map((pod) => anEndpointOf(pod));
  const slice = (...endpoints: readonly (typeof first)[]) =>
    aSlice({ endpoints: endpoints.flatMap((each) => (each === undefined ? [] : [each])) });

  it('what would be written beside nothing, where it stands nowhere', () => {
    const found = lag([slice(first)]);
    expect(found.values).toEqual({
      expected: 'addresses=10.244.0.2 ports=8080 ready=true serving=true terminating=false',
      found: '<none>',
    });
    expect(found.object).toMatchObject({ kind: 'EndpointSlice', name: 'web-abc', field: 'endpoints' });
  });

  it('nothing beside what stands there, where the Pod has gone', () => {
    const gone = anEndpointOf(aPod({ meta: { name: 'gone', uid: 'uid-gone' }, podIPs: ['10.244.0.3'] }));
    expect(lag([slice(first, second, gone)]).values).toMatchObject({ expected: '<none>' });
  });

  it('what differs and no more, and the slice it stands in', () => {
    const others = aSlice({ meta: { name: 'web-aaa' }, endpoints: first === undefined ? [] : [first] });
    const stale = anEndpointOf(twoPods()[1] ?? aPod(), { ready: false, serving: false });
    const found = lag([slice(stale), others]);
    expect(found.values).toEqual({ expected: 'ready=true serving=true', found: 'ready=false serving=false' });
    expect(found.object.name).toBe('web-abc');
    const moved = aSlice({ ports: [anEndpointPort({ port: 9090 })], endpoints: [...slice(first, second).endpoints] });
    expect(lag([moved]).values).toEqual({ expected: 'ports=8080', found: 'ports=9090' });
  });

  it('the selector that says so, where there is no slice at all', () => {
    expect(lag([]).object).toMatchObject({ kind: 'Service', field: 'spec.selector' });
  });
});

it('R10 names the slice that has the one endpoint', () => {
  const [pod = aPod()] = twoPods();
  const slices = [aSlice({ meta: { name: 'a' } }), aSlice({ meta: { name: 'b' }, endpoints: [anEndpointOf(pod)] })];
  expect(only({ pods: [pod], slices }, 'one-endpoint').object).toMatchObject({ kind: 'EndpointSlice', name: 'b' });
});

it('R4 names the slice that says who is not ready, or has nobody', () => {
  const service = aService({ selector: null });
  const asleep = anEndpoint({ conditions: { ready: false } });
  const found = only({ service, slices: [aSlice({ managedBy: 'me', endpoints: [asleep] })] }, 'no-endpoint-ready');
  expect(found.object).toMatchObject({ kind: 'EndpointSlice', field: 'endpoints.conditions.ready' });
  expect(found.values).toEqual({ expected: 'ready=true', found: 'ready=false' });
});

describe('R4: what a probe asks stands', () => {
  const world = { pods: [], slices: [] };
  it('beside the Nodes there are, of a Pod on one that does not exist', () => {
    const pod = aPod({ nodeName: 'ghost' });
    const found = only({ ...world, pods: [pod], nodes: nodesOf({ b: true, a: false }) }, 'node-missing');
    expect(found.values).toEqual({ expected: 'ghost', found: 'a, b' });
  });

  it('beside what the Pod’s own condition says', () => {
    const pod = aPod({ conditions: conditionsOf(false) });
    expect(only({ ...world, pods: [pod] }, 'pod-not-ready').values).toEqual({
      expected: 'Ready=True',
      found: 'Ready=False',
    });
  });
});

it('R8 says of a Pod that is leaving why it should get nothing', () => {
  const service = aService({ publishNotReadyAddresses: true });
  const values = (pod: Parameters<typeof aPod>[0]) =>
    only({ service, pods: [aPod(pod)] }, 'not-ready-gets-traffic').values;
  expect(values({ conditions: conditionsOf(false) })).toEqual({ expected: 'ready=true', found: 'serving=false' });
  const leaving = { meta: { deletionTimestamp: '2026-01-01T00:59:50Z' } };
  expect(values(leaving)).toEqual({ expected: 'ready=true', found: 'terminating=true' });
});

describe('R5: the command that gives a port of a slice its name', () => {
  const named = (...names: readonly string[]) => names.map((name, index) => aServicePort({ name, port: 80 + index }));
  const carrying = (slice: Parameters<typeof aSlice>[0], ...names: readonly string[]) =>
    aSlice({
      managedBy: null,
      ports: names.map((name) => anEndpointPort({ name })),
      endpoints: [anEndpoint()],
      ...slice,
    });
  const mend = (ports: readonly string[], ...slices: readonly EndpointSlice[]): string | null => {
    const service = aService({ selector: null, ports: named(...ports) });
    const found = only({ service, slices }, 'slice-lacks-port');
    const { mend: command } = commandsOf(found, scopeOf(service, 'c'));
    return command === null ? null : commandLine(command);
  };

  it('where one is left over on each side', () => {
    expect(mend(['web', 'api'], carrying({}, 'api', 'other'))).toBe(
      `kubectl --context c -n default patch endpointslice web-abc --type=json -p '[{"op":"test","path":"/ports/1/name","value":"other"},{"op":"replace","path":"/ports/1/name","value":"web"}]'`,
    );
  });

  it.each([
    ['of two that may be meant', carrying({}, 'one', 'two')],
    [
      'of a controller that would write it back',
      carrying({ managedBy: 'endpointslicemirroring-controller.k8s.io' }, 'one'),
    ],
    [
      'of an owner that would',
      carrying({ meta: { ownerReferences: [{ kind: 'A', name: 'a', uid: 'u', controller: true }] } }, 'one'),
    ],
    ['of another protocol', carrying({ ports: [anEndpointPort({ name: 'one', protocol: 'UDP' })] })],
  ])('not %s', (_, slice) => {
    expect(mend(['web'], slice)).toBeNull();
  });

  it('not where two slices lack it', () => {
    const endpoints = [anEndpoint({ addresses: ['10.244.0.9'] })];
    expect(mend(['web'], carrying({}, 'one'), carrying({ meta: { name: 'b' }, endpoints }, 'one'))).toBeNull();
  });
});

it('R18 names the first Pod that is not ready, and no DaemonSet nobody has seen', () => {
  const counts = { selector: 'component=kube-proxy', ready: 1, total: 3 };
  const kubeProxy = { kind: 'kube-proxy', ...counts, notReady: ['p-1', 'p-2'] } as const;
  const { object, values, parameters } = only({ kubeProxy }, 'kube-proxy-not-ready');
  expect(object).toEqual({ kind: 'Pod', namespace: 'kube-system', name: 'p-1', field: 'status.conditions[Ready]' });
  expect([values, parameters.pods]).toEqual([{ expected: '3', found: '1' }, ['p-1', 'p-2']]);
});

it('R20 says what was asked and that it was refused, and which field the look was for', () => {
  const denied = { verb: 'list', resource: 'things', namespace: 'default' };
  const unread = (world: Partial<World>) => {
    const { object, values } = only(world, 'kind-unknown');
    expect(values).toEqual({ expected: 'list things', found: 'Forbidden' });
    return `${object.kind} ${String(object.field)}`;
  };
  expect(unread({ deniedKinds: [{ kind: 'NetworkPolicy', ...denied }] })).toBe('Service spec.selector');
  expect(unread({ deniedKinds: [{ kind: 'Endpoints', ...denied }] })).toBe('Endpoints subsets');
  const look = (of: 'elsewhere' | 'data-plane') => ({ refusedLooks: [{ kind: 'Pod', ...denied, look: of }] });
  expect(unread(look('elsewhere'))).toBe('Service metadata.namespace');
  expect(unread(look('data-plane'))).toBe('Service spec.clusterIP');
  // Not refused: still read, and nothing to set side by side.
  expect(only({ slices: null }, 'slices-unknown').values).toBeNull();
});

it('of many values the first are shown, and how many more there are', () => {
  expect(listed([])).toBe('<none>');
  expect(listed([1, 2])).toBe('1, 2');
  expect(listed(Array.from({ length: 10 }, (_, index) => index))).toBe('0, 1, 2, 3, 4, 5, 6, 7, … (+2)');
});
