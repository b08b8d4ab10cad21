import { finding } from './catalogue.ts';
import type { DeniedKind, RefusedLook } from './diagnosis-input.ts';
import type { Facts, Rule } from './facts.ts';
import { ofService } from './facts.ts';
import type { Finding, FoundObject } from './finding.ts';
import { refusal } from './side-by-side.ts';

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
      ? [missing('pods-unknown', ofService(facts, 'spec.selector'), denied('Pod'))]
      : []),
    ...(input.slices === null
      ? [missing('slices-unknown', ofService(facts, 'metadata.name'), denied('EndpointSlice'))]
      : []),
    ...others.map((each) => unread(facts, each, null)),
    ...input.refusedLooks
      // Only a ClusterIP needs anybody to lead from it.
      .filter(({ look }) => look !== 'data-plane' || !headless)
      .map(({ look, ...refused }) => unread(facts, refused, look)),
  ];
};

function missing(code: 'pods-unknown' | 'slices-unknown', object: FoundObject, denied: DeniedKind | null): Finding {
  return finding(code, object, { denied }, { values: refusal(denied) });
}

/** Names the field of the Service that the look was for: its selector, where it is about the Pods. */
function unread(facts: Facts, denied: DeniedKind, look: RefusedLook['look'] | null): Finding {
  const { namespace, name } = facts.service.meta;
  const object =
    look === null && denied.kind === 'Endpoints'
      ? { kind: 'Endpoints', namespace, name, field: 'subsets' }
      : ofService(facts, look === null ? 'spec.selector' : LOOKED_FOR[look]);
  return finding('kind-unknown', object, { denied, look }, { values: refusal(denied) });
}

const LOOKED_FOR: Readonly<Record<RefusedLook['look'], string>> = {
  elsewhere: 'metadata.namespace',
  'data-plane': 'spec.clusterIP',
};

function namesPods({ input }: Facts): boolean {
  return (input.slices ?? []).some(({ endpoints }) => endpoints.some(({ targetRef }) => targetRef?.kind === 'Pod'));
}
