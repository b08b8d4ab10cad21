import { describe, expect, it } from 'vitest';
import { aPod, aService, aServicePort } from '../../test/support/builders.ts';
import { type PodChange, reverseOf, type ServiceChange, type ServiceEdit } from './change.ts';
import { changedSince } from './changed-since.ts';
import { kubectlOf, onVersion, patchOf } from './patch-of.ts';

const WEB = { namespace: 'shop', name: 'web', uid: 'u', resourceVersion: '7' };
const service = (...edits: readonly ServiceEdit[]): ServiceChange => ({ kind: 'Service', ...WEB, edits });
const pod = (from: PodChange['edits'][0]['from'], to: PodChange['edits'][0]['to']): PodChange => ({
  kind: 'Pod',
  ...WEB,
  edits: [{ field: 'labels', from, to }],
});
const PORTS = [aServicePort({ port: 53, protocol: 'UDP' }), aServicePort({ port: 53, protocol: 'TCP' })];
const TARGET: ServiceEdit = { field: 'targetPort', port: 53, protocol: 'TCP', from: 8080, to: 'dns' };
const NAME = 'app.kubernetes.io/name';

describe('a merge patch', () => {
  it.each<[string, ServiceEdit, object]>([
    ['changes a value', { field: 'selector', from: { a: '1' }, to: { a: '2' } }, { selector: { a: '2' } }],
    [
      'takes a key out by null and leaves what stays alone',
      { field: 'selector', from: { a: '1', b: '', c: '3' }, to: { a: '1', d: '' } },
      { selector: { b: null, c: null, d: '' } },
    ],
    ['takes the selector out whole', { field: 'selector', from: { a: '1' }, to: {} }, { selector: null }],
    ['gives a selector', { field: 'selector', from: null, to: { a: '1' } }, { selector: { a: '1' } }],
    [
      'publishNotReadyAddresses',
      { field: 'publishNotReadyAddresses', from: false, to: true },
      { publishNotReadyAddresses: true },
    ],
  ])('%s', (_name, edit, spec) => {
    expect(patchOf(service(edit), PORTS)).toEqual({ type: 'merge', body: { spec } });
  });

  it('carries the version beside the labels of a Pod', () => {
    const patch = onVersion(patchOf(pod({ app: 'web', old: '' }, { app: 'api' }), []), '7');
    expect(patch).toEqual({
      type: 'merge',
      body: { metadata: { labels: { app: 'api', old: null }, resourceVersion: '7' } },
    });
  });
});

describe('a JSON patch', () => {
  it('finds the port by number and protocol, and everything else goes with it', () => {
    const selector: ServiceEdit = { field: 'selector', from: { [NAME]: 'a', b: '1' }, to: { [NAME]: 'c' } };
    const published: ServiceEdit = { field: 'publishNotReadyAddresses', from: false, to: true };
    expect(onVersion(patchOf(service(TARGET, selector, published), PORTS), '7')).toEqual({
      type: 'json',
      body: [
        { op: 'replace', path: '/metadata/resourceVersion', value: '7' },
        { op: 'replace', path: '/spec/ports/1/targetPort', value: 'dns' },
        { op: 'remove', path: '/spec/selector/b' },
        { op: 'add', path: '/spec/selector/app.kubernetes.io~1name', value: 'c' },
        { op: 'add', path: '/spec/publishNotReadyAddresses', value: true },
      ],
    });
  });

  it.each<[ServiceEdit, object[]]>([
    [{ field: 'selector', from: null, to: { a: '1' } }, [{ op: 'add', path: '/spec/selector', value: { a: '1' } }]],
    [{ field: 'selector', from: { a: '1' }, to: null }, [{ op: 'remove', path: '/spec/selector' }]],
    [{ field: 'selector', from: null, to: {} }, []],
  ])('gives and takes a whole selector: %j', (edit, operations) => {
    const { body } = patchOf(service(TARGET, edit), PORTS);
    expect(body).toEqual([{ op: 'replace', path: '/spec/ports/1/targetPort', value: 'dns' }, ...operations]);
  });
});

describe('as kubectl', () => {
  it.each([
    [
      kubectlOf(service({ field: 'selector', from: { app: 'a' }, to: { app: 'b' } }), PORTS),
      `kubectl patch service web -n shop --type=merge -p '{"spec":{"selector":{"app":"b"}}}'`,
    ],
    [
      kubectlOf(service(TARGET), PORTS),
      `kubectl patch service web -n shop --type=json -p '[{"op":"replace","path":"/spec/ports/1/targetPort","value":"dns"}]'`,
    ],
    [
      kubectlOf(pod({ app: 'web', old: '', same: '1' }, { app: "it's", same: '1' }), []),
      String.raw`kubectl label pod web -n shop old- 'app=it'\''s' --overwrite`,
    ],
  ])('%s', (command, expected) => {
    expect(command).toBe(expected);
  });
});

describe('an undo', () => {
  it('swaps what was and what is, on whatever version still has it', () => {
    expect(reverseOf(service(TARGET))).toEqual({
      ...service({ ...TARGET, from: 'dns', to: 8080 }),
      resourceVersion: null,
    });
    expect(reverseOf(reverseOf(pod({ a: '1' }, { b: '2' }))).edits).toEqual(pod({ a: '1' }, { b: '2' }).edits);
  });
});

describe('what has changed since', () => {
  const now = aService({ selector: { app: 'web', tier: 'x' }, ports: PORTS });
  it.each<[ServiceEdit, string | null]>([
    [{ field: 'selector', from: { tier: 'x', app: 'web' }, to: null }, null],
    [{ field: 'selector', from: { app: 'web' }, to: null }, 'spec.selector'],
    [{ field: 'selector', from: null, to: null }, 'spec.selector'],
    [TARGET, null],
    [{ ...TARGET, from: '8080' }, 'spec.ports[53/TCP].targetPort'],
    [{ ...TARGET, port: 54 }, 'spec.ports[54/TCP].targetPort'],
    [{ field: 'publishNotReadyAddresses', from: true, to: false }, 'spec.publishNotReadyAddresses'],
  ])('%j: %s', (edit, field) => {
    expect(changedSince(service(edit), now)).toBe(field);
  });

  it('of labels, only those that the change is about', () => {
    const one = aPod({ meta: { labels: { app: 'web', by: 'others' } } });
    expect(changedSince(pod({ app: 'web' }, { app: 'api' }), one)).toBeNull();
    expect(changedSince(pod({ app: 'web' }, { app: 'web', more: '1' }), one)).toBeNull();
    expect(changedSince(pod({ app: 'web', by: 'me' }, { app: 'web' }), one)).toBe('metadata.labels');
    expect(changedSince(pod({}, { by: 'me' }), one)).toBe('metadata.labels');
  });
});
