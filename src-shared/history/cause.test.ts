import { describe, expect, it } from 'vitest';
import { aCondition, aPod, aService } from '../../test/support/builders.ts';
import type { Pod } from '../kube/pod.ts';
import type { Evidence } from './cause.ts';
import { causeOf, mayBecomeClearer } from './cause.ts';
import type { HistoryCause, MemberEntry } from './history.ts';

const AT = Date.parse('2026-01-01T00:01:00Z');
const owned = aPod({ meta: { ownerReferences: [{ kind: 'ReplicaSet', name: 'web-rs', uid: 'u', controller: true }] } });
const labelled = (labels: Pod['meta']['labels']): Pod => aPod({ meta: { labels } });
const evicted = aPod({
  meta: { deletionTimestamp: '2026-01-01T00:01:30Z' },
  conditions: [aCondition('DisruptionTarget', 'True', { reason: 'EvictionByEvictionAPI' })],
});
const probe = { code: 'readiness-probe', container: 'web', message: null } as const;

function cause(what: MemberEntry['what'], evidence: Partial<Evidence>): HistoryCause {
  return causeOf(what, {
    at: AT,
    service: aService(),
    serviceCreated: null,
    selectorBefore: null,
    pod: aPod(),
    podSeen: AT - 60_000,
    podGone: false,
    labelsBefore: null,
    terminating: false,
    reasons: [],
    ...evidence,
  });
}

describe('why a member', () => {
  const relabelled: HistoryCause = { code: 'labels-changed', labels: [{ key: 'app', from: 'web', to: 'debug' }] };
  const reselected: HistoryCause = { code: 'selector-changed', from: 'app=web', to: 'app=other' };
  it.each<[string, MemberEntry['what'], Partial<Evidence>, HistoryCause]>([
    [
      'entered: its ReplicaSet made it',
      'entered',
      { pod: owned },
      { code: 'pod-created', by: { controller: 'ReplicaSet', name: 'web-rs' } },
    ],
    ['entered: it was made, by nobody known', 'entered', {}, { code: 'pod-created', by: null }],
    [
      'entered: it is old, and nothing about it changed',
      'entered',
      { at: AT + 3_600_000, reasons: [{ code: 'ready' }] },
      { code: 'reason', reason: { code: 'ready' } },
    ],
    [
      'entered: its labels changed',
      'entered',
      { labelsBefore: { app: 'debug' } },
      { code: 'labels-changed', labels: [{ key: 'app', from: 'debug', to: 'web' }] },
    ],
    [
      'entered: a label came that the selector does not ask for',
      'entered',
      { labelsBefore: { app: 'web', tier: 'a' } },
      { code: 'pod-created', by: null },
    ],
    [
      'entered: the selector changed',
      'entered',
      { selectorBefore: { at: AT, selector: { app: 'other' } } },
      { code: 'selector-changed', from: 'app=other', to: 'app=web' },
    ],
    [
      'entered: it was made after the selector had changed',
      'entered',
      { podSeen: AT - 1, selectorBefore: { at: AT - 2, selector: { app: 'other' } } },
      { code: 'pod-created', by: null },
    ],
    ['entered: the Service is newer than it', 'entered', { serviceCreated: AT }, { code: 'service-created' }],
    [
      'entered: somebody wrote it in',
      'entered',
      { service: aService({ selector: null }), pod: null, reasons: [{ code: 'hand-made', managedBy: null }] },
      { code: 'reason', reason: { code: 'hand-made', managedBy: null } },
    ],
    ['entered: Pods may not be read', 'entered', { pod: null }, { code: 'unknown' }],
    ['turned ready', 'became-ready', { reasons: [{ code: 'ready' }] }, { code: 'reason', reason: { code: 'ready' } }],
    ['turned not ready: its probe', 'became-not-ready', { reasons: [probe] }, { code: 'reason', reason: probe }],
    ['turned not ready: it is being deleted', 'became-not-ready', { terminating: true }, { code: 'deleted', by: null }],
    [
      'turned not ready: it is evicted',
      'became-not-ready',
      { pod: evicted },
      { code: 'deleted', by: { kind: 'disruption', reason: 'EvictionByEvictionAPI' } },
    ],
    ['left: it was being deleted', 'left', { terminating: true, pod: null }, { code: 'deleted', by: null }],
    ['left: it is gone', 'left', { podGone: true }, { code: 'deleted', by: null }],
    ['left: the Service is gone', 'left', { service: null }, { code: 'service-deleted' }],
    ['left: its labels changed', 'left', { pod: labelled({ app: 'debug' }), labelsBefore: { app: 'web' } }, relabelled],
    ['left: its labels changed, unseen', 'left', { pod: labelled({ app: 'debug' }) }, relabelled],
    [
      'left: it lost the label',
      'left',
      { pod: labelled({}), labelsBefore: { app: 'web' } },
      { code: 'labels-changed', labels: [{ key: 'app', from: 'web', to: null }] },
    ],
    [
      'left: the selector changed',
      'left',
      { service: aService({ selector: { app: 'other' } }), selectorBefore: { at: AT, selector: { app: 'web' } } },
      reselected,
    ],
    [
      'left: the selector changed, another label before that',
      'left',
      {
        service: aService({ selector: { app: 'other' } }),
        selectorBefore: { at: AT, selector: { app: 'web' } },
        labelsBefore: { app: 'web', tier: 'a' },
      },
      reselected,
    ],
    [
      'left: it completed',
      'left',
      { reasons: [{ code: 'phase', phase: 'Succeeded', reason: null }] },
      { code: 'reason', reason: { code: 'phase', phase: 'Succeeded', reason: null } },
    ],
    [
      'left: somebody took it out',
      'left',
      { service: aService({ selector: {} }), pod: null },
      { code: 'slice-edited' },
    ],
    ['left: Pods may not be read', 'left', { pod: null }, { code: 'unknown' }],
  ])('%s', (_, what, evidence, expected) => {
    expect(cause(what, evidence)).toEqual(expected);
  });
});

it('what the Pod itself has not told yet may become clearer; what is known stays', () => {
  expect(mayBecomeClearer({ code: 'unknown' })).toBe(true);
  expect(mayBecomeClearer({ code: 'reason', reason: { code: 'slices-lag' } })).toBe(true);
  expect(mayBecomeClearer({ code: 'reason', reason: probe })).toBe(false);
  expect(mayBecomeClearer({ code: 'deleted', by: null })).toBe(true);
  expect(mayBecomeClearer({ code: 'deleted', by: { kind: 'disruption', reason: 'x' } })).toBe(false);
});
