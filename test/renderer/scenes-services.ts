import { failure } from '../../src-shared/ipc/failure.ts';
import { aService } from '../support/builders.ts';
import { ago, COURSE, manyServices, troubledServices } from './course-cluster.ts';
import { DESCRIPTION, firstBatch } from './scene.ts';

import { ALL, MULTI, now, type Scenes, withCourse } from './scene-parts.ts';

const HOSTILE = aService({
  meta: { name: 'hostile', creationTimestamp: ago(50) },
  selector: { app: '<img src=x onerror=alert(1)>\u001b[31m', 'rtl\u202e': 'gnp.exe' },
  clusterIPs: ['10.99.1.1'],
});

const STALE = {
  phase: 'stale',
  since: now - 12_000,
  whole: true,
  reason: failure('connect.lost', { host: '127.0.0.1:6443', detail: 'The connection was reset by the peer.' }),
  retryAt: now + 4_000,
} as const;

export const SERVICES_SCENES: Scenes = {
  services: () => withCourse({ hash: '#/services' }),
  'services-all': () =>
    withCourse({ opened: ALL, batches: [firstBatch([...COURSE, ...troubledServices(), HOSTILE, MULTI], {}, ALL)] }),
  'services-many': () => withCourse({ opened: ALL, batches: [firstBatch(manyServices(1000), {}, ALL)] }),
  'services-loading': () =>
    withCourse({
      batches: [
        firstBatch([], {
          Service: { phase: 'connecting', since: now, loaded: 0 },
          Pod: { phase: 'connecting', since: now, loaded: 1500 },
          EndpointSlice: { phase: 'connecting', since: now, loaded: 0 },
        }),
      ],
    }),
  'services-half': () =>
    withCourse({
      batches: [
        firstBatch(
          COURSE.filter(({ kind }) => kind === 'Service'),
          {
            Pod: { phase: 'connecting', since: now, loaded: 1500 },
            EndpointSlice: { phase: 'connecting', since: now, loaded: 0 },
          },
        ),
      ],
    }),
  'services-empty': () => withCourse({ batches: [firstBatch([])] }),
  'services-denied': () =>
    withCourse({
      batches: [
        firstBatch([], {
          Service: { phase: 'denied', since: 0, verb: 'list', resource: 'services', namespace: 'default' },
          Namespace: { phase: 'denied', since: 0, verb: 'list', resource: 'namespaces', namespace: null },
        }),
      ],
    }),
  'services-limited': () =>
    withCourse({
      description: { ...DESCRIPTION, readOnly: true, testRuntime: true, electron: '33.2.1' },
      batches: [
        firstBatch(
          COURSE.filter(({ kind }) => kind !== 'Pod' && kind !== 'EndpointSlice' && kind !== 'Namespace'),
          {
            Pod: { phase: 'denied', since: 0, verb: 'list', resource: 'pods', namespace: 'default' },
            EndpointSlice: {
              phase: 'denied',
              since: 0,
              verb: 'list',
              resource: 'endpointslices',
              namespace: 'default',
            },
            Namespace: { phase: 'denied', since: 0, verb: 'list', resource: 'namespaces', namespace: null },
            Service: { phase: 'polling', since: now, everySeconds: 10 },
          },
        ),
      ],
    }),
  'services-stale': () =>
    withCourse({
      batches: [
        firstBatch(COURSE, { Service: STALE, Pod: STALE, EndpointSlice: STALE, Node: STALE, Namespace: STALE }),
      ],
    }),
};
