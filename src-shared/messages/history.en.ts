import type { HistoryWords } from './history-text.ts';

const number = new Intl.NumberFormat('en');
const plural = new Intl.PluralRules('en');
const changes = (count: number): string =>
  `${number.format(count)} ${plural.select(count) === 'one' ? 'change' : 'changes'}`;
const time = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });
const label = (value: string | null): string => value ?? 'none';

const words: HistoryWords = {
  what: {
    entered: 'Entered',
    left: 'Left',
    'became-ready': 'Gets traffic',
    'became-not-ready': 'Listed, no traffic',
    'service-created': 'Service created',
    'service-deleted': 'Service deleted',
    'service-changed': 'Service changed',
  },
  enteredUnready: 'Entered, no traffic',
  cause: {
    deleted: ({ by }) => {
      if (by === null) return 'The Pod was deleted. The API does not say who deleted it.';
      return by.kind === 'controller'
        ? `The Pod was deleted by ${by.controller} ${by.name}: scaled down, or replaced by a new one.`
        : `The Pod was ended by ${DISRUPTIONS[by.reason] ?? `a disruption (${by.reason})`}.`;
    },
    'pod-created': ({ by }) =>
      by === null ? 'A new Pod that the selector selects.' : `A new Pod, made by ${by.controller} ${by.name}.`,
    'labels-changed': ({ labels }) =>
      `The Pod’s labels changed: ${labels.map(({ key, from, to }) => `${key} from ${label(from)} to ${label(to)}`).join(', ')}.`,
    'selector-changed': ({ from, to }) => `The Service’s selector changed from ${from} to ${to}.`,
    'service-created': () => 'The Service was made, and its selector selects the Pod.',
    'service-deleted': () => 'The Service was deleted.',
    'slice-edited': () => 'Somebody took the address out of the EndpointSlices.',
    unknown: () => 'Not known: what would tell may not be read, or was not seen.',
  },
  field: ({ field, from, to }) => `${field} changed from ${from} to ${to}.`,
};

const DISRUPTIONS: Readonly<Record<string, string>> = {
  EvictionByEvictionAPI: 'an eviction, as kubectl drain asks for (EvictionByEvictionAPI)',
  PreemptionByScheduler: 'the scheduler, for a Pod of higher priority (PreemptionByScheduler)',
  DeletionByTaintManager: 'a taint of its Node that it does not tolerate (DeletionByTaintManager)',
  DeletionByPodGC: 'the Pod garbage collector: its Node is gone (DeletionByPodGC)',
  TerminationByKubelet: 'the kubelet: the Node ran short, or shuts down (TerminationByKubelet)',
};

/** Words of the history of a Service. */
export const historyEn = {
  ...words,
  tab: 'History',
  /** Takes milliseconds since 1970 and shows this computer's time zone. */
  time: (moment: number): string => time.format(moment),
  day: (moment: number): string => day.format(moment),
  between: (from: string, to: string): string => `between ${from} and ${to}`,
  since: (moment: string): string => `Recorded since ${moment}`,
  count: (count: number): string => changes(count),
  dropped: (count: number, moment: string): string =>
    `${changes(count)} before ${moment} ${count === 1 ? 'is' : 'are'} no longer kept.`,
  loadingTitle: 'Nothing is recorded yet',
  loadingText: 'Recording begins when Services and EndpointSlices have been read.',
  unknownTitle: 'The history is not known',
  emptyTitle: 'No Pod has backed this Service yet',
  emptyText:
    'Whoever enters, leaves or turns is written down here, with the reason, as long as the app stays connected.',
  unchanged: 'Nothing has changed since.',
  timeline: 'When each Pod got traffic',
  legend: { in: 'Gets traffic', 'not-ready': 'Listed, no traffic', out: 'Out', gap: 'Not watched' },
  row: (name: string, state: string, turns: string): string => `${name}: now ${state}, ${turns}`,
  more: (count: number): string => `and ${number.format(count)} more, told of in the list`,
  now: 'now',
  list: 'Changes',
  columns: { at: 'Time', pod: 'Pod', what: 'What', why: 'Why' },
  notWatched: 'Not watched',
  gap: (from: string, to: string): string =>
    `From ${from} to ${to} nothing was watched. What changed then is told after it, without its time.`,
  gapLasts: (from: string): string =>
    `Since ${from} nothing is watched. What changes now is told later, without its time.`,
  exportJson: 'Export JSON',
  exported: (path: string): string => `Saved as ${path}`,
};
