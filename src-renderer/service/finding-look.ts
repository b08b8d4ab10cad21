import type { Component } from 'svelte';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import Info from '@lucide/svelte/icons/info';
import OctagonX from '@lucide/svelte/icons/octagon-x';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { Finding } from '#shared/findings/finding.ts';
import { type Look, lookOf } from '#shared/findings/foremost.ts';
import type { Tone } from '../ui/tone.ts';

export interface FindingLook {
  readonly tone: Tone;
  /** Each look has a shape of its own: octagon, triangle, question, circle. */
  readonly icon: Component<{ size?: number | string; 'aria-hidden'?: 'true' }>;
}

const LOOKS: Readonly<Record<Look, FindingLook>> = {
  error: { tone: 'bad', icon: OctagonX },
  warning: { tone: 'warn', icon: TriangleAlert },
  unknown: { tone: 'neutral', icon: CircleQuestionMark },
  info: { tone: 'neutral', icon: Info },
};

/** Colour and shape of a finding. That nothing wrong is visible is good only where requests were answered. */
export function findingLook(finding: Finding): FindingLook {
  if (finding.code !== 'nothing-visible') return LOOKS[lookOf(finding)];
  return finding.parameters.answered === null
    ? { tone: 'neutral', icon: CircleDashed }
    : { tone: 'ok', icon: CircleCheck };
}
