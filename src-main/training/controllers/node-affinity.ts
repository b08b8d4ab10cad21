import { meetsTerms, type SelectorTerm } from '#shared/kube/set-selector.ts';
import type { KubeObject } from '../cluster-api.ts';

interface Requirement {
  readonly key: string;
  readonly operator: SelectorTerm['operator'] | 'Gt' | 'Lt';
  readonly values?: readonly string[];
}

interface Term {
  readonly matchExpressions?: readonly Requirement[];
  readonly matchFields?: readonly Requirement[];
}

/** spec.affinity of a Pod, as far as a Node must fit. */
export interface Affinity {
  readonly nodeAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms: readonly Term[] };
  };
}

/** Whether one of the required terms fits, or none is required. Source: k8s.io/component-helpers 0.34.4 scheduling/corev1/nodeaffinity. */
export function fitsNode({ metadata }: KubeObject, affinity: Affinity | undefined): boolean {
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return true;
  const fields = { 'metadata.name': metadata.name };
  return required.nodeSelectorTerms.some(({ matchExpressions = [], matchFields = [] }) => {
    // A term of nothing fits no Node.
    if (matchExpressions.length + matchFields.length === 0) return false;
    return (
      matchExpressions.every((each) => holds(each, metadata.labels ?? {})) &&
      matchFields.every((each) => holds(each, fields))
    );
  });
}

/** A label selector's requirement, or one of the two that Nodes alone know. */
function holds({ key, operator, values = [] }: Requirement, labels: Readonly<Record<string, string>>): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'Gt':
      return wholeNumber(value) > wholeNumber(values[0]);
    case 'Lt':
      return wholeNumber(value) < wholeNumber(values[0]);
    default:
      return meetsTerms([{ key, operator, values }], labels);
  }
}

/** NaN for what is none, which is neither more nor less than anything. */
function wholeNumber(text: string | undefined): number {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
}
