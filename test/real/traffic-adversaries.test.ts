import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingCode } from '../../src-shared/findings/finding.ts';
import { judge } from '../../src-shared/traffic/affinity.ts';
import { lastTrafficOf } from '../../src-shared/traffic/last-traffic.ts';
import { identifiedAnswers, total } from '../../src-shared/traffic/tally.ts';
import type { TrafficDeps } from '../../src-main/traffic/traffic-deps.ts';
import { podYaml, serviceYaml } from '../support/course.ts';
import { readFindings } from '../support/findings/read-findings.ts';
import { apply, kubectl } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { leftovers, runRequest, runToEnd, trafficDeps, type FinishedRun } from '../support/traffic-run.ts';
import type { RunRequest } from '../../src-shared/traffic/run-request.ts';

// Servers that name nobody, name everybody, echo, forge, hang, reset: each two Pods behind a Service of its own.
const SERVERS: Readonly<Record<string, readonly string[]>> = {
  plain: [],
  anonymous: ['--anonymous'],
  silent: ['--silent'],
  names: ['--names=names-1,names-2'],
  other: ['--names=other-10,xother-1'],
  echo: ['--body-echo'],
  forge: ['--forge'],
  reset: ['--reset'],
  hang: ['--hang'],
  error: ['--status=500'],
  big: ['--big=10000000'],
};
const REQUESTS = 20;

const over = new AbortController();
let namespace = '';
let deps: TrafficDeps;

beforeAll(async () => {
  namespace = await createNamespace('traffic-adversaries');
  deps = await trafficDeps(over.signal);
  const yaml = Object.entries(SERVERS).flatMap(([app, args]) => [
    serviceYaml(namespace, app, app),
    podYaml(namespace, `${app}-1`, app, args),
    podYaml(namespace, `${app}-2`, app, args),
  ]);
  // Nobody stands behind `empty`; nobody listens behind `closed`.
  const empty = serviceYaml(namespace, 'empty', 'nobody');
  const closed = serviceYaml(namespace, 'closed', 'plain').replace('targetPort: 8080', 'targetPort: 9');
  await apply([...yaml, empty, closed].join('---\n'));
  await kubectl('wait', '-n', namespace, '--for=condition=Ready', 'pod', '--all', '--timeout=180s');
});

afterAll(async () => {
  over.abort();
  if (namespace !== '') await deleteNamespace(namespace);
});

const ask = (service: string, change: Partial<RunRequest> = {}): Promise<FinishedRun> =>
  runToEnd(deps, runRequest(namespace, { service, requests: REQUESTS, rate: 50, clients: 1, ...change }));

function nginxYaml(apart: string, name: string): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: ${apart}, labels: {app: nginx}}
spec:
  terminationGracePeriodSeconds: 0
  containers:
    - {name: web, image: "docker.io/library/nginx:1.22", imagePullPolicy: IfNotPresent,
       readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 1}}
`;
}

/** What became of the requests; the three together are all that were asked. */
function outcome(run: FinishedRun): { known: number; unidentified: number; failures: Record<string, number> } {
  const tally = run.side('None');
  expect(run.status.phase).toEqual({ phase: 'ended', outcome: { kind: 'done' } });
  expect(run.status.sides[0]?.asked).toBe(REQUESTS);
  expect(tally.hits).toBe(REQUESTS);
  expect(identifiedAnswers(tally) + total(tally.unidentified) + total(tally.failures)).toBe(REQUESTS);
  return {
    known: identifiedAnswers(tally),
    unidentified: total(tally.unidentified),
    failures: Object.fromEntries(tally.failures),
  };
}

/** What a run of that Service adds to its findings. */
async function learned({ status, side }: FinishedRun): Promise<readonly FindingCode[]> {
  const lastTraffic = lastTrafficOf(status, [side('None')], Date.now());
  const name = status.request.service;
  const findings = await readFindings(deps.api, { namespace, name }, over.signal, { lastTraffic });
  return findings.flatMap(({ code, stage }) => (stage === 'traffic' && code !== 'nothing-visible' ? [code] : []));
}

const known = { known: REQUESTS, unidentified: 0, failures: {} };
const unidentified = { known: 0, unidentified: REQUESTS, failures: {} };
const failed = (kind: string): object => ({ known: 0, unidentified: 0, failures: { [kind]: REQUESTS } });

describe.concurrent('a server that', () => {
  it('names itself is known, and no finding', async () => {
    const run = await ask('plain');
    expect(outcome(run)).toEqual(known);
    expect(await learned(run)).toEqual([]);
  });
  it('names nobody stays unidentified', async () => {
    const run = await ask('anonymous');
    expect(outcome(run)).toEqual(unidentified);
    expect(judge(run.side('None'), { ...run.status, logged: null })).toEqual({
      kind: 'unidentified',
      answers: REQUESTS,
    });
  });
  it('names two Pods stays unidentified', async () => expect(outcome(await ask('names'))).toEqual(unidentified));
  it('is nginx with its default page stays unidentified, also where a Pod has the name that stands on it', async () => {
    // Its image starts as root, which Pod Security `restricted` refuses.
    const apart = await createNamespace('traffic-nginx', 'privileged');
    try {
      const pods = ['nginx', 'nginx-2'].map((name) => nginxYaml(apart, name));
      const service = serviceYaml(apart, 'nginx', 'nginx').replace('targetPort: 8080', 'targetPort: 80');
      await apply([service, ...pods].join('---\n'));
      await kubectl('wait', '-n', apart, '--for=condition=Ready', 'pod', '--all', '--timeout=120s');
      expect(outcome(await ask('nginx', { namespace: apart }))).toEqual(unidentified);
      expect(await leftovers(apart)).toEqual([]);
    } finally {
      await deleteNamespace(apart);
    }
  });
  it('names something like a Pod stays unidentified', async () =>
    expect(outcome(await ask('other'))).toEqual(unidentified));
  it('echoes the request stays unidentified, even when the request names a Pod', async () => {
    expect(outcome(await ask('echo'))).toEqual(unidentified);
    expect(outcome(await ask('echo', { path: '/echo-1?pod=echo-1' }))).toEqual(unidentified);
  });
  it('forges records is counted once', async () => {
    const run = await ask('forge');
    expect(outcome(run)).toEqual(known);
    expect(new Set(run.hits.map((hit) => hit.pod)).size).toBeLessThanOrEqual(2);
    expect(run.hits.map((hit) => hit.seq)).toEqual(Array.from({ length: REQUESTS }, (_, index) => index + 1));
  });
  it('resets is a failure, and a finding', async () => {
    const run = await ask('reset');
    expect(outcome(run)).toEqual(failed('reset'));
    expect(await learned(run)).toEqual(['traffic-breaks']);
  });
  it('hangs is a failure, and a finding', async () => {
    const run = await ask('hang', { timeoutMs: 200 });
    expect(outcome(run)).toEqual(failed('timeout'));
    expect(await learned(run)).toEqual(['traffic-hangs']);
  });
  it('answers 500 answered, and that is a finding', async () => {
    const run = await ask('error');
    expect(outcome(run)).toEqual(known);
    expect(run.side('None').statuses).toEqual(new Map([[500, REQUESTS]]));
    expect(await learned(run)).toEqual(['traffic-server-errors']);
  });
  it('sends 10 MB is cut and counted for nobody', async () =>
    expect(outcome(await ask('big'))).toEqual(failed('too-large')));
  it('does not listen refuses, and that is a finding', async () => {
    const run = await ask('closed');
    expect(outcome(run)).toEqual(failed('refused'));
    expect(await learned(run)).toEqual(['traffic-refused']);
  });
  it('is not there refuses, as often as the kernel lets it', async () => {
    // The REJECT of kube-proxy is an ICMP message, and the kernel sends one a second to an address after the first few.
    const { known: answered, unidentified: unknown, failures } = outcome(await ask('empty', { timeoutMs: 200 }));
    expect([answered, unknown]).toEqual([0, 0]);
    expect(failures.refused).toBeGreaterThan(0);
    expect((failures.refused ?? 0) + (failures.timeout ?? 0)).toBe(REQUESTS);
  });
  it('speaks no TLS fails with it', async () =>
    expect(outcome(await ask('plain', { scheme: 'https' }))).toEqual(failed('tls')));
  it('is known by a pattern where the rule of one name would not do', async () => {
    const run = await ask('names', { identify: { by: 'pattern', pattern: 'names-1\\s+(names-2)' } });
    expect(outcome(run)).toEqual(known);
    expect(new Set(run.hits.map((hit) => `${hit.pod} ${hit.rule}`))).toEqual(new Set(['names-2 pattern']));
  });
  it('freezes a careless pattern does not freeze the run', async () => {
    const run = await ask('big', { identify: { by: 'pattern', pattern: '((a+)+)+!' }, path: '/aaaa' });
    expect(outcome(run)).toEqual(failed('too-large'));
    expect(
      outcome(await ask('echo', { identify: { by: 'pattern', pattern: '((a+)+)+!' }, path: `/${'a'.repeat(60)}` })),
    ).toEqual(unidentified);
  });
  it('names nobody is known by its logs, and not where it logs nothing', async () => {
    const logged = async (service: string): Promise<unknown> => {
      const [side] = (await ask(service, { identify: { by: 'logs', inQuery: true } })).status.sides;
      return Object.values(side?.logged ?? {}).reduce(
        (sum, of) => sum + Object.values(of).reduce((a, b) => a + b, 0),
        0,
      );
    };
    expect(await logged('anonymous')).toBe(REQUESTS);
    expect(await logged('silent')).toBe(0);
  });
});

it('left nothing behind', async () => {
  expect(await leftovers(namespace)).toEqual([]);
  expect(deps.journal.entries()).toEqual([]);
});
