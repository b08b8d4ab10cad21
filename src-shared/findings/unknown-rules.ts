import { finding } from './catalogue.ts';
import type { DeniedKind } from './diagnosis-input.ts';
import type { Facts, Rule } from './facts.ts';
import { ofService } from './facts.ts';

/**
 * R20: what may not be read is unknown, and said: which permission is missing, and what can't be told without it. Pods and
 * slices that are not there for another reason (still loading, a broken watch) are unknown all the same.
 */
export const unknowns: Rule = (facts) => {
  const { input, hasSelector, headless } = facts;
  const denied = (kind: string): DeniedKind | null => input.deniedKinds.find((each) => each.kind === kind) ?? null;
  const others = input.deniedKinds.filter(({ kind }) => kind !== 'Pod' && kind !== 'EndpointSlice');
  return [
    ...(input.pods === null && (hasSelector || namesPods(facts))
      ? [finding('pods-unknown', ofService(facts, 'spec.selector'), { denied: denied('Pod') })]
      : []),
    ...(input.slices === null
      ? [finding('slices-unknown', ofService(facts), { denied: denied('EndpointSlice') })]
      : []),
    ...others.map((each) => finding('kind-unknown', ofService(facts), { denied: each, look: null })),
    ...input.refusedLooks
      // Only a ClusterIP needs anybody to lead from it.
      .filter(({ look }) => look !== 'data-plane' || !headless)
      .map(({ look, ...denied }) => finding('kind-unknown', ofService(facts), { denied, look })),
  ];
};

function namesPods({ input }: Facts): boolean {
  return (input.slices ?? []).some(({ endpoints }) => endpoints.some(({ targetRef }) => targetRef?.kind === 'Pod'));
}
