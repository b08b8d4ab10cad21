import { printAge } from '#shared/kube/human-duration.ts';
import type { KubeObject } from '../cluster-api.ts';
import { at, numberOf, textOf } from '../json.ts';
import { text, wide } from './cells.ts';
import type { Column } from './column.ts';

/** Source: printers.go printEvent. */
export const EVENT_COLUMNS: readonly Column[] = [
  text('Last Seen', lastSeen),
  text('Type', (event) => textOf(event.type)),
  text('Reason', (event) => textOf(event.reason)),
  text('Object', subject),
  wide('Subobject', (event) => textOf(at(event, 'involvedObject', 'fieldPath'))),
  wide('Source', sourceOf),
  text('Message', (event) => textOf(event.message).trim()),
  wide('First Seen', firstSeen),
  wide('Count', (event) => numberOf(at(event, 'series', 'count')) ?? countOf(event)),
  { ...wide('Name', ({ metadata }) => metadata.name), format: 'name' },
];

function firstSeen(event: KubeObject, now: number): string {
  return printAge(textOf(event.firstTimestamp) || textOf(event.eventTime) || null, now);
}

function lastSeen(event: KubeObject, now: number): string {
  const last = textOf(at(event, 'series', 'lastObservedTime')) || textOf(event.lastTimestamp);
  return last === '' ? firstSeen(event, now) : printAge(last, now);
}

function subject(event: KubeObject): string {
  const name = textOf(at(event, 'involvedObject', 'name'));
  const kind = textOf(at(event, 'involvedObject', 'kind')).toLowerCase();
  return name === '' ? kind : `${kind}/${name}`;
}

function sourceOf(event: KubeObject): string {
  const component = textOf(at(event, 'source', 'component')) || textOf(event.reportingComponent);
  const host = textOf(at(event, 'source', 'host')) || textOf(event.reportingInstance);
  return host === '' ? component : `${component}, ${host}`;
}

/** Events of the newer API have no count. */
function countOf(event: KubeObject): number {
  const count = numberOf(event.count);
  return count === undefined || count === 0 ? 1 : count;
}
