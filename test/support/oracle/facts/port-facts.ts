import type { State } from '../product.ts';
import type { RawPod, RawServicePort } from '../raw.ts';
import { byController, carried, isDeleted, resolve } from '../truth.ts';
import type { FactRow } from './fact-row.ts';
import { byControllerAlone, inEndpoints, listed } from './fact-row.ts';

const ports = (of: (port: RawServicePort, pod: RawPod) => boolean) =>
  listed((pod, _entry, { service }) => (service.spec.ports ?? []).some((port) => of(port, pod)));
const declares = (
  { targetPort, protocol }: RawServicePort,
  containers: RawPod['spec']['containers'],
  sameProtocol = true,
): boolean =>
  containers.some((container) =>
    (container.ports ?? []).some((port) => port.name === targetPort && (port.protocol === protocol) === sameProtocol),
  );
const inits = ({ spec }: RawPod, sidecar: boolean): RawPod['spec']['containers'] =>
  (spec.initContainers ?? []).filter(({ restartPolicy }) => (restartPolicy === 'Always') === sidecar);
const numbersOf = ({ slices }: State, port: RawServicePort): number =>
  new Set(slices.filter(byController).flatMap((slice) => carried(slice, port) ?? [])).size;

/** Named and numeric targetPorts. */
export const PORT_FACTS: readonly FactRow[] = [
  { fact: 'targetPort named in containers', shownBy: ports((port, pod) => declares(port, pod.spec.containers)) },
  {
    fact: 'targetPort named in a sidecar alone',
    shownBy: ports((port, pod) => declares(port, inits(pod, true)) && !declares(port, pod.spec.containers)),
  },
  {
    fact: 'targetPort named in containers before a sidecar',
    shownBy: ports((port, pod) => declares(port, inits(pod, true)) && declares(port, pod.spec.containers)),
  },
  {
    fact: 'targetPort named in a plain init container: not found',
    shownBy: ports((port, pod) => declares(port, inits(pod, false)) && resolve(pod, port) === null),
  },
  {
    fact: 'targetPort named in another protocol: not found',
    shownBy: ports((port, pod) => declares(port, pod.spec.containers, false) && resolve(pod, port) === null),
  },
  {
    fact: 'the same name in both protocols',
    shownBy: ports((port, pod) => declares(port, pod.spec.containers, false) && declares(port, pod.spec.containers)),
  },
  {
    fact: 'targetPort found nowhere: in a slice without it',
    shownBy: listed((pod, { slice }, { service }) =>
      (service.spec.ports ?? []).some((port) => resolve(pod, port) === null && carried(slice, port) === null),
    ),
  },
  {
    fact: 'in a slice for one port and not for another',
    shownBy: listed(
      (_pod, { slice }, { service }) =>
        new Set((service.spec.ports ?? []).map((port) => carried(slice, port) === null)).size === 2,
    ),
  },
  {
    fact: 'one name, different numbers: several slices',
    shownBy: (state) =>
      byControllerAlone(state) &&
      (state.service.spec.ports ?? []).some(
        (port) => typeof port.targetPort === 'string' && numbersOf(state, port) > 1,
      ),
  },
  {
    fact: 'targetPort not found: out of Endpoints for that port',
    shownBy: listed(
      (pod, _, state) =>
        (state.service.spec.ports ?? []).every((port) => resolve(pod, port) === null) &&
        (state.service.spec.ports ?? []).length > 0 &&
        !isDeleted(pod) &&
        !inEndpoints(pod, state),
    ),
  },
  {
    fact: 'a number needs no containerPort',
    shownBy: ports(
      ({ targetPort }, pod) =>
        typeof targetPort === 'number' &&
        pod.spec.containers.every(
          (container) => !(container.ports ?? []).some(({ containerPort }) => containerPort === targetPort),
        ),
    ),
  },
  { fact: 'a port without a name', shownBy: ports(({ name }) => name === undefined) },
];
