import { expect, it } from 'vitest';
import { aCondition, aContainer, aContainerStatus, anEndpointOf, aPod, aSlice } from '../../test/support/builders.ts';
import type { RunMember } from './run-update.ts';
import { stillHolds } from './still-holds.ts';

const BEGAN = Date.parse('2026-01-01T00:30:00Z');
const podAt = (number: number, more: Parameters<typeof aPod>[0] = {}) =>
  aPod({ meta: { name: `web-${String(number)}` }, podIPs: [`10.244.0.${String(number)}`], ...more });
const [one, two] = [podAt(1), podAt(2)];
const membersOf = (...pods: readonly (typeof one)[]): readonly RunMember[] =>
  pods.map(({ meta, podIPs }) => ({ uid: meta.uid, pod: meta.name, ips: podIPs, from: null, until: null }));
const run = { members: membersOf(one, two), membershipChanges: [] };
const behind = (pods: readonly (typeof one)[], ready = true) => ({
  slices: [aSlice({ endpoints: pods.map((pod) => anEndpointOf(pod, { ready, serving: ready })) })],
  portName: '',
  pods,
});
const restarted = podAt(2, {
  containers: [
    aContainer({ status: aContainerStatus({ state: { kind: 'running', startedAt: '2026-01-01T00:31:00Z' } }) }),
  ],
});
const turned = podAt(2, {
  conditions: [aCondition('Ready', 'True', { lastTransitionTime: '2026-01-01T00:31:00Z' })],
});

it.each([
  ['the same endpoints, unchanged', run, behind([one, two]), true],
  ['the same, where Pods are not known', run, { ...behind([one, two]), pods: null }, true],
  ['nobody was ready then', { ...run, members: [] }, behind([one, two]), false],
  ['nobody was ready then nor is now', { ...run, members: [] }, behind([]), false],
  ['they changed in the run', { ...run, membershipChanges: [5] }, behind([one, two]), false],
  ['one has gone', run, behind([one]), false],
  ['one has come', run, behind([one, two, podAt(3)]), false],
  ['one was made anew', run, behind([one, podAt(2, { meta: { name: 'web-2', uid: 'other' } })]), false],
  ['none of them is ready now', run, behind([one, two], false), false],
  ['a container was started since', run, behind([one, restarted]), false],
  ['one was not ready for a while since', run, behind([one, turned]), false],
  ['the port is another', run, { ...behind([one, two]), portName: 'web' }, false],
])('a run holds still, or does not: %s', (_, asked, now, holds) => {
  expect(stillHolds(asked, now, BEGAN)).toBe(holds);
});
