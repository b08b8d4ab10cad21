import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectPod } from '../../src-main/kube/project-pod.ts';
import { projectService } from '../../src-main/kube/project-service.ts';
import { builtRun } from '../../test/renderer/built-run.ts';
import { aCondition, aContainer, aContainerStatus, aPod, aService } from '../../test/support/builders.ts';
import { NOW } from '../../test/support/findings/world.ts';
import { projected } from '../../test/support/golden.ts';
import { aReportInput, aRunSeen, anEvent, statesOf } from '../../test/support/report-world.ts';
import type { HistoryEntry } from '../history/history.ts';
import { failure } from '../ipc/failure.ts';
import { ko } from '../messages/ko.ts';
import { reportJson } from './report-json.ts';
import { reportMarkdown } from './report-markdown.ts';
import type { ReportInput } from './report-input.ts';
import { writeReport } from './write-report.ts';

/** Where text that others wrote gets into a window: each with this text in it. */
const PLACES: Readonly<Record<string, (text: string) => ReportInput>> = {
  'the message of an Event': (message) => aReportInput({}, { events: [anEvent({ message })] }),
  'the reason and type of an Event': (text) => aReportInput({}, { events: [anEvent({ reason: text, type: text })] }),
  'the condition of a Pod': (message) =>
    aReportInput({ pods: [aPod({ conditions: [aCondition('Ready', 'False', { reason: 'Broken', message })] })] }),
  'what a probe answered': (message) =>
    aReportInput({ pods: [aPod({ conditions: [aCondition('Ready', 'False', { reason: message, message: null })] })] }),
  'a container that waits': (message) => {
    const state = { kind: 'waiting', reason: 'CreateContainerConfigError', message } as const;
    const container = aContainer({ status: aContainerStatus({ ready: false, state }) });
    return aReportInput({ pods: [aPod({ conditions: [aCondition('Ready', 'False')], containers: [container] })] });
  },
  'a failure of the API server': (detail) => {
    const reason = failure('connect.lost', { host: '127.0.0.1', detail });
    const stale = { phase: 'stale', since: NOW, whole: true, retryAt: null, reason } as const;
    return aReportInput({}, { states: statesOf({ Pod: stale, Event: stale }) });
  },
  'the history': (text) => {
    const dated = { at: NOW, since: null, what: 'left', state: null, member: { key: 'uid', name: text } } as const;
    const probe = { code: 'readiness-probe', container: 'web', message: text } as const;
    const labels = [{ key: 'note', from: text, to: null }];
    const entries: readonly HistoryEntry[] = [
      { ...dated, id: 1, why: { code: 'reason', reason: probe } },
      { ...dated, id: 2, why: { code: 'labels-changed', labels } },
      { ...dated, id: 3, what: 'service-changed', fields: [{ field: 'spec.externalName', from: text, to: text }] },
    ];
    return aReportInput({}, { history: { began: NOW, start: NOW, base: [], dropped: 0, gaps: [], entries } });
  },
  'the failure of a run': (detail) => {
    const outcome = { kind: 'failed', failure: failure('traffic.exec-failed', { pod: 'client', detail }) } as const;
    return aReportInput({}, { runs: [aRunSeen(builtRun({ pods: [], phase: { phase: 'ended', outcome } }))] });
  },
  'the path of a run': (path) => {
    const run = builtRun({ pods: ['web-1'] });
    const request = { ...run.status.request, path };
    return aReportInput({}, { runs: [aRunSeen({ ...run, status: { ...run.status, request } })] });
  },
  'the fields of the Service': (text) =>
    aReportInput({
      service: aService({ type: 'ExternalName', externalName: text, externalIPs: [text], trafficDistribution: text }),
    }),
  'the names of the cluster': (text) =>
    aReportInput({}, { cluster: { context: text, name: text, version: text, namespace: text } }),
};

/** How a secret stands in a text. */
const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  bearer: (secret) => `Authorization: Bearer ${secret}`,
  'a header of its own': (secret) => `{"Authorization":["bearer ${secret}"]}`,
  'a password in an address': (secret) => `http://user:${secret}@db.example:5432/x`,
  'a token in an address': (secret) => `https://${secret}@git.example/x`,
  'an environment variable': (secret) => `"env":[{"name":"GREETING","value":"${secret}"}]`,
  'what kubectl applied last': (secret) =>
    JSON.stringify({ annotation: JSON.stringify({ env: [{ name: 'DB', value: secret }] }) }),
  'an environment variable in YAML': (secret) => `env:\n- name: GREETING\n  value: ${secret}\n`,
  'a field of JSON': (secret) => `{"password":"${secret}"}`,
  'an assignment': (secret) => `DB_PASSWORD=${secret}`,
  'a flag': (secret) => `--token ${secret}`,
  'a flag with its value': (secret) => `--secret=${secret}`,
  'a variable that is called a secret': (secret) => `JWT_SECRET=${secret}`,
  'a short word for it': (secret) => `DB_PASS=${secret} pwd=${secret}`,
  'a scheme of its own': (secret) => `Authorization: Token ${secret}`,
  'a digest': (secret) => `Authorization: Digest username="me", response="${secret}"`,
  'a cookie': (secret) => `Cookie: theme=dark; session=${secret}`,
  'a cookie that is set': (secret) => `Set-Cookie: session=${secret}; Path=/`,
  'a header for keys': (secret) => `X-Api-Key: ${secret}`,
  'keys of AWS': (secret) => `AWS_SECRET_ACCESS_KEY=${secret} aws_session_token = ${secret}`,
  'a query': (secret) => `/x?api_key=${secret}&y=1`,
  'a JSON Web Token': (secret) => `eyJ${secret}.eyJ${secret}.${secret}`,
  'a private key': (secret) => `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----`,
};

const secret = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{15,39}$/);
/** Never longer than the API server lets a message be; so long that it is cut in the middle of the secret. */
const noise = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('x '.repeat(180), 'word '.repeat(75)));
const both = (input: ReportInput): readonly string[] => {
  const report = writeReport(input);
  return [reportMarkdown(report, input.words), reportJson(report)];
};

describe.each(Object.entries(PLACES))('a secret in %s', (_place, inputOf) => {
  it('is in neither format, however it is written', () => {
    fc.assert(
      fc.property(secret, noise, noise, (hidden, before, after) => {
        for (const [form, written] of Object.entries(FORMS)) {
          const texts = both(inputOf(`${before} ${written(hidden)} ${after}`));
          expect(texts.filter((text) => text.includes(hidden.slice(0, 12))).map(() => form)).toEqual([]);
        }
      }),
      { numRuns: 6 },
    );
  });

  it('goes, and what is none stays', () => {
    const said = 'Get "http://10.0.0.1:8080/ready": connect: connection refused, see secret "web-tls"';
    expect(both(inputOf(said))[1]).toContain(JSON.stringify(said).slice(1, -1));
    for (const text of both(inputOf(`${said} token=hunter2hunter2`))) expect(text).not.toContain('hunter2hunter2');
  });
});

it('what kubectl applied last, other annotations, and environments are no part of it', () => {
  const annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': '{"env":[{"name":"A","value":"planted-1"}]}',
    'example.com/token': 'planted-2',
  };
  const metadata = { uid: 'u', name: 'web', namespace: 'default', labels: { app: 'web' }, annotations };
  const service = projected(projectService, {
    metadata,
    spec: { type: 'ClusterIP', clusterIPs: ['10.96.0.10'], selector: { app: 'web' }, ports: [{ port: 80 }] },
  });
  const pod = projected(projectPod, {
    metadata: { ...metadata, uid: 'p' },
    spec: {
      nodeName: 'node-1',
      containers: [{ name: 'web', image: 'web', env: [{ name: 'GREETING', value: 'planted-3' }], args: ['planted-4'] }],
    },
    status: { phase: 'Running', podIPs: [{ ip: '10.244.0.1' }], conditions: [{ type: 'Ready', status: 'True' }] },
  });
  const texts = both(aReportInput({ service, pods: [pod] }));
  for (const text of texts) {
    expect(text).toContain('10.244.0.1');
    expect(text).not.toContain('planted');
  }
});

/** What a reader of Markdown makes of each line, whatever stands in it: kind of line, and cells of a table's row. */
function shapeOf(markdown: string): readonly string[] {
  let fence = '';
  return markdown.split('\n').map((line) => {
    const mark = /^`{3,}/.exec(line)?.[0] ?? '';
    if (fence !== '') {
      if (mark.length >= fence.length) fence = '';
      return fence === '' ? 'end of fence' : 'fenced';
    }
    if (mark !== '' && !line.slice(mark.length).includes('`')) {
      fence = mark;
      return 'fence';
    }
    if (line.startsWith('|')) return `row of ${String(line.replaceAll(/\\./g, '').split('|').length)}`;
    return /^(#+ |- |> |---$|\*\*|\d+\. |[=+*]|$)/.exec(line)?.[0] ?? 'text';
  });
}

/** A line without its code spans and escaped characters: what is left may act. */
function outsideOfCode(line: string): string {
  return line.replaceAll(/\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
}

const HOSTILE = [
  '<img src=x onerror="window.ran = 1"> <!-- ',
  '| a | b |\n| --- |',
  '``` `` ` \\` \\| \\',
  '\n\n# heading\n- item\n> quote\n```sh\nrm -rf /\n```',
  '[a](javascript:x) ![b](//evil) ~~c~~ **d** $e$ &amp;',
  'https://evil.example http://evil.example/?a=`b` ftp://evil.example www.evil.example',
  '@org/team (@org) `@org` \\@org me@evil.example org/web#12 #12',
  '\u001b[31mred\u001b[0m \u0000 \u2028 \u202egnp.exe \u200b 😀 \r\n\t',
  '=====',
  '1. one',
  '+ two',
  '- - -',
  '***',
  ' '.repeat(8),
];

describe.each(Object.entries(PLACES))('text that acts in %s', (_place, inputOf) => {
  const harmless = shapeOf(both(inputOf('harmless text'))[0] ?? '');

  it.each(HOSTILE)('%j changes no line of the Markdown, and acts in neither format', (text) => {
    const [markdown = '', json = ''] = both(inputOf(`a ${text}`));
    expect(shapeOf(markdown)).toEqual(harmless);
    for (const written of [markdown, json]) {
      expect(written).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u,
      );
    }
    const prose = markdown.split('\n').filter((_, index) => harmless[index] !== 'fenced');
    const acting = prose.map((line) => outsideOfCode(line).replaceAll(/<https:\/\/kubernetes\.io\/[^<>]+>/g, ''));
    expect(acting.join('\n')).not.toMatch(/<|\]\(|:\/\/|www\.|@\w|\w#\d/);
    expect(JSON.parse(json)).toMatchObject({ format: 'servicescope-report/1' });
  });

  it('of any kind changes no line either', () => {
    const any = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('|', '`', '\\', '\n', '<', '#', '-', ' ', 'a') }),
    );
    fc.assert(
      fc.property(any, (text) => {
        const input = inputOf(`a${text}`);
        for (const words of [input.words, ko]) {
          const markdown = reportMarkdown(writeReport(input), words);
          if (words === input.words) expect(shapeOf(markdown)).toEqual(harmless);
        }
      }),
      { numRuns: 15 },
    );
  });
});
