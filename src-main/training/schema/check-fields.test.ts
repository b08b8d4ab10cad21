import { expect, it } from 'vitest';
import { checkFields } from './check-fields.ts';
import { TYPES } from './schema.ts';

it('names only types that there are', () => {
  const named = [...TYPES.values()].flatMap(({ fields }) =>
    [...fields.values()].flatMap(({ type }) => {
      const inner = type.kind === 'list' || type.kind === 'map' ? type.of : type;
      return inner.kind === 'object' ? [inner.type] : [];
    }),
  );
  expect(named.filter((name) => !TYPES.has(name))).toEqual([]);
});

it('drops and names the fields a kind has not', () => {
  const { value, unknown, mismatch } = checkFields('Service', {
    spec: { ports: [{ port: 80, x: 1 }], foo: 2, selector: { anything: 'goes' } },
  });
  expect(unknown).toEqual(['spec.ports[0].x', 'spec.foo']);
  expect(mismatch).toBeUndefined();
  expect(value).toEqual({ spec: { ports: [{ port: 80 }], selector: { anything: 'goes' } } });
});

it.each([
  [
    { spec: { ports: 'x' } },
    'json: cannot unmarshal string into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort',
  ],
  [
    { spec: { ports: [{ port: '80' }] } },
    'json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32',
  ],
  [
    { metadata: { labels: { a: 1 } } },
    'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
  ],
])('refuses values of another type', (body, message) => {
  expect(checkFields('Service', body).mismatch).toBe(message);
});

it('leaves out what Go leaves out, and nothing that says something', () => {
  const body = {
    metadata: { name: 'd', labels: {}, finalizers: [] },
    spec: {
      replicas: 0,
      minReadySeconds: 0,
      paused: false,
      strategy: { type: '' },
      template: { spec: { hostNetwork: false, automountServiceAccountToken: false } },
    },
  };
  expect(checkFields('Deployment', body).value).toEqual({
    metadata: { name: 'd' },
    spec: { replicas: 0, strategy: {}, template: { spec: { automountServiceAccountToken: false } } },
  });
});

it('reads a null in a list or a map as the zero value of what it holds', () => {
  const body = {
    metadata: { finalizers: ['held', null], labels: { app: null } },
    spec: { ports: [null, { port: 80 }], externalIPs: [null] },
  };
  expect(checkFields('Service', body)).toEqual({
    value: {
      metadata: { finalizers: ['held', ''], labels: { app: '' } },
      spec: { ports: [{}, { port: 80 }], externalIPs: [''] },
    },
    unknown: [],
    mismatch: undefined,
  });
});

it('reads a null among quantities as none of it', () => {
  const body = { spec: { containers: [{ name: 'web', resources: { limits: { cpu: null, memory: '1Gi' } } }] } };
  expect(checkFields('Pod', body).value).toEqual({
    spec: { containers: [{ name: 'web', resources: { limits: { cpu: '0', memory: '1Gi' } } }] },
  });
});

it('tells at once of a million digits that are no quantity', () => {
  const of = (cpu: unknown): unknown => ({ spec: { containers: [{ name: 'web', resources: { limits: { cpu } } }] } });
  expect(checkFields('Pod', of(`${'1'.repeat(1_000_000)}x`)).mismatch).toMatch(/^quantities must match/);
  expect(checkFields('Pod', of(' 0.5 ')).value).toEqual(of('500m'));
  expect(checkFields('Pod', of(2)).value).toEqual(of('2'));
});
