import type { Pod } from '../kube/pod.ts';
import type { Service, ServicePort } from '../kube/service.ts';
import type { Change, Labels, PodEdit, ServiceEdit } from './change.ts';
import { labelDifference } from './label-difference.ts';

/** One pair as it is being typed. `id` is what it is told apart by while its key changes. */
export interface LabelRow {
  readonly id: number;
  readonly key: string;
  readonly value: string;
}

/**
 * What a person has typed so far. Null, and a port that is absent, mean untouched: it follows the cluster. So an edit stays
 * what it is when somebody else changes the object meanwhile, and is then thought of on the object as that made it.
 */
export interface Draft {
  readonly subject: 'service' | 'pod';
  readonly selector: readonly LabelRow[] | null;
  /** By `portKey`. */
  readonly targetPorts: Readonly<Record<string, string>>;
  readonly publishNotReadyAddresses: boolean | null;
  /** uid of the Pod whose labels are edited. */
  readonly pod: string | null;
  readonly labels: readonly LabelRow[] | null;
}

export const UNTOUCHED: Draft = {
  subject: 'service',
  selector: null,
  targetPorts: {},
  publishNotReadyAddresses: null,
  pod: null,
  labels: null,
};

/** What keeps a draft from being a change. */
export type DraftProblem =
  | { readonly code: 'key-twice'; readonly key: string }
  | { readonly code: 'key-missing'; readonly value: string }
  | { readonly code: 'target-port'; readonly port: number };

export function portKey({ port, protocol }: Pick<ServicePort, 'port' | 'protocol'>): string {
  return `${String(port)}/${protocol}`;
}

export function rowsOf(labels: Labels | null): readonly LabelRow[] {
  return Object.entries(labels ?? {}).map(([key, value], id) => ({ id, key, value }));
}

/** Rows without a key say nothing yet. */
export function labelsOf(rows: readonly LabelRow[]): Labels {
  return Object.fromEntries(rows.flatMap(({ key, value }) => (key.trim() === '' ? [] : [[key.trim(), value.trim()]])));
}

export function withRow(rows: readonly LabelRow[]): readonly LabelRow[] {
  return [...rows, { id: rows.reduce((last, { id }) => Math.max(last, id), -1) + 1, key: '', value: '' }];
}

export function problemOf({ subject, selector, labels, targetPorts }: Draft, service: Service): DraftProblem | null {
  const rows = (subject === 'service' ? selector : labels) ?? [];
  const keys = rows.map(({ key }) => key.trim());
  const twice = keys.find((key, index) => key !== '' && keys.indexOf(key) !== index);
  if (twice !== undefined) return { code: 'key-twice', key: twice };
  const nameless = rows.find(({ key, value }) => key.trim() === '' && value.trim() !== '');
  if (nameless !== undefined) return { code: 'key-missing', value: nameless.value };
  if (subject === 'pod') return null;
  const wrong = service.ports.find((port) => {
    const text = targetPorts[portKey(port)];
    return text !== undefined && !isTargetPort(text.trim());
  });
  return wrong === undefined ? null : { code: 'target-port', port: wrong.port };
}

/** The change a draft comes to on the objects as they are; null where nothing differs, or its Pod is gone. */
export function changeOf(draft: Draft, service: Service, pod: Pod | undefined): Change | null {
  if (draft.subject === 'service') {
    const edits = serviceEdits(draft, service);
    return edits.length === 0 ? null : { kind: 'Service', ...versionless(service), edits };
  }
  if (pod === undefined || draft.labels === null) return null;
  const edit: PodEdit = { field: 'labels', from: pod.meta.labels, to: labelsOf(draft.labels) };
  return differ(edit.from, edit.to) ? { kind: 'Pod', ...versionless(pod), edits: [edit] } : null;
}

function serviceEdits(draft: Draft, service: Service): readonly ServiceEdit[] {
  const edits: ServiceEdit[] = [];
  if (draft.selector !== null) {
    const to = labelsOf(draft.selector);
    if (differ(service.selector ?? {}, to)) edits.push({ field: 'selector', from: service.selector, to });
  }
  for (const { port, protocol, targetPort: from } of service.ports) {
    const text = draft.targetPorts[portKey({ port, protocol })]?.trim();
    if (text === undefined || !isTargetPort(text)) continue;
    const to = /^\d+$/.test(text) ? Number(text) : text;
    if (to !== from) edits.push({ field: 'targetPort', port, protocol, from, to });
  }
  const [from, to] = [service.publishNotReadyAddresses, draft.publishNotReadyAddresses];
  if (to !== null && to !== from) edits.push({ field: 'publishNotReadyAddresses', from, to });
  return edits;
}

/** On whichever version has the fields as `from` says: the dry run then names the version it was tried on. */
function versionless({ meta: { namespace, name, uid } }: Service | Pod): Omit<Change, 'kind' | 'edits'> {
  return { namespace, name, uid, resourceVersion: null };
}

function differ(from: Labels, to: Labels): boolean {
  return Object.keys(labelDifference(from, to)).length > 0;
}

/** A port number, or an IANA service name. Source: apimachinery v0.34.4 util/validation IsValidPortNum, IsValidPortName. */
function isTargetPort(text: string): boolean {
  if (/^\d+$/.test(text)) return Number(text) >= 1 && Number(text) <= 65_535;
  return text.length <= 15 && /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}
