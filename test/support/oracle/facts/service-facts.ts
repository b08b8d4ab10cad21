import type { State } from '../product.ts';
import type { Reach } from '../reach-faults.ts';
import { reachOf } from '../reach-faults.ts';
import { byController, byMirror, entriesOf, isControlled, isHeadless, managedBy } from '../truth.ts';
import type { FactRow } from './fact-row.ts';
import { byControllerAlone } from './fact-row.ts';

const reaches =
  (of: (reach: Reach) => boolean) =>
  (state: State): boolean =>
    reachOf(state).some(of);
const drops = (policy: string) => reaches((reach) => reach.code === 'local-drops' && reach.policy === policy);

/** Kinds of Services, and what narrows their endpoints. */
export const SERVICE_FACTS: readonly FactRow[] = [
  {
    fact: 'a selector of several labels, of which a Pod has some: not selected',
    shownBy: ({ service, near }) =>
      isControlled(service) && near.some(({ metadata }) => metadata.labels?.state === service.metadata.name),
  },
  {
    fact: 'no selector: no slices',
    shownBy: ({ service, slices }) =>
      service.spec.type !== 'ExternalName' && service.spec.selector === undefined && slices.length === 0,
  },
  {
    fact: 'no selector, slices by hand',
    shownBy: ({ service, slices }) =>
      service.spec.selector === undefined && slices.some((slice) => managedBy(slice) === undefined),
  },
  {
    fact: 'no selector, Endpoints by hand: mirrored',
    shownBy: ({ service, slices }) => service.spec.selector === undefined && slices.some(byMirror),
  },
  {
    fact: 'ExternalName: nobody',
    shownBy: ({ service, slices }) => service.spec.type === 'ExternalName' && slices.length === 0,
  },
  {
    fact: 'headless, with ports',
    shownBy: (state) =>
      isHeadless(state.service) && (state.service.spec.ports ?? []).length > 0 && byControllerAlone(state),
  },
  {
    fact: 'headless, without ports',
    shownBy: (state) =>
      isHeadless(state.service) && (state.service.spec.ports ?? []).length === 0 && byControllerAlone(state),
  },
  {
    fact: 'a selector that selects nobody',
    shownBy: (state) => isControlled(state.service) && state.selected.length === 0,
  },
  {
    fact: 'all terminating: those that serve get traffic',
    shownBy: ({ membership }) =>
      membership.rows.some(({ reasons }) => reasons[0]?.code === 'serving-while-terminating'),
  },
  { fact: 'internalTrafficPolicy Local, and a Node without endpoint', shownBy: drops('internal') },
  { fact: 'externalTrafficPolicy Local, and a Node without endpoint', shownBy: drops('external') },
  { fact: 'trafficDistribution: hints for zones', shownBy: reaches(({ code }) => code === 'zone-hints') },
];

/** Reached by change only: the controllers leave behind what they wrote. */
export const LEFT_BEHIND_FACTS: readonly FactRow[] = [
  {
    fact: 'the selector was taken away: slices stay',
    shownBy: ({ service, slices }) =>
      service.spec.type !== 'ExternalName' && service.spec.selector === undefined && slices.some(byController),
  },
  {
    fact: 'became ExternalName: slices stay, nobody is reached',
    shownBy: ({ service, slices }) => service.spec.type === 'ExternalName' && entriesOf(slices).length > 0,
  },
];
