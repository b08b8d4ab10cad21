import { expect, it } from 'vitest';
import { aPod } from '../../test/support/builders.ts';
import type { KubeEvent } from '../kube/kube-event.ts';
import { explainByEvents } from './event-causes.ts';
import type { HistoryCause, MemberEntry } from './history.ts';

const AT = Date.parse('2026-01-01T01:00:00Z');
const time = (seconds: number): string => new Date(AT + seconds * 1000).toISOString();
const POD = { kind: 'Pod', namespace: 'default', name: 'web-1', uid: 'uid-1' };
const RS = { kind: 'ReplicaSet', namespace: 'default', name: 'web-rs', uid: 'uid-rs' };

function event(
  reason: string,
  message: string,
  more: Partial<KubeEvent> & { readonly first?: number } = {},
): KubeEvent {
  const { first = -20, ...fields } = more;
  const meta = { ...aPod().meta, creationTimestamp: time(first) };
  const rest = { count: 1, lastSeen: time(-2), source: 'kubelet', container: null, involved: POD };
  return { kind: 'Event', meta, type: 'Warning', reason, message, ...rest, ...fields };
}

function entry(why: HistoryCause): MemberEntry {
  const what = why.code === 'deleted' ? 'left' : 'became-not-ready';
  return { id: 1, at: AT, since: null, what, member: { key: 'uid-1', name: 'web-1' }, state: null, why };
}

const probe = (message: string | null): HistoryCause => ({
  code: 'reason',
  reason: { code: 'readiness-probe', container: 'web', message },
});
const deletedBy = (kind: string, name: string): HistoryCause => ({
  code: 'deleted',
  by: { kind: 'controller', controller: kind, name },
});
const FAILED = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
const unhealthy = event('Unhealthy', FAILED);
const GONE: HistoryCause = { code: 'deleted', by: null };

it.each<[string, HistoryCause, readonly KubeEvent[], HistoryCause]>([
  ['no Event', probe(null), [], probe(null)],
  ['the probe that failed', probe(null), [unhealthy], probe(FAILED)],
  ['one that goes on failing', probe(null), [event('Unhealthy', FAILED, { lastSeen: time(600) })], probe(FAILED)],
  [
    'the last of several',
    probe(null),
    [event('Unhealthy', 'Readiness probe errored', { lastSeen: time(-9) }), unhealthy],
    probe(FAILED),
  ],
  ['a liveness probe', probe(null), [event('Unhealthy', 'Liveness probe failed: 500')], probe(null)],
  [
    'a probe of long before',
    probe(null),
    [event('Unhealthy', FAILED, { lastSeen: time(-600), first: -900 })],
    probe(null),
  ],
  [
    'a probe of afterwards',
    probe(null),
    [event('Unhealthy', FAILED, { lastSeen: time(600), first: 500 })],
    probe(null),
  ],
  ['another container’s', probe(null), [event('Unhealthy', FAILED, { container: 'proxy' })], probe(null)],
  ['another Pod’s', probe(null), [event('Unhealthy', FAILED, { involved: { ...POD, uid: 'other' } })], probe(null)],
  ['words that are known already', probe('before'), [unhealthy], probe('before')],
  [
    'a ReplicaSet that deleted it',
    GONE,
    [event('SuccessfulDelete', 'Deleted pod: web-1', { involved: RS })],
    deletedBy('ReplicaSet', 'web-rs'),
  ],
  [
    'a StatefulSet that deleted it',
    GONE,
    [
      event('SuccessfulDelete', 'delete Pod web-1 in StatefulSet db successful', {
        involved: { ...RS, kind: 'StatefulSet', name: 'db' },
      }),
    ],
    deletedBy('StatefulSet', 'db'),
  ],
  [
    'one that deleted a Pod of a longer name',
    GONE,
    [event('SuccessfulDelete', 'Deleted pod: web-11', { involved: RS })],
    GONE,
  ],
  [
    'one that deleted its namesake later',
    GONE,
    [event('SuccessfulDelete', 'Deleted pod: web-1', { lastSeen: time(60), involved: RS })],
    GONE,
  ],
  ['the kubelet that stops it: not who deleted it', GONE, [event('Killing', 'Stopping container web')], GONE],
])('%s', (_, why, events, expected) => {
  expect(explainByEvents([entry(why)], events)).toEqual([{ ...entry(why), why: expected }]);
});

it('gives the same list back where Events add nothing', () => {
  const entries = [entry(probe('before')), entry(GONE)];
  expect(explainByEvents(entries, [unhealthy])).toBe(entries);
});
