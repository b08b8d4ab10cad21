import { expect, it } from 'vitest';
import { aService, aServicePort } from '../../test/support/builders.ts';
import { changedFields } from './service-fields.ts';

it.each<[string, Parameters<typeof aService>[0], readonly string[]]>([
  ['nothing of the spec', { meta: { labels: { a: 'b' }, resourceVersion: '2' } }, []],
  ['the selector', { selector: { app: 'other' } }, ['spec.selector: app=web → app=other']],
  ['no selector any more', { selector: null }, ['spec.selector: app=web → <none>']],
  [
    'a targetPort',
    { ports: [aServicePort({ name: 'http', targetPort: 'web' })] },
    ['spec.ports: 80/TCP→8080 → http 80/TCP→web'],
  ],
  ['readiness', { publishNotReadyAddresses: true }, ['spec.publishNotReadyAddresses: false → true']],
  [
    'two at once',
    { sessionAffinity: 'ClientIP', internalTrafficPolicy: 'Local' },
    ['spec.sessionAffinity: None → ClientIP', 'spec.internalTrafficPolicy: Cluster → Local'],
  ],
])('%s', (_, changed, expected) => {
  const fields = changedFields(aService(), aService(changed));
  expect(fields.map(({ field, from, to }) => `${field}: ${from} → ${to}`)).toEqual(expected);
});
