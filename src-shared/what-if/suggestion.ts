import type { Finding } from '../findings/finding.ts';
import type { Protocol, Service } from '../kube/service.ts';
import type { Change, Labels, ServiceEdit } from './change.ts';
import { type Draft, portKey, rowsOf } from './draft.ts';

/** What a finding would have a person try. */
export type Suggestion =
  | { readonly field: 'selector'; readonly to: Labels }
  | { readonly field: 'targetPort'; readonly port: number; readonly protocol: Protocol; readonly to: string };

/** The edit of the Service that would mend a finding; null where none is more likely than others. */
export function suggestionOf(finding: Finding, service: Service): Suggestion | null {
  if (finding.code === 'selector-matches-no-pod') {
    const [nearest] = finding.parameters.nearest;
    return nearest?.near === true && nearest.selectorChange !== null
      ? { field: 'selector', to: nearest.selectorChange.selector }
      : null;
  }
  if (finding.code === 'named-port-missing') {
    const { index, nearest } = finding.parameters;
    const port = service.ports[index];
    return port === undefined || nearest === null
      ? null
      : { field: 'targetPort', port: port.port, protocol: port.protocol, to: nearest };
  }
  return null;
}

/** A change that was thought of elsewhere, as if it had been typed. */
export function withChange(draft: Draft, change: Change): Draft {
  if (change.kind === 'Service') return change.edits.reduce(withEdit, { ...draft, subject: 'service' });
  const [edit] = change.edits;
  return edit === undefined ? draft : { ...draft, subject: 'pod', pod: change.uid, labels: rowsOf(edit.to) };
}

function withEdit(draft: Draft, edit: ServiceEdit): Draft {
  if (edit.field === 'selector') return { ...draft, selector: rowsOf(edit.to) };
  if (edit.field === 'publishNotReadyAddresses') return { ...draft, publishNotReadyAddresses: edit.to };
  return { ...draft, targetPorts: { ...draft.targetPorts, [portKey(edit)]: String(edit.to) } };
}

export function withSuggestion(draft: Draft, suggestion: Suggestion): Draft {
  if (suggestion.field === 'selector') return { ...draft, subject: 'service', selector: rowsOf(suggestion.to) };
  const targetPorts = { ...draft.targetPorts, [portKey(suggestion)]: suggestion.to };
  return { ...draft, subject: 'service', targetPorts };
}
