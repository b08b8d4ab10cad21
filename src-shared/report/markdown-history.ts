import type { Messages } from '../messages/en.ts';
import { codeCell, plain, table } from './markdown-text.ts';
import type { ServiceReport } from './report.ts';

/** Who entered, left and turned, latest first, as on the page. */
export function historyMarkdown({ history }: ServiceReport, words: Messages): readonly string[] {
  const { text } = words.report;
  if (history === null) return [text.unknown, ''];
  const { columns, between, unchanged } = words.history;
  const { list, leftOut, dropped, notWatched } = history;
  return [
    text.recording(history.recordingSince),
    ...(dropped === 0 ? [] : [text.dropped(dropped, history.completeSince)]),
    ...(list.length === 0 ? [unchanged] : []),
    '',
    ...notWatched.map(({ from, to }) => `- ${to === null ? text.notWatchedStill(from) : text.notWatched(from, to)}`),
    '',
    ...table(
      [columns.at, columns.pod, columns.what, columns.why],
      list
        .toReversed()
        .map(({ at, after, what, member, why }) => [
          plain(after === null ? at : between(after, at)),
          member === null ? '–' : codeCell(member),
          plain(what.text),
          plain(why),
        ]),
    ),
    ...(leftOut === 0 ? [] : [text.leftOutOlder(leftOut), '']),
  ];
}

/** The Events of the Service, its slices and its Pods, latest first. */
export function eventsMarkdown({ events }: ServiceReport, words: Messages): readonly string[] {
  const { last, type, reason, object, message, times } = words.screens.service.events;
  const { text } = words.report;
  if (events.list.length === 0) return [text.nothing, ''];
  return [
    ...table(
      [last, type, reason, object, message],
      events.list.map((event) => [
        plain(event.lastSeen),
        plain(event.type),
        plain(event.count > 1 ? `${event.reason} ${times(event.count)}` : event.reason),
        codeCell(event.object),
        plain(event.message),
      ]),
    ),
    ...(events.leftOut === 0 ? [] : [text.leftOutOlder(events.leftOut), '']),
  ];
}
