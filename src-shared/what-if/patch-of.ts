import type { ServicePort } from '../kube/service.ts';
import { shellQuote } from '../kube/shell-quote.ts';
import type { Change, Labels, ServiceChange, ServiceEdit } from './change.ts';
import { labelDifference } from './label-difference.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** RFC 6902, as far as we write it. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

export type Patch =
  | { readonly type: 'merge'; readonly body: JsonObject }
  | { readonly type: 'json'; readonly body: readonly PatchOperation[] };

/** `spec.ports` of the Service, in order; none for a Pod. */
export type Ports = readonly Pick<ServicePort, 'port' | 'protocol'>[];

/**
 * The patch that makes a change. A merge patch, which reads best; for a targetPort a JSON patch, because a merge patch would
 * replace the whole list of ports, and a strategic one mistakes two protocols of one port for the same port.
 */
export function patchOf(change: Change, ports: Ports): Patch {
  if (change.kind === 'Pod') {
    const labels = Object.assign({}, ...change.edits.map(({ from, to }) => labelDifference(from, to))) as JsonObject;
    return { type: 'merge', body: { metadata: { labels } } };
  }
  if (change.edits.some(({ field }) => field === 'targetPort'))
    return { type: 'json', body: operations(change, ports) };
  const fields = change.edits.flatMap((edit): [string, unknown][] => {
    if (edit.field === 'selector') return [['selector', mergedSelector(edit.from, edit.to)]];
    return edit.field === 'publishNotReadyAddresses' ? [[edit.field, edit.to]] : [];
  });
  return { type: 'merge', body: { spec: Object.fromEntries(fields) } };
}

/** The patch, refused by the API server as a conflict on any other version of the object. */
export function onVersion(patch: Patch, resourceVersion: string): Patch {
  if (patch.type === 'json') {
    // A `test` that fails would be a 422, "the server rejected our request": setting the version makes it the 409 it is.
    const set: PatchOperation = { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion };
    return { type: 'json', body: [set, ...patch.body] };
  }
  const { metadata } = patch.body;
  return {
    type: 'merge',
    body: { ...patch.body, metadata: { ...(metadata as JsonObject | undefined), resourceVersion } },
  };
}

/** The same change as a kubectl command. */
export function kubectlOf(change: Change, ports: Ports): string {
  const where = `${shellQuote(change.name)} -n ${shellQuote(change.namespace)}`;
  if (change.kind === 'Pod') {
    const labels = change.edits.flatMap(({ from, to }) => Object.entries(labelDifference(from, to)));
    const words = labels.map(([key, value]) => shellQuote(value === null ? `${key}-` : `${key}=${value}`));
    return ['kubectl label pod', where, ...words, '--overwrite'].join(' ');
  }
  const { type, body } = patchOf(change, ports);
  return `kubectl patch service ${where} --type=${type} -p ${shellQuote(JSON.stringify(body))}`;
}

function mergedSelector(from: Labels | null, to: Labels | null): JsonObject | null {
  return isEmpty(to) ? null : labelDifference(from ?? {}, to ?? {});
}

function operations({ edits }: ServiceChange, ports: Ports): readonly PatchOperation[] {
  return edits.flatMap((edit: ServiceEdit): readonly PatchOperation[] => {
    switch (edit.field) {
      case 'selector':
        return selectorOperations(edit.from, edit.to);
      case 'publishNotReadyAddresses':
        return [{ op: 'add', path: '/spec/publishNotReadyAddresses', value: edit.to }];
      case 'targetPort': {
        const at = ports.findIndex(({ port, protocol }) => port === edit.port && protocol === edit.protocol);
        return at < 0 ? [] : [{ op: 'replace', path: `/spec/ports/${at}/targetPort`, value: edit.to }];
      }
    }
  });
}

function selectorOperations(from: Labels | null, to: Labels | null): readonly PatchOperation[] {
  const path = '/spec/selector';
  if (isEmpty(to)) return isEmpty(from) ? [] : [{ op: 'remove', path }];
  if (isEmpty(from)) return [{ op: 'add', path, value: to }];
  return Object.entries(labelDifference(from ?? {}, to ?? {})).map(([key, value]): PatchOperation => {
    // RFC 6901.
    const entry = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return value === null ? { op: 'remove', path: entry } : { op: 'add', path: entry, value };
  });
}

function isEmpty(labels: Labels | null): boolean {
  return labels === null || Object.keys(labels).length === 0;
}
