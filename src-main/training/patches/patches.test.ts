import { describe, expect, it } from 'vitest';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
import { applyStrategicPatch } from './strategic-patch.ts';

describe('JSON patch', () => {
  it('adds, removes, replaces, moves, copies and tests', () => {
    const patch = [
      { op: 'test', path: '/a/0', value: 1 },
      { op: 'add', path: '/a/-', value: 3 },
      { op: 'add', path: '/a/0', value: 0 },
      { op: 'replace', path: '/b~1c', value: 'x' },
      { op: 'copy', from: '/b~1c', path: '/d' },
      { op: 'move', from: '/e', path: '/f' },
      { op: 'remove', path: '/g' },
    ];
    expect(applyJsonPatch({ a: [1, 2], 'b/c': 'y', e: 5, g: 1 }, patch)).toEqual({
      a: [0, 1, 2, 3],
      'b/c': 'x',
      d: 'x',
      f: 5,
    });
  });

  it.each([
    [[{ op: 'test', path: '/a', value: 2 }]],
    [[{ op: 'replace', path: '/nothing', value: 2 }]],
    [[{ op: 'remove', path: '/a/b' }]],
    [[{ op: 'dance', path: '/a' }]],
    [[{ op: 'add', path: 'a', value: 1 }]],
  ])('refuses %j', (patch) => {
    expect(() => applyJsonPatch({ a: 1 }, patch)).toThrow();
  });

  it('changes nothing of what it was given, and no prototype', () => {
    const target = { a: { b: 1 } };
    const result = applyJsonPatch(target, [{ op: 'add', path: '/a/__proto__', value: { polluted: true } }]);
    expect(target).toEqual({ a: { b: 1 } });
    expect(Object.hasOwn(result.a as object, '__proto__')).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

it('merge patch removes by null and replaces lists', () => {
  const target = { a: { b: 1, c: 2 }, l: [1, 2] };
  expect(applyMergePatch(target, { a: { b: null, d: 3 }, l: [3], n: { x: null } })).toEqual({
    a: { c: 2, d: 3 },
    l: [3],
    n: {},
  });
});

describe('strategic merge patch', () => {
  const pod = {
    spec: {
      containers: [
        { name: 'a', image: '1' },
        { name: 'b', image: '2' },
      ],
      nodeSelector: { x: 'y' },
    },
  };

  it('merges lists by their key', () => {
    const patch = {
      spec: {
        containers: [
          { name: 'b', image: '3' },
          { name: 'c', image: '4' },
        ],
      },
    };
    expect(applyStrategicPatch(pod, patch, 'Pod')).toEqual({
      spec: {
        nodeSelector: { x: 'y' },
        containers: [
          { name: 'a', image: '1' },
          { name: 'b', image: '3' },
          { name: 'c', image: '4' },
        ],
      },
    });
  });

  it('follows $patch, $setElementOrder and $retainKeys', () => {
    const patch = {
      spec: {
        containers: [{ name: 'a', $patch: 'delete' }, { name: 'c' }],
        '$setElementOrder/containers': [{ name: 'c' }, { name: 'b' }],
        nodeSelector: { $patch: 'replace', z: '1' },
      },
    };
    expect(applyStrategicPatch(pod, patch, 'Pod')).toEqual({
      spec: { containers: [{ name: 'c' }, { name: 'b', image: '2' }], nodeSelector: { z: '1' } },
    });
    const recreate = { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } };
    const rolling = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } };
    expect(applyStrategicPatch(rolling, recreate, 'Deployment')).toEqual({ spec: { strategy: { type: 'Recreate' } } });
  });

  it('deletes from a set and adds to it', () => {
    const target = { metadata: { finalizers: ['a', 'b'] } };
    const patch = { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'], finalizers: ['c'] } };
    expect(applyStrategicPatch(target, patch, 'Pod')).toEqual({ metadata: { finalizers: ['b', 'c'] } });
  });

  it('merges the ports of a Service by port', () => {
    const target = { spec: { ports: [{ port: 80, targetPort: 80 }] } };
    expect(applyStrategicPatch(target, { spec: { ports: [{ port: 80, targetPort: 8080 }] } }, 'Service')).toEqual({
      spec: { ports: [{ port: 80, targetPort: 8080 }] },
    });
  });
});
