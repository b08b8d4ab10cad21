import { expect, it } from 'vitest';
import type { Change } from './change.ts';
import { UNTOUCHED } from './draft.ts';
import { withChange } from './with-change.ts';

const object = { namespace: 'default', name: 'web', uid: 'uid', resourceVersion: null };

it.each<[Change, object]>([
  [
    {
      kind: 'Service',
      ...object,
      edits: [
        { field: 'selector', from: { app: 'we' }, to: { app: 'web' } },
        { field: 'targetPort', port: 80, protocol: 'TCP', from: 'http', to: 8080 },
        { field: 'publishNotReadyAddresses', from: false, to: true },
      ],
    },
    {
      subject: 'service',
      selector: [{ id: 0, key: 'app', value: 'web' }],
      targetPorts: { '80/TCP': '8080' },
      publishNotReadyAddresses: true,
    },
  ],
  [
    { kind: 'Pod', ...object, edits: [{ field: 'labels', from: {}, to: { app: 'web' } }] },
    { subject: 'pod', pod: 'uid', labels: [{ id: 0, key: 'app', value: 'web' }] },
  ],
])('a change thought of elsewhere is as if it had been typed', (change, typed) => {
  expect(withChange(UNTOUCHED, change)).toEqual({ ...UNTOUCHED, ...typed });
});
