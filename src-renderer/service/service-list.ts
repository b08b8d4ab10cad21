import type { Finding } from '#shared/findings/finding.ts';
import { foremost, type Look, lookOf, needsAttention } from '#shared/findings/foremost.ts';
import { formatSelector } from '#shared/kube/label-selector.ts';
import { printClusterIPs, printExternalIP, printServicePorts, printTargetPorts } from '#shared/kube/print-service.ts';
import type { Service } from '#shared/kube/service.ts';
import type { ServiceRow } from '../state/service-rows.svelte.ts';
import type { ServiceColumn } from '../state/services-view.svelte.ts';

/** A row of the Services table: what kubectl would print, made once per change of the Service or its endpoints. */
export interface ListedService extends ServiceRow {
  readonly uid: string;
  readonly columns: Readonly<Record<Exclude<ServiceColumn, 'findings' | 'endpoints' | 'affinity' | 'age'>, string>>;
  /** The finding that stands for all of them; null: none. */
  readonly foremost: Finding | null;
  /** Lower-case text the filter looks in: namespace, name, selector, addresses. */
  readonly search: string;
}

const listed = new WeakMap<ServiceRow, ListedService>();

export function listService(row: ServiceRow): ListedService {
  const known = listed.get(row);
  if (known !== undefined) return known;
  const { service } = row;
  const columns = {
    namespace: service.meta.namespace,
    name: service.meta.name,
    type: service.type,
    clusterIP: printClusterIPs(service),
    external: printExternalIP(service, true),
    ports: printServicePorts(service.ports),
    target: printTargetPorts(service.ports),
    selector: formatSelector(service.selector),
  };
  const { namespace, name, selector, clusterIP, external } = columns;
  const search = [`${namespace}/${name}`, selector, clusterIP, external].join('\n').toLowerCase();
  const made = { ...row, uid: service.meta.uid, columns, foremost: foremost(row.diagnosis.findings), search };
  listed.set(row, made);
  return made;
}

/** Rows that contain every word of the filter. */
export function filterServices(rows: readonly ListedService[], filter: string): readonly ListedService[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ search }) => words.every((word) => search.includes(word)));
}

/** Rows with an error or a warning. */
export function attentionOnly(rows: readonly ListedService[]): readonly ListedService[] {
  return rows.filter(({ diagnosis }) => needsAttention(diagnosis.findings));
}

/** Whether one of these has an error. */
export function hasError(rows: readonly ListedService[]): boolean {
  return rows.some(({ foremost: first }) => first !== null && lookOf(first) === 'error');
}

/** Sorted by one column; equal ones by namespace and name, so that no row ever jumps without a reason. */
export function sortServices(
  rows: readonly ListedService[],
  { key, descending }: { readonly key: ServiceColumn; readonly descending: boolean },
): readonly ListedService[] {
  const sign = descending ? -1 : 1;
  const compareBy = COMPARE[key] ?? ((a, b) => byText(textOf(a, key), textOf(b, key)));
  return rows.toSorted((a, b) => sign * compareBy(a, b) || byName(a, b));
}

/**
 * `sortServices` for one list that changes: the rows that are still the same stay in their order and cost one look each, so
 * that an event behind one of ten thousand Services does not sort them all.
 */
export function createSorter(): typeof sortServices {
  let sorted: readonly ListedService[] = [];
  return (rows, sort) => {
    const others = new Set(rows);
    const kept = sorted.filter((row) => others.delete(row));
    sorted = sortServices([...kept, ...others], sort);
    return sorted;
  };
}

type Compare = (a: ListedService, b: ListedService) => number;

const URGENCY: Readonly<Record<Look, number>> = { error: 0, warning: 1, unknown: 2, info: 3 };
const NOTHING = 4;

const COMPARE: Partial<Readonly<Record<ServiceColumn, Compare>>> = {
  // Ascending: the worst first.
  findings: (a, b) => urgencyOf(a) - urgencyOf(b),
  clusterIP: (a, b) => byText(ipKey(a.columns.clusterIP), ipKey(b.columns.clusterIP)),
  ports: (a, b) => firstPort(a.service) - firstPort(b.service),
  endpoints: (a, b) => readyOf(a) - readyOf(b) || totalOf(a) - totalOf(b),
  affinity: (a, b) => timeoutOf(a.service) - timeoutOf(b.service),
  // Age ascending: the youngest first.
  age: (a, b) => byText(b.service.meta.creationTimestamp, a.service.meta.creationTimestamp),
};

function textOf(row: ListedService, key: ServiceColumn): string {
  return key === 'findings' || key === 'endpoints' || key === 'affinity' || key === 'age' ? '' : row.columns[key];
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byName: Compare = (a, b) =>
  byText(a.columns.namespace, b.columns.namespace) || byText(a.columns.name, b.columns.name);
const urgencyOf = ({ foremost: first }: ListedService): number => (first === null ? NOTHING : URGENCY[lookOf(first)]);
const firstPort = (service: Service): number => service.ports[0]?.port ?? 0;
const readyOf = ({ overview }: ListedService): number => overview.counts?.ready ?? -1;
const totalOf = ({ overview }: ListedService): number => overview.counts?.total ?? -1;
const timeoutOf = (service: Service): number =>
  service.sessionAffinity === 'None' ? -1 : (service.affinityTimeoutSeconds ?? 0);

/** IPv4 in numerical order; everything else as text, after it. */
function ipKey(text: string): string {
  const parts = text.split(',')[0]?.split('.') ?? [];
  return parts.length === 4 ? parts.map((part) => part.padStart(3, '0')).join('.') : `~${text}`;
}
