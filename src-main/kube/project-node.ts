import type { Namespace, Node } from '#shared/kube/node.ts';
import { asFilledText, asList, asObject } from './json-shape.ts';
import { projectMeta, type Projector } from './project-meta.ts';

/** core/v1 Node, as far as membership needs it. */
export const projectNode: Projector<Node> = (raw, share) => {
  const meta = projectMeta(raw, share);
  if (meta === null) return null;
  const status = asObject(asObject(raw).status);
  return {
    kind: 'Node',
    meta,
    ready: asList(status.conditions, 100)
      .map(asObject)
      .some((condition) => condition.type === 'Ready' && condition.status === 'True'),
    internalIPs: asList(status.addresses, 100)
      .map(asObject)
      .flatMap((address) => (address.type === 'InternalIP' ? (asFilledText(address.address, 64) ?? []) : [])),
  };
};

/** core/v1 Namespace. */
export const projectNamespace: Projector<Namespace> = (raw, share) => {
  const meta = projectMeta(raw, share);
  return meta === null ? null : { kind: 'Namespace', meta };
};
