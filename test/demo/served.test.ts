import { expect, it } from 'vitest';
import { countersIn, servedBetween } from './served.ts';

const LABELS = 'host="10.96.0.20:80",path="/",agent="servicescope"';

it.each([
  ['a request of a traffic test', `servicescope_requests_total{${LABELS}} 12`, [['10.96.0.20', 12]]],
  [
    'a host without a port',
    'servicescope_requests_total{host="myapp-svc",path="/",agent="servicescope"} 3',
    [['myapp-svc', 3]],
  ],
  ['none yet', `servicescope_requests_total{${LABELS}} 0`, [['10.96.0.20', 0]]],
  [
    'two Services, between other lines',
    [
      '# TYPE servicescope_requests_total counter',
      `servicescope_requests_total{${LABELS}} 12`,
      'servicescope_requests_total{host="10.96.0.21:80",path="/",agent="servicescope"} 7',
      '',
    ].join('\n'),
    [
      ['10.96.0.20', 12],
      ['10.96.0.21', 7],
    ],
  ],
  [
    'a Service at two of its ports',
    [`servicescope_requests_total{${LABELS}} 12`, `servicescope_requests_total{${LABELS.replace(':80', '')}} 1`].join(
      '\n',
    ),
    [['10.96.0.20', 13]],
  ],
  ['another path', 'servicescope_requests_total{host="10.96.0.20:80",path="/metrics",agent="servicescope"} 12', []],
  ['a longer path', 'servicescope_requests_total{host="10.96.0.20:80",path="/a",agent="servicescope"} 12', []],
  ['a learner’s curl', 'servicescope_requests_total{host="10.96.0.20:80",path="/",agent="curl"} 12', []],
  ['an agent of a longer name', `servicescope_requests_total{${LABELS.replace('scope"', 'scopes"')}} 12`, []],
  ['no agent', 'servicescope_requests_total{host="10.96.0.20:80",path="/",agent=""} 12', []],
  ['no host', 'servicescope_requests_total{host="",path="/",agent="servicescope"} 12', []],
  ['the whole of all requests', 'http_requests_total{status="200"} 12', []],
  ['a counter of a longer name', `my_servicescope_requests_total{${LABELS}} 12`, []],
  ['a fraction', `servicescope_requests_total{${LABELS}} 1.5`, []],
  ['a time behind the count', `servicescope_requests_total{${LABELS}} 12 1700000000`, []],
  ['a comment', `# servicescope_requests_total{${LABELS}} 12`, []],
  ['nothing', '', []],
])('reads of /metrics: %s', (_what, text, counters) => {
  expect([...countersIn(text)]).toEqual(counters);
});

it('what grew between two readings, at the addresses that are meant', () => {
  const before = new Map([['a', new Map([['10.96.0.20', 5]])]]);
  const after = new Map([
    [
      'b',
      new Map([
        ['10.96.0.20', 2],
        ['10.96.0.21', 9],
      ]),
    ],
    ['a', new Map([['10.96.0.20', 12]])],
    ['c', new Map([['10.96.0.21', 9]])],
  ]);
  expect(servedBetween(before, after, (address) => address === '10.96.0.20')).toEqual({ a: 7, b: 2 });
});
