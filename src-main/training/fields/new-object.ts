import type { Json } from '../json.ts';

const TEMPLATED = { metadata: {}, spec: { template: { metadata: {}, spec: { containers: null } } }, status: {} };

/** What Go writes of an object nobody has filled in, where it holds other objects: none of that is a client's to own. */
const NEW: Readonly<Record<string, Json>> = {
  Deployment: { ...TEMPLATED, spec: { ...TEMPLATED.spec, strategy: {} } },
  EndpointSlice: { metadata: {}, endpoints: [], ports: [] },
  Event: { metadata: {}, involvedObject: {}, source: {} },
  Job: TEMPLATED,
  NetworkPolicy: { metadata: {}, spec: { podSelector: {} } },
  Pod: { metadata: {}, spec: { containers: null }, status: {} },
  ReplicaSet: TEMPLATED,
};

export function newObjectOf(type: string): Json {
  return NEW[type] ?? { metadata: {}, spec: {}, status: {} };
}
