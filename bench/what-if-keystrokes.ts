import type { Pod } from '../src-shared/kube/pod.ts';
import type { Change, Labels, ServiceEdit } from '../src-shared/what-if/change.ts';
import { compareOutcomes } from '../src-shared/what-if/compare.ts';
import { keyCompletions, targetPortCompletions, valueCompletions } from '../src-shared/what-if/completions.ts';
import { hypothetical, type Outcome, type WhatIfWorld } from '../src-shared/what-if/hypothetical.ts';
import { lostOwner } from '../src-shared/what-if/lost-owner.ts';

/** One keystroke, or one click on a box: the change the draft comes to, and what else the panel asks for with it. */
export interface Keystroke {
  readonly change: Change;
  readonly complete: (after: Outcome) => void;
}

/** What the panel does with it, in milliseconds: the outcome, what differs, and what could complete what was typed. */
export function timed(world: WhatIfWorld, before: Outcome, { change, complete }: Keystroke): number {
  const began = performance.now();
  const after = hypothetical(world, change);
  compareOutcomes(before, after);
  complete(after);
  return performance.now() - began;
}

/** As it stands in the field after each letter. */
export function lettersOf(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => Array.from(text, (_, index) => text.slice(0, index + 1)));
}

/** A value of the selector, which has this one key. */
export function selectorValue(world: WhatIfWorld, key: string, value: string): Keystroke {
  const to = { [key]: value };
  return {
    change: ofService(world, { field: 'selector', from: world.service.selector, to }),
    complete: () => completeRows(world, to),
  };
}

/** The value of a Pod's label, beside its others. */
export function labelValue(world: WhatIfWorld, pod: Pod, key: string, value: string): Keystroke {
  const { namespace, name, uid, labels } = pod.meta;
  const to = { ...labels, [key]: value };
  const edits = [{ field: 'labels', from: labels, to }] as const;
  return {
    change: { kind: 'Pod', namespace, name, uid, resourceVersion: null, edits },
    complete: () => {
      completeRows(world, to);
      lostOwner(pod, to, world.workloads);
    },
  };
}

/** The targetPort of the Service's only port, a number or a name. */
export function targetPort(world: WhatIfWorld, text: string): Keystroke {
  const [port] = world.service.ports;
  if (port === undefined) throw new Error('a Service without ports');
  const { protocol, targetPort: from } = port;
  const to = /^\d+$/.test(text) ? Number(text) : text;
  return {
    change: ofService(world, { field: 'targetPort', port: port.port, protocol, from, to }),
    complete: ({ pods }) => void targetPortCompletions(pods, protocol, ''),
  };
}

/** The box of publishNotReadyAddresses. */
export function publishing(world: WhatIfWorld): Keystroke {
  const { publishNotReadyAddresses: from } = world.service;
  return {
    change: ofService(world, { field: 'publishNotReadyAddresses', from, to: !from }),
    complete: () => undefined,
  };
}

function ofService({ service }: WhatIfWorld, edit: ServiceEdit): Change {
  const { namespace, name, uid } = service.meta;
  return { kind: 'Service', namespace, name, uid, resourceVersion: null, edits: [edit] };
}

/** Each row of labels has its keys and values to choose from, whichever was typed in. */
function completeRows({ pods }: WhatIfWorld, labels: Labels): void {
  for (const [key, value] of Object.entries(labels)) {
    const { [key]: _own, ...others } = labels;
    keyCompletions(pods, key, Object.keys(others));
    valueCompletions(pods, key, value, others);
  }
}
