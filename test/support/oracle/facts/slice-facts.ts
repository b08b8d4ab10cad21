import { isTruncated } from '../endpoints-faults.ts';
import type { State } from '../product.ts';
import type { Entry } from '../truth.ts';
import { byController, entriesOf, grouped, managedBy } from '../truth.ts';
import type { FactRow } from './fact-row.ts';
import { byControllerAlone, listed } from './fact-row.ts';

const entries =
  (of: (entry: Entry, state: State) => boolean) =>
  (state: State): boolean =>
    entriesOf(state.slices).some((entry) => of(entry, state));
const families =
  (...wanted: readonly string[]) =>
  (state: State): boolean =>
    [
      ...new Set(
        state.slices.filter(({ endpoints }) => (endpoints ?? []).length > 0).map(({ addressType }) => addressType),
      ),
    ]
      .sort()
      .join() === wanted.join() && byControllerAlone(state);

/** Families, capacity, authors, and what may be absent. */
export const SLICE_FACTS: readonly FactRow[] = [
  { fact: 'IPv4 alone', shownBy: families('IPv4') },
  { fact: 'IPv6 alone', shownBy: families('IPv6') },
  { fact: 'both families, a slice each', shownBy: families('IPv4', 'IPv6') },
  {
    fact: 'an IPv6 address with zeros and capitals: canonical in slices',
    shownBy: listed((pod, { endpoint }) =>
      (pod.status.podIPs ?? []).some(({ ip }) => ip.startsWith('FD00') && !endpoint.addresses.includes(ip)),
    ),
  },
  { fact: 'Endpoints have one family', shownBy: ({ membership }) => membership.endpointsNote.code === 'other-family' },
  {
    fact: 'Endpoints cut at 1,000 addresses',
    shownBy: ({ endpoints }) => endpoints !== undefined && isTruncated(endpoints),
  },
  {
    fact: 'slices without Endpoints',
    shownBy: ({ slices, endpoints }) => slices.length > 0 && endpoints === undefined,
  },
  {
    fact: 'more than 100 endpoints: several slices of the same ports',
    shownBy: ({ slices }) =>
      slices.filter(byController).length > 1 && slices.some(({ endpoints }) => (endpoints ?? []).length === 100),
  },
  { fact: 'one Pod in two slices of a family', shownBy: (state) => inTwoSlices(state) },
  {
    fact: 'a slice by its label, without an owner',
    shownBy: ({ slices }) => slices.some(({ metadata }) => (metadata.ownerReferences ?? []).length === 0),
  },
  {
    fact: 'managed-by names another',
    shownBy: ({ slices }) => slices.some((slice) => managedBy(slice) === 'hands.example.org'),
  },
  { fact: 'no managed-by', shownBy: ({ slices }) => slices.some((slice) => managedBy(slice) === undefined) },
  {
    fact: 'by hand beside the controller’s',
    shownBy: ({ slices }) => slices.some(byController) && slices.some((slice) => !byController(slice)),
  },
  { fact: 'addressType FQDN', shownBy: ({ slices }) => slices.some(({ addressType }) => addressType === 'FQDN') },
  {
    fact: 'no conditions: ready',
    shownBy: entries(({ endpoint, ready }) => Object.keys(endpoint.conditions ?? {}).length === 0 && ready),
  },
  {
    fact: 'no ready, and not serving: ready all the same',
    shownBy: entries(({ endpoint, ready, serving }) => endpoint.conditions?.ready === undefined && ready && !serving),
  },
  {
    fact: 'no serving: true',
    shownBy: entries(
      ({ endpoint, serving }) =>
        endpoint.conditions?.ready !== undefined && endpoint.conditions.serving === undefined && serving,
    ),
  },
  {
    fact: 'no terminating: false',
    shownBy: entries(
      ({ endpoint, terminating }) =>
        endpoint.conditions?.ready !== undefined && endpoint.conditions.terminating === undefined && !terminating,
    ),
  },
  { fact: 'no targetRef', shownBy: entries(({ endpoint }) => endpoint.targetRef === undefined) },
  {
    fact: 'targetRef without uid',
    shownBy: entries(({ endpoint, uid }) => endpoint.targetRef !== undefined && uid === ''),
  },
  { fact: 'no nodeName', shownBy: entries(({ endpoint }) => endpoint.nodeName === undefined) },
  {
    fact: 'a port without a number',
    shownBy: ({ slices }) => slices.some((slice) => (slice.ports ?? []).some(({ port }) => port === undefined)),
  },
];

function inTwoSlices({ slices }: State): boolean {
  return [...grouped(entriesOf(slices))].some(
    ([, group]) =>
      new Set(group.map(({ slice }) => slice.addressType)).size <
      new Set(group.map(({ slice }) => slice.metadata.uid)).size,
  );
}
