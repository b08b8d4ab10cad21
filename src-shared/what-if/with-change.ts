import type { Change, ServiceEdit } from './change.ts';
import { type Draft, portKey, rowsOf } from './draft.ts';

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
