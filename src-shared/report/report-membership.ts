import { printPod } from '../kube/print-pod.ts';
import type { MemberRow } from '../membership/member.ts';
import { memberReasonText, noneReasonText, reachNoteText } from '../messages/membership-text.ts';
import { first, MOST, short } from './bounds.ts';
import type { ReportedMember, ReportedMembership } from './report.ts';
import type { ReportInput } from './report-input.ts';

/** Who stands behind the Service, as the Members tab shows it. */
export function reportMembership(input: ReportInput): ReportedMembership {
  const { membership, words } = input;
  const { list, leftOut } = first(membership.rows, MOST.members);
  const { none } = membership;
  return {
    counts: membership.counts,
    none: none === null ? null : { code: none.code, text: short(noneReasonText(words.membership, none)) },
    reach: membership.reachNotes.map((note) => {
      return { code: note.code, text: short(reachNoteText(words.membership, note)) };
    }),
    list: list.map((row) => memberOf(input, row)),
    leftOut,
  };
}

function memberOf({ words, now }: ReportInput, row: MemberRow): ReportedMember {
  return {
    name: row.name,
    state: { code: row.state, text: words.membership.state[row.state].label },
    ready: row.conditions?.ready ?? null,
    serving: row.conditions?.serving ?? null,
    terminating: row.conditions?.terminating ?? null,
    addresses: row.addresses,
    ports: row.ports,
    node: row.nodeName,
    podStatus: row.pod === null ? null : printPod(row.pod, now).status,
    reasons: row.reasons.map((reason) => {
      return { code: reason.code, text: short(memberReasonText(words.membership, reason)) };
    }),
  };
}
