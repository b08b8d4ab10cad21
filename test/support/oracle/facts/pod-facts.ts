import { isRefused } from '../endpoints-faults.ts';
import type { State } from '../product.ts';
import type { RawPod } from '../raw.ts';
import {
  addressesOfPod,
  byController,
  entriesOf,
  hasNode,
  isDeleted,
  isFinished,
  isReady,
  publishes,
} from '../truth.ts';
import type { FactRow } from './fact-row.ts';
import { inEndpoints, leftOut, listed, pods } from './fact-row.ts';

const mayStand = (pod: RawPod): boolean => !isFinished(pod) && addressesOfPod(pod).length > 0;
const readiness = ({ status }: RawPod): string =>
  (status.conditions ?? []).find(({ type }) => type === 'Ready')?.status ?? 'absent';
const containersReady = ({ status }: RawPod): boolean => (status.containerStatuses ?? []).every(({ ready }) => ready);

/** Which Pods stand in slices and Endpoints, and as what. */
export const POD_FACTS: readonly FactRow[] = [
  { fact: 'Succeeded: out of slices', shownBy: leftOut(({ status }) => status.phase === 'Succeeded') },
  { fact: 'Failed: out of slices', shownBy: leftOut(({ status }) => status.phase === 'Failed') },
  {
    fact: 'Succeeded or Failed, and published: out all the same',
    shownBy: leftOut((pod, { service }) => isFinished(pod) && publishes(service)),
  },
  { fact: 'no podIP: out of slices', shownBy: leftOut((pod) => !isFinished(pod) && addressesOfPod(pod).length === 0) },
  {
    fact: 'Pending or Unknown with a podIP: in slices',
    shownBy: listed(({ status }) => status.phase === 'Pending' || status.phase === 'Unknown'),
  },
  {
    fact: 'deleted: in slices, serving and not ready',
    shownBy: listed((pod, { ready, serving, terminating }) => isDeleted(pod) && !ready && serving && terminating),
  },
  {
    fact: 'deleted and not Ready: in slices, not serving',
    shownBy: listed((pod, { serving, terminating }) => isDeleted(pod) && !serving && terminating),
  },
  {
    fact: 'deleted: out of Endpoints',
    shownBy: listed((pod, _, state) => isDeleted(pod) && !publishes(state.service) && !inEndpoints(pod, state)),
  },
  {
    fact: 'deleted, and published: ready in slices',
    shownBy: listed((pod, { ready, terminating }) => isDeleted(pod) && ready && terminating),
  },
  {
    fact: 'deleted, and published: in Endpoints',
    shownBy: pods((pod, state) => isDeleted(pod) && publishes(state.service) && inEndpoints(pod, state)),
  },
  {
    fact: 'not Ready, and published: ready',
    shownBy: listed((pod, { ready, serving }) => !isReady(pod) && !isDeleted(pod) && ready && !serving),
  },
  { fact: 'Ready is True: ready', shownBy: listed((pod, { ready }) => readiness(pod) === 'True' && ready) },
  { fact: 'Ready is False: not ready', shownBy: listed((pod, { ready }) => readiness(pod) === 'False' && !ready) },
  { fact: 'Ready is Unknown: not ready', shownBy: listed((pod, { ready }) => readiness(pod) === 'Unknown' && !ready) },
  { fact: 'no condition Ready: not ready', shownBy: listed((pod, { ready }) => readiness(pod) === 'absent' && !ready) },
  {
    fact: 'all containers ready, and the Pod is not: not ready',
    shownBy: listed((pod, { serving }) => containersReady(pod) && !serving),
  },
  {
    fact: 'a container not ready, and the Pod is: ready',
    shownBy: listed((pod, { serving }) => !containersReady(pod) && serving),
  },
  {
    fact: 'on no existing Node: out of slices',
    shownBy: leftOut(
      (pod, { nodes, service }) =>
        mayStand(pod) && pod.spec.nodeName !== undefined && !hasNode(pod, nodes) && !publishes(service),
    ),
  },
  {
    fact: 'an address and no nodeName: out of slices',
    shownBy: leftOut((pod, { service }) => mayStand(pod) && pod.spec.nodeName === undefined && !publishes(service)),
  },
  {
    fact: 'an address and no nodeName: Endpoints are not written any more',
    shownBy: isRefused,
  },
  {
    fact: 'on no existing Node: in Endpoints',
    shownBy: leftOut((pod, state) => mayStand(pod) && !hasNode(pod, state.nodes) && inEndpoints(pod, state)),
  },
  {
    fact: 'on no existing Node, and published: in slices',
    shownBy: listed((pod, _, { nodes, service }) => !hasNode(pod, nodes) && publishes(service)),
  },
  {
    fact: 'no address of the Service’s families: out of slices',
    shownBy: leftOut((pod, { nodes }) => mayStand(pod) && hasNode(pod, nodes)),
  },
  { fact: 'two Pods with one address: two endpoints', shownBy: (state) => twoAtOneAddress(state) },
];

function twoAtOneAddress({ slices }: State): boolean {
  const addresses = new Map<string, string>();
  return entriesOf(slices.filter(byController)).some(({ uid, endpoint }) => {
    const [address = ''] = endpoint.addresses;
    const known = addresses.get(address);
    addresses.set(address, uid);
    return known !== undefined && known !== uid;
  });
}
