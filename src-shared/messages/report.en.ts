const number = new Intl.NumberFormat('en');

/** Words of the report of a Service, and of the dialog that offers it. What it quotes has words of its own. */
export const reportEn = {
  button: 'Copy for a colleague',
  dialog: {
    title: (service: string): string => `Report of ${service}`,
    note: 'What this window knows of the Service, as of now. No Secret, environment variable, annotation or credential is in it, and what looks like a token, password or key is written as “…”. Read it before you pass it on.',
    format: 'Format',
    formats: { markdown: 'Markdown', json: 'JSON' },
    preview: (format: string): string => `Preview of the report, ${format}`,
    cut: (shown: number, all: number): string =>
      `The preview shows the first ${number.format(shown)} of ${number.format(all)} characters. Copy and file have all of them.`,
    copy: (format: string): string => `Copy ${format}`,
    save: 'Save as a file',
    saved: (path: string): string => `Saved as ${path}`,
  },
  text: {
    written: 'Written',
    /** The clock is the API server's. */
    writtenBy: (time: string, version: string): string => `${time}, ServiceScope ${version}`,
    kubernetes: (version: string): string => `Kubernetes ${version}`,
    versionUnknown: 'version not known',
    watched: 'Namespace watched',
    live: 'Live at that time',
    notLive: 'Not live at that time',
    since: (text: string, moment: string): string => `${text}, since ${moment}`,
    sectionNotLive: (kinds: string): string =>
      `Not live when this was written: ${kinds}. What stands here is what was known last, or nothing.`,
    leftOut: (count: number): string => `${number.format(count)} more are left out here.`,
    leftOutOlder: (count: number): string => `${number.format(count)} older ones are left out here.`,
    unknown: 'Not known when this was written.',
    nothing: 'None.',
    reading: 'Findings were still being looked for when this was written.',
    service: 'Service',
    created: 'Created',
    seconds: (count: number): string => `${number.format(count)} s`,
    recording: (since: string): string => `Recorded since ${since}.`,
    dropped: (count: number, since: string): string =>
      `${number.format(count)} changes before ${since} are no longer known.`,
    notWatched: (from: string, to: string): string => `Not watched from ${from} to ${to}.`,
    notWatchedStill: (from: string): string => `Not watched since ${from}.`,
    runs: 'Traffic runs',
    noRun: 'No traffic run through this Service in this window.',
    run: (ended: string): string => `Run that ended ${ended}`,
    runGoesOn: 'A run that still went on: its numbers are not the last ones',
    request: 'Requests',
    perSide: (requests: number | null, rate: number): string =>
      `${requests === null ? 'until stopped' : number.format(requests)} per side, ${number.format(rate)} a second`,
    to: (scheme: string, port: number, path: string): string => `${scheme} to port ${String(port)}, path ${path}`,
    timeout: (ms: number): string => `timeout ${number.format(ms)} ms`,
    newConnection: 'a new connection for each',
    keepAlive: 'connections kept alive',
    asked: 'Asked',
    answered: 'Answered by a known Pod',
    verdict: 'Verdict',
    footer:
      'Secrets, environment variables, annotations and credentials are never in this report. “…” stands for what looked like one in a message.',
  },
};
