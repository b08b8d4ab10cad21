import { expect, it } from 'vitest';
import { anAdmittedCluster } from '../../../test/support/admitted-cluster.ts';
import { EventRecorder } from './event-recorder.ts';

const SOURCE = { component: 'test' };

it('lists what it told of an object in the order it was told, within one moment too', () => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const cluster = anAdmittedCluster(() => now);
  const pod = cluster.create('pods', 'default', {
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'c', image: 'nginx' }] },
  });
  const recorder = new EventRecorder(cluster);
  const told = ['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started', 'Killing', 'Failed', 'BackOff', 'Unhealthy'];
  for (const [index, reason] of told.entries()) {
    if (index === 6) now += 1;
    recorder.record(pod, SOURCE, { type: 'Normal', reason, message: reason });
  }
  const events = cluster.list('events', 'default');
  expect(events.map(({ reason }) => reason)).toEqual(told);
  expect(events.map(({ metadata }) => metadata.name)).toEqual(
    events.map(() => expect.stringMatching(/^p\.[0-9a-f]{16}$/) as string),
  );
  recorder.record(pod, SOURCE, { type: 'Normal', reason: 'Pulling', message: 'Pulling' });
  expect(cluster.list('events', 'default').map(({ reason }) => reason)).toEqual(told);
});
