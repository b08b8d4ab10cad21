import type { Messages } from '../messages/en.ts';
import { codeCell, plain, table } from './markdown-text.ts';
import type { ReportedMember, ServiceReport } from './report.ts';

/** How many get traffic, why nobody does, and a row for each Pod or address. */
export function membersMarkdown({ membership }: ServiceReport, words: Messages): readonly string[] {
  const { members } = words.screens.service;
  const { counts, none, reach, list, leftOut } = membership;
  const { endpointsText } = words.screens.services;
  return [
    counts === null ? members.unknownTitle : endpointsText(counts.ready, counts.total),
    '',
    ...[...(none === null ? [] : [none]), ...reach].map(({ text }) => `- ${plain(text)}`),
    '',
    ...table(
      [
        members.state,
        members.name,
        members.ip,
        members.ports,
        members.node,
        members.ready,
        members.serving,
        members.terminating,
        members.status,
        members.reason,
      ],
      list.map((member) => rowOf(member, members)),
    ),
    ...(leftOut === 0 ? [] : [words.report.text.leftOut(leftOut), '']),
  ];
}

function rowOf(member: ReportedMember, words: Messages['screens']['service']['members']): readonly string[] {
  const said = (value: boolean | null): string => (value === null ? '–' : value ? words.yes : words.no);
  const ports = member.ports.map(({ name, number, protocol }) => {
    const target = `${number === null ? '?' : String(number)}/${protocol}`;
    return name === '' ? target : `${name}: ${target}`;
  });
  return [
    plain(member.state.text),
    codeCell(member.name),
    codeCell(member.addresses.join(', ')),
    codeCell(ports.join(', ')),
    codeCell(member.node ?? ''),
    said(member.ready),
    said(member.serving),
    said(member.terminating),
    member.podStatus === null ? '–' : plain(member.podStatus),
    plain(member.reasons.map(({ text }) => text).join(' ')),
  ];
}
