import { expect, it } from 'vitest';
import { StatusError, type Draft, type ResourceName } from '../cluster-api.ts';
import { kindOf } from '../kinds.ts';
import { filterOf } from './selectors.ts';

function selects(resource: ResourceName, fieldSelector: string, object: Draft): boolean | string {
  const metadata = { name: 'a,b', namespace: 'default', uid: '', resourceVersion: '1', creationTimestamp: '' };
  try {
    return filterOf(
      kindOf(resource),
      new URLSearchParams({ fieldSelector }),
    )({ apiVersion: 'v1', kind: '', ...object, metadata });
  } catch (error) {
    if (error instanceof StatusError) return error.status.message;
    throw error;
  }
}

const REPORTED = { reportingComponent: 'kubelet' };

it.each<[ResourceName, string, Draft, boolean | string]>([
  ['events', 'source=kubelet', { source: { component: 'kubelet' } }, true],
  ['events', 'source=kubelet', { source: {}, ...REPORTED }, true],
  ['events', 'source=kubelet', { source: { component: 'other' }, ...REPORTED }, false],
  ['batch/jobs', 'status.successful=0', {}, true],
  ['batch/jobs', 'status.successful=2', { status: { succeeded: 2 } }, true],
  ['batch/jobs', 'status.succeeded=2', {}, 'field label "status.succeeded" not supported for Job'],
  ['pods', 'spec.host=node-1', { spec: { nodeName: 'node-1' } }, true],
  ['pods', 'status.podIPs=10.244.0.1', { status: { podIPs: [{ ip: '10.244.0.1' }] } }, false],
  ['configmaps', 'metadata.name=a\\,b,metadata.namespace!=x', {}, true],
  ['configmaps', 'metadata.name=a=b', {}, 'invalid field selector: unescaped character in value: 61'],
])('%s by %s', (resource, fieldSelector, object, expected) => {
  expect(selects(resource, fieldSelector, object)).toBe(expected);
});
