import type { State } from '../product.ts';
import type { RawPod } from '../raw.ts';
import type { Entry } from '../truth.ts';
import { byController, entriesOf, isControlled } from '../truth.ts';

/**
 * A fact about membership in Kubernetes 1.34, and whether a state shows it. What kube-proxy does in time (it waits up to a second
 * before it follows) is no state, and the size of a slice is a flag: of these there is no row.
 */
export interface FactRow {
  readonly fact: string;
  readonly shownBy: (state: State) => boolean;
}

/** The Pods the selector selects, where the controllers have a say. */
const selected = ({ service, selected: pods }: State): readonly RawPod[] => (isControlled(service) ? pods : []);
/** Some selected Pod is so. */
export const pods =
  (of: (pod: RawPod, state: State) => boolean) =>
  (state: State): boolean =>
    selected(state).some((pod) => of(pod, state));
/** A Pod and what the controller says of it; nothing of Pods it leaves out. */
export const listed =
  (of: (pod: RawPod, entry: Entry, state: State) => boolean) =>
  (state: State): boolean => {
    const written = entriesOf(state.slices.filter(byController));
    return selected(state).some((pod) =>
      written.some((entry) => entry.uid === pod.metadata.uid && of(pod, entry, state)),
    );
  };

/** Some selected Pod that stands in no slice of the controller's is so. */
export const leftOut =
  (of: (pod: RawPod, state: State) => boolean) =>
  (state: State): boolean => {
    const written = new Set(entriesOf(state.slices.filter(byController)).map(({ uid }) => uid));
    return selected(state).some((pod) => !written.has(pod.metadata.uid) && of(pod, state));
  };

export const inEndpoints = ({ metadata }: RawPod, { endpoints }: State): boolean =>
  (endpoints?.subsets ?? []).some(({ addresses = [], notReadyAddresses = [] }) =>
    [...addresses, ...notReadyAddresses].some(({ targetRef }) => targetRef?.uid === metadata.uid),
  );

export const byControllerAlone = ({ slices }: State): boolean => slices.length > 0 && slices.every(byController);
