const number = new Intl.NumberFormat('en');
const plural = new Intl.PluralRules('en');
const count = (value: number, one: string, many: string): string =>
  `${number.format(value)} ${plural.select(value) === 'one' ? one : many}`;

/** Words around the findings: where they stand on the pages, not what they say. */
export const findingsScreensEn = {
  column: 'Findings',
  columnTitle: 'The worst that was found for the Service',
  nothing: 'Nothing found',
  unknown: 'Unknown',
  clear: 'Nothing wrong is visible',
  attention: 'Needs attention',
  attentionTitle: 'Show only Services with an error or a warning',
  attentionNoneTitle: 'No Service needs attention',
  attentionNoneText: 'No error and no warning is visible from the API among the Services shown.',
  attentionOff: 'Show all Services',
  tab: 'Findings',
  tabCount: (errors: number, warnings: number): string =>
    [
      ...(errors > 0 ? [count(errors, 'error', 'errors')] : []),
      ...(warnings > 0 ? [count(warnings, 'warning', 'warnings')] : []),
    ].join(', '),
  line: 'What stands out',
  reading: 'Looking at what belongs to this Service…',
  show: (value: number): string => (value === 1 ? 'Show finding' : `Show ${number.format(value)} findings`),
  list: 'Findings along the debug path',
  path: 'Debug path',
  stageNothing: 'nothing found',
  what: 'What to do',
  object: 'Where',
  source: 'Source',
  copyCommand: (which: string): string => `Copy the command: ${which}`,
  tryChange: 'Try a change',
  emptyTitle: 'Nothing to tell',
  emptyText: 'What belongs to this Service could not be looked at.',
  nearest: {
    title: 'Nearest Pods',
    pods: (value: number): string => count(value, 'Pod', 'Pods'),
    noOwner: 'no controller',
    example: (pod: string): string => `for example ${pod}`,
    scaledToZero: 'asks for 0 Pods; its Pods would have these labels',
    matches: 'matches',
    differs: (asked: string, has: string): string => `differs: the selector asks for ${asked}, the Pod has ${has}`,
    selector: 'selector',
    pod: 'Pod',
    missing: 'missing',
    change: (selector: string, pods: number): string =>
      `Selector ${selector} would select ${count(pods, 'Pod', 'Pods')}.`,
    changeBeforeScaling: (selector: string): string =>
      `Selector ${selector} would select its Pods once it is scaled up.`,
    trySelector: 'Try this selector',
    tryLabels: 'Try these labels on the Pod',
  },
};
