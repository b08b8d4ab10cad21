import type { DraftProblem } from '../what-if/draft.ts';
import type { MemberFate } from '../what-if/compare.ts';

const number = new Intl.NumberFormat('en');
const plural = new Intl.PluralRules('en');
const pods = (value: number): string => `${number.format(value)} ${plural.select(value) === 'one' ? 'Pod' : 'Pods'}`;

const fate: Readonly<Record<MemberFate, string>> = {
  enters: 'Enters',
  leaves: 'Leaves',
  unreachable: 'Loses traffic',
  listed: 'Listed, no traffic',
  unlisted: 'No longer listed',
  ports: 'Other port',
  noted: 'Changes',
};

/** Words of the what-if. */
export const whatIfEn = {
  tab: 'What if',
  nothingSent: 'Try a change here. Nothing is sent until you apply it.',
  subject: 'What to change',
  subjects: { service: 'The Service', pod: 'Labels of a Pod' },
  selector: 'Selector',
  noSelector: 'No selector: nobody is selected, and endpoints are managed by hand.',
  selectorGoes: 'Without a selector the EndpointSlices stay as they are: the controller lets go of this Service.',
  labels: 'Labels',
  pod: 'Pod',
  choosePod: 'Choose a Pod',
  noPods: 'No Pod has this name.',
  key: (position: number): string => `Key ${String(position)}`,
  value: (position: number): string => `Value ${String(position)}`,
  noKeys: 'No Pod here has such a label.',
  noValues: 'No Pod here has such a value.',
  podCount: pods,
  add: 'Add a pair',
  remove: (key: string): string => `Remove ${key === '' ? 'this pair' : key}`,
  targetPort: (port: string): string => `targetPort of ${port}`,
  noPorts: 'No container port is named so.',
  publish: 'publishNotReadyAddresses',
  publishMeaning: 'Pods get traffic whether they are Ready or not.',
  reset: 'Reset',
  apply: 'Apply…',
  nothingToApply: 'Nothing differs from the cluster.',
  suggested: 'Suggested',
  suggestSelector: (selector: string, count: number): string =>
    `selector ${selector}, which ${pods(count)} would match`,
  suggestTargetPort: (port: number, to: string): string => `targetPort ${to} for port ${String(port)}`,
  take: 'Use it',
  before: 'Now',
  after: 'Then',
  receive: 'get traffic',
  ofListed: (ready: number, total: number): string => `${number.format(ready)} of ${number.format(total)}`,
  noPod: 'No Pods',
  noEndpoint: 'No endpoints',
  slicesUnknown: 'EndpointSlices have not been read here, so who gets traffic is not known.',
  slicesAssumed:
    'EndpointSlices have not been read here: this is what the controller would write, and slices by other hands are not in it.',
  port: 'Port',
  allPorts: 'Endpoints',
  nobody: 'Nobody gets traffic.',
  sameTitle: 'Nothing would change',
  sameText: 'Change something on the left: what it does to Pods, ports and findings appears here as you type.',
  noEffectText: 'This edit changes no Pod, port or finding of this Service.',
  members: 'Pods that change',
  change: 'Change',
  membersMore: (more: number): string => `and ${pods(more)} more`,
  noMembers: 'No Pod enters or leaves.',
  absent: 'Not a member',
  why: 'Why',
  fate,
  findingsGone: 'Findings that go',
  findingsCome: 'Findings that come',
  cleared: 'No problem left',
  trafficGone: 'What the last run met would no longer be known. Test traffic again after the change.',
  problem: {
    'key-twice': ({ key }: Extract<DraftProblem, { code: 'key-twice' }>): string => `Key ${key} is there twice.`,
    'key-missing': ({ value }: Extract<DraftProblem, { code: 'key-missing' }>): string => `Value ${value} has no key.`,
    'target-port': ({ port }: Extract<DraftProblem, { code: 'target-port' }>): string =>
      `The targetPort of port ${String(port)} is neither a number from 1 to 65535 nor a port name.`,
  },
  lostOwner: (kind: string, name: string, keys: string): string =>
    `${kind} ${name} lets go of this Pod if it selects by ${keys}: nobody scales, updates or replaces the Pod any more, and ${kind} ${name} makes a new one in its place.`,
  unknownTitle: 'What would change is not known',
  unknownText: 'Pods have not been read here, so nothing can be said about who would be in or out.',
  externalTitle: 'Nothing to try here',
  externalText: 'An ExternalName Service is a DNS alias: it selects no Pods and has no ports of its own to map.',
  dialog: {
    title: (kind: string, name: string): string => `Change ${kind} ${name}`,
    checking: 'Asking the API server for a dry run…',
    checked:
      'The API server accepts this change; nothing has been changed yet. It is applied only if the object is still in this version.',
    diff: (name: string): string => `What changes in the YAML of ${name}`,
    added: 'added',
    removed: 'removed',
    skipped: 'Lines that stay the same',
    command: 'The same with kubectl',
    confirm: 'Change it',
    sending: 'Changing…',
    kept: 'Nothing was changed, and your edit is kept.',
  },
  notice: {
    done: (kind: string, name: string): string => `${kind} ${name} was changed.`,
    undone: (kind: string, name: string): string => `The change of ${kind} ${name} was taken back.`,
    undo: 'Undo',
    dismiss: 'Dismiss',
  },
};
