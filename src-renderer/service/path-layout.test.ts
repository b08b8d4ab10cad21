import { describe, expect, it } from 'vitest';
import { anEndpointOf, aPod, aService, aServicePort, aSlice, conditionsOf } from '../../test/support/builders.ts';
import { membershipOf } from '#shared/membership/membership.ts';
import { BOX_HEIGHT, layOutPath } from './path-layout.ts';

const SPACE = { width: 1200, height: 800 };
const NODES = new Map([['node-1', { ready: true }]]);
const podsOf = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aPod({ meta: { name: `web-${String(index)}` }, podIPs: [`10.244.0.${String(index + 1)}`] }),
  );
const over = (pods: ReturnType<typeof podsOf>, listed = pods) =>
  membershipOf({
    service: aService(),
    pods,
    slices: [aSlice({ endpoints: listed.map((pod) => anEndpointOf(pod)) })],
    endpoints: null,
    nodes: NODES,
  });

describe('layOutPath', () => {
  it('draws an edge to each endpoint and from it to its Pod', () => {
    const { edges, rows } = layOutPath(over(podsOf(4)), 0, 1, SPACE);
    expect(rows.map(({ tone }) => tone)).toEqual(['live', 'live', 'live', 'live']);
    expect(edges.filter(({ key }) => key.endsWith(' endpoint'))).toHaveLength(4);
    expect(edges.filter(({ key }) => key.endsWith(' pod'))).toHaveLength(4);
  });

  it('draws no edge to a Pod that stands in no slice', () => {
    const pods = [...podsOf(1), aPod({ meta: { name: 'zz' }, podIPs: [], conditions: conditionsOf(false) })];
    const { edges, rows } = layOutPath(over(pods, pods.slice(0, 1)), 0, 1, SPACE);
    expect(rows.map(({ tone }) => tone)).toEqual(['live', 'out']);
    expect(edges.filter(({ key }) => key.startsWith('uid-pod-zz'))).toEqual([]);
  });

  it('folds many Pods into others, fewer where there is less room', () => {
    const membership = over(podsOf(40));
    expect(layOutPath(membership, 0, 1, SPACE).others?.count).toBe(28);
    expect(layOutPath(membership, 0, 1, { width: 1200, height: 200 }).others?.count).toBe(35);
    expect(layOutPath(over(podsOf(13)), 0, 1, SPACE).others).toBeNull();
  });

  it('says that there is nobody where there is nobody', () => {
    const { nobody, edges } = layOutPath(over([]), 0, 1, SPACE);
    expect(nobody).not.toBeNull();
    expect(edges.map(({ tone }) => tone)).toEqual(['idle', 'idle']);
  });

  const service = aService({ ports: [aServicePort({ name: 'a' }), aServicePort({ name: 'b', port: 81 })] });
  const membership = membershipOf({ service, pods: [], slices: [], endpoints: null, nodes: NODES });

  it('draws an edge from the client to each port', () => {
    const { client, ports, edges } = layOutPath(membership, 0, 2, SPACE);
    expect(ports).toHaveLength(2);
    const [from, to] = [client.x + client.width, ports.map(({ x, y }) => `${x} ${y + BOX_HEIGHT / 2}`)];
    const drawn = edges.filter(({ key }) => key.startsWith('port-')).map(({ d }) => d);
    expect(drawn.map((d) => d.startsWith(`M ${from} `))).toEqual([true, true]);
    expect(drawn.map((d, index) => d.endsWith(` ${to[index] ?? ''}`))).toEqual([true, true]);
  });

  it('lights the chosen port only', () => {
    const tones = layOutPath(membership, 1, 2, SPACE).edges.filter(({ key }) => key.startsWith('port-'));
    expect(tones.map(({ tone }) => tone)).toEqual(['dim', 'idle']);
  });

  it.each([1248, 1888])('fills %i pixels, names and all, before it leaves any of them empty', (width) => {
    const [, , , pods] = layOutPath(over(podsOf(2)), 0, 1, { width, height: 500 }).columns;
    expect(Math.round(pods.x + pods.width)).toBe(width);
  });

  it('keeps every box inside the width and apart from its neighbour', () => {
    for (const width of [860, 1280, 1920]) {
      const { columns } = layOutPath(over(podsOf(2)), 0, 1, { width, height: 500 });
      for (const [index, column] of columns.entries()) {
        const next = columns[index + 1];
        expect(column.x + column.width).toBeLessThanOrEqual(next === undefined ? width : next.x - 20);
      }
    }
  });
});
