import { describe, expect, it } from 'vitest';
import { builtRun } from '../../test/renderer/built-run.ts';
import { aPod, aService, aServicePort, conditionsOf } from '../../test/support/builders.ts';
import { NOW, twoPods } from '../../test/support/findings/world.ts';
import { aReportInput, aRunSeen, anEvent, statesOf } from '../../test/support/report-world.ts';
import type { ServiceHistory } from '../history/history.ts';
import { failure } from '../ipc/failure.ts';
import { ko } from '../messages/ko.ts';
import { MAX_REPORT_LENGTH, MOST } from './bounds.ts';
import { reportJson } from './report-json.ts';
import { reportMarkdown } from './report-markdown.ts';
import type { ServiceReport } from './report.ts';
import type { ReportInput } from './report-input.ts';
import { writeReport } from './write-report.ts';

const markdownOf = (input: ReportInput): string => reportMarkdown(writeReport(input), input.words);
/** The lines of a section, headings of its own left out. */
const section = (input: ReportInput, heading: string): readonly string[] => {
  const lines = markdownOf(input).split('\n');
  const from = lines.indexOf(`## ${heading}`);
  const to = lines.findIndex((line, index) => index > from && /^(## |---$)/.test(line));
  expect(from).toBeGreaterThan(-1);
  return lines.slice(from + 1, to).filter((line) => line !== '');
};
const notReady = aPod({ meta: { name: 'web-2' }, podIPs: ['10.244.0.2'], conditions: conditionsOf(false) });
const history = (changes: number): ServiceHistory => ({
  ...{ began: NOW - 600_000, start: NOW - 500_000, base: [], dropped: 7 },
  gaps: [{ from: NOW - 400_000, to: NOW - 300_000 }],
  entries: Array.from({ length: changes }, (_, index) => ({
    ...{ id: index, at: NOW - 200_000 + index, since: null, what: 'left' as const, state: null },
    member: { key: 'uid', name: `web-${String(index)}` },
    why: { code: 'deleted' as const, by: null },
  })),
});

describe('a report', () => {
  it('says when, by what, and of which Service where', () => {
    const report = writeReport(aReportInput());
    expect(report).toMatchObject({
      format: 'servicescope-report/1',
      language: 'en',
      written: '2026-01-01T01:00:00.000Z',
      app: { name: 'ServiceScope', version: '0.1.0' },
      cluster: { context: 'kind-dev', name: 'dev', version: 'v1.34.4', namespace: 'default' },
      service: {
        namespace: 'default',
        name: 'web',
        type: 'ClusterIP',
        printedPorts: '80/TCP',
        selector: { app: 'web' },
      },
    });
    expect(JSON.parse(reportJson(report))).toEqual(report);
    const lines = markdownOf(aReportInput()).split('\n');
    expect(lines).toContain('# Service `default/web`');
    expect(lines).toContain('- Written: 2026-01-01T01:00:00.000Z, ServiceScope 0.1.0');
    expect(lines).toContain('- Kube context: `kind-dev`');
    expect(lines).toContain('- Cluster: `dev`, Kubernetes v1.34.4');
  });

  it('has the fields of the Service by their own names', () => {
    const service = aService({
      ports: [aServicePort({ name: 'http', targetPort: 'web', nodePort: 30_080 })],
      type: 'NodePort',
      sessionAffinity: 'ClientIP',
      affinityTimeoutSeconds: 10_800,
      externalTrafficPolicy: 'Local',
    });
    const lines = section(aReportInput({ service }), 'Service');
    for (const line of [
      '- type: `NodePort`',
      '- PORT(S): `80:30080/TCP`',
      '- sessionAffinity: `ClientIP` (10,800 s)',
      '- externalTrafficPolicy: `Local`',
      '- publishNotReadyAddresses: `false`',
      '| `http` | 80 | TCP | `web` | 30080 | – |',
    ])
      expect(lines).toContain(line);
  });

  it('has a row for each Pod: in or out, what the slices say, and why', () => {
    const input = aReportInput({ pods: [aPod(), notReady, aPod({ meta: { name: 'web-3' }, podIPs: [] })] });
    const rows = section(input, 'Members').filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(5);
    expect(rows[2]).toBe(
      '| In | `web-1` | `10.244.0.1` | `8080/TCP` | `node-1` | yes | yes | no | Running | The Pod is Ready. |',
    );
    expect(rows[3]).toContain('| `web-2` | `10.244.0.2` | `8080/TCP` | `node-1` | no | no | no |');
    expect(rows[4]).toMatch(/^\| Out \| `web-3` \| – \| .* \| – \| – \| – \| Running \| .*no IP/);
    expect(writeReport(input).membership.list.map(({ reasons }) => reasons[0]?.code)).toEqual([
      'ready',
      'not-ready',
      'no-ip',
    ]);
  });

  it('has each finding with the two values and the commands of the card', () => {
    const service = aService({ selector: { app: 'wbe' } });
    const input = aReportInput({ service, pods: twoPods() });
    const lines = section(input, 'Findings');
    expect(lines[0]).toBe('### 1. Error: The selector app=wbe matches no Pod');
    expect(lines[1]).toBe('Where: `Service default/web`, `spec.selector.app` (`selector-matches-no-pod`)');
    expect(lines).toContain('# Check it');
    expect(lines.find((line) => line.startsWith('kubectl '))).toMatch(/^kubectl --context kind-dev -n default get po/);
    expect(writeReport(input).findings?.[0]).toMatchObject({
      code: 'selector-matches-no-pod',
      severity: 'error',
      values: { expected: 'app=wbe' },
    });
  });

  it('says so where no single command mends a finding, and nothing where nothing is to be mended', () => {
    const none = '# No single command fixes this. Follow “What to do” above instead.';
    const lacking = aReportInput({ service: aService({ selector: null }), slices: [], pods: [] });
    expect(section(lacking, 'Findings')).toContain(none);
    expect(section(aReportInput({ pods: twoPods() }), 'Findings')).not.toContain(none);
  });

  it('says the last runs with the numbers of the Traffic page, and their sum is what was asked', () => {
    const pods = ['web-1', 'web-2'];
    const run = aRunSeen(builtRun({ pods, perSide: 200, failEvery: 20 }));
    const input = aReportInput({}, { runs: [run] });
    const { runs } = writeReport(input);
    const [none] = runs.list[0]?.sides ?? [];
    expect(runs.list[0]).toMatchObject({ ended: '2026-01-01T00:59:50.000Z', phase: { code: 'done' } });
    expect(none?.failures.map(({ code, count }) => [code, count])).toEqual([['timeout', 10]]);
    for (const side of runs.list[0]?.sides ?? []) {
      const { asked, answers, unidentified, failed, missing } = side;
      expect(answers + unidentified + failed + missing).toBe(asked);
      expect(side.pods.list.reduce((sum, pod) => sum + pod.answers, 0)).toBe(answers);
    }
    const lines = section(input, 'Traffic runs');
    expect(lines).toContain('#### sessionAffinity: ClientIP (twin)');
    expect(lines).toContain('- Asked: 200');
    expect(lines).toContain('- Errors: Timeout 10');
    expect(lines.filter((line) => line.startsWith('**Verdict:**'))).toHaveLength(2);
    expect(lines).toContain('- From 2 client Pods through the ClusterIP');
  });

  it('is in the language of the app', () => {
    const input = aReportInput({}, { language: 'ko', words: ko, history: history(1) });
    expect(section(input, '멤버').join('\n')).toContain('| 포함 |');
    expect(section(input, '기록').join('\n')).toContain('누가 삭제했는지는 API로 알 수 없습니다');
    expect(writeReport(input).language).toBe('ko');
  });
});

describe('what was not live', () => {
  it('is said at the top and in each section it belongs to', () => {
    const reason = failure('connect.refused', { host: '127.0.0.1', port: 6443 });
    const stale = { phase: 'stale', since: NOW - 45_000, whole: true, retryAt: null, reason } as const;
    const denied = {
      phase: 'denied',
      since: NOW - 60_000,
      verb: 'list',
      resource: 'pods',
      namespace: 'default',
    } as const;
    const input = aReportInput(
      {},
      { states: statesOf({ EndpointSlice: stale, Pod: denied }), clockSkewMs: 5_000, now: NOW + 5_000 },
    );
    const report = writeReport(input);
    expect(report.watches.filter(({ phase }) => phase !== 'synced')).toMatchObject([
      { kind: 'EndpointSlice', phase: 'stale', since: '2026-01-01T00:59:20.000Z', text: 'Stale since 45s' },
      {
        kind: 'Pod',
        phase: 'denied',
        since: '2026-01-01T00:59:05.000Z',
        text: 'You may not list pods in namespace default',
      },
    ]);
    const head = reportMarkdown(report, input.words).split('\n## ')[0] ?? '';
    expect(head).toContain(
      '- **Not live at that time: EndpointSlice.** Stale since 45s, since 2026-01-01T00:59:20.000Z.',
    );
    expect(head).not.toMatch(/Live at that time: .*(EndpointSlice|Pod)/);
    for (const [heading, kinds] of [
      ['Members', 'EndpointSlice (Stale since 45s); Pod (You may not list pods in namespace default)'],
      ['EndpointSlices', 'EndpointSlice (Stale since 45s)'],
      ['History', 'EndpointSlice (Stale since 45s)'],
    ] as const)
      expect(section(input, heading)[0]).toContain(`Not live when this was written: ${kinds}`);
    expect(section(input, 'Service')[0]).not.toContain('Not live');
  });

  it('findings, history, endpoints that are not known are no findings, no history, no endpoints', () => {
    const input = aReportInput({ slices: null, pods: null }, { findings: null });
    const report = writeReport(input);
    expect(report).toMatchObject({ findings: null, history: null, membership: { counts: null } });
    expect(section(input, 'Findings')).toEqual(['Findings were still being looked for when this was written.']);
    expect(section(input, 'History')).toEqual(['Not known when this was written.']);
    expect(section(input, 'Members')[0]).toBe('It is not known who stands behind this Service');
  });
});

describe('bounds', () => {
  it('the latest changes of a history, and how many are left out', () => {
    const input = aReportInput({}, { history: history(MOST.history + 12) });
    const told = writeReport(input).history;
    expect(told).toMatchObject({ leftOut: 12, dropped: 7 });
    expect(told?.list.at(-1)?.member).toBe(`web-${String(MOST.history + 11)}`);
    const lines = section(input, 'History');
    expect(lines.at(-1)).toBe('12 older ones are left out here.');
    expect(lines).toContain('7 changes before 2026-01-01T00:51:40.000Z are no longer known.');
    expect(lines.find((line) => line.includes('`web-211`'))).toContain('| Left |');
  });

  it('keep the largest report below what may be copied', () => {
    const message = 'A message without an end. '.repeat(40);
    const name = (index: number): string => `web-${'x'.repeat(240)}-${String(index).padStart(5, '0')}`;
    const pods = Array.from({ length: 1_200 }, (_, index) =>
      aPod({
        meta: { name: name(index) },
        podIPs: [`10.${String(index >> 8)}.${String(index % 256)}.1`],
        conditions: [{ type: 'Ready', status: 'False', reason: 'R', message, lastTransitionTime: null }],
      }),
    );
    const run = aRunSeen(builtRun({ pods: pods.map(({ meta }) => meta.name), perSide: 3_000 }));
    const events = Array.from({ length: 300 }, () => anEvent({ message }));
    const input = aReportInput({ pods }, { runs: [run, run, run, run], events, history: history(300) });
    const report = writeReport(input);
    expect(report.membership).toMatchObject({ leftOut: 1_200 - MOST.members });
    expect([report.events.leftOut, report.runs.leftOut]).toEqual([300 - MOST.events, 1]);
    expect(reportJson(report).length).toBeLessThan(MAX_REPORT_LENGTH);
    expect(reportMarkdown(report, input.words).length).toBeLessThan(MAX_REPORT_LENGTH);
    const shortReport: ServiceReport = writeReport(aReportInput());
    expect(shortReport.membership.leftOut).toBe(0);
  });
});
