import { describe, expect, it } from 'vitest';
import { aService, conditionsOf } from '../../test/support/builders.ts';
import { POD_CASES } from '../../test/support/findings/cases-pods.ts';
import { SERVICE_CASES } from '../../test/support/findings/cases-service.ts';
import { TRAFFIC_CASES } from '../../test/support/findings/cases-traffic.ts';
import { madeBy, only } from '../../test/support/findings/found.ts';
import type { FindingCase } from '../../test/support/findings/world.ts';
import { aWorld, inputOf, nodesOf, twoPods } from '../../test/support/findings/world.ts';
import type { FindingCommands } from './commands.ts';
import { commandLine, commandsOf, scopeOf } from './commands.ts';
import { diagnose } from './diagnose.ts';
import type { FindingCode } from './finding.ts';

const CASES = [...SERVICE_CASES, ...POD_CASES, ...TRAFFIC_CASES];
const HEADLESS = aService({ publishNotReadyAddresses: true, clusterIPs: ['None'] });
const LOCAL = aService({ internalTrafficPolicy: 'Local' });
const SCOPE = { context: 'my context', namespace: 'default', service: 'web', hasSelector: true };

function commands(code: FindingCode, scope = SCOPE): FindingCommands {
  const { raised } = CASES.find((each) => each.code === code) as FindingCase;
  const finding = diagnose(inputOf(raised)).find((each) => each.code === code);
  if (finding === undefined) throw new Error(`not raised: ${code}`);
  return commandsOf(finding, scope);
}

const mending = (code: FindingCode): string => commandLine(commands(code).mend ?? []);

describe.each(CASES)('$code', ({ code }) => {
  it('has a command that shows it, in the Service’s context, with every argument filled in', () => {
    const { show } = commands(code);
    expect(show.slice(0, 3)).toEqual(['kubectl', '--context', 'my context']);
    expect(show.filter((word) => word === '' || /undefined|null/.test(word))).toEqual([]);
    expect(['get', 'describe', 'logs', 'auth']).toContain(show.find((word, index) => index > 2 && VERBS.has(word)));
  });
});

const VERBS = new Set(['get', 'describe', 'logs', 'auth', 'patch', 'set', 'scale', 'delete']);

describe('the command that mends', () => {
  const at = `kubectl --context 'my context' -n default`;

  it.each([
    ['selector-matches-no-pod', `${at} set selector svc web app=myapp-rs`],
    ['workload-scaled-to-zero', `${at} scale deployment web --replicas=1`],
    ['not-ready-gets-traffic', `${at} patch svc web --type=merge -p '{"spec":{"publishNotReadyAddresses":false}}'`],
    [
      'internal-local-without-endpoint',
      `${at} patch svc web --type=merge -p '{"spec":{"internalTrafficPolicy":"Cluster"}}'`,
    ],
  ] as const)('%s', (code, line) => {
    expect(mending(code)).toBe(line);
  });

  it('of a named port changes that port, if it still is what it was', () => {
    expect(mending('named-port-missing')).toContain(
      `'[{"op":"test","path":"/spec/ports/0/targetPort","value":"webb"},{"op":"replace","path":"/spec/ports/0/targetPort","value":"web"}]'`,
    );
    expect(mending('named-port-other-protocol')).toContain('"path":"/spec/ports/0/protocol","value":"UDP"');
  });

  it('is none of what is only worth knowing: a headless Service’s peers, client addresses, a Pod that is replaced', () => {
    const published = { pods: twoPods({ conditions: conditionsOf(false) }), service: HEADLESS };
    const [finding] = diagnose(inputOf(aWorld(published))).filter(({ code }) => code === 'not-ready-gets-traffic');
    expect(finding?.severity).toBe('info');
    expect(finding === undefined ? undefined : commandsOf(finding, SCOPE).mend).toBeNull();
    const nodes = nodesOf({ 'node-1': true, 'node-2': true });
    const pods = twoPods({ meta: madeBy('DaemonSet', 'web') });
    const local = only({ nodes, pods, service: LOCAL }, 'internal-local-without-endpoint');
    expect([local.severity, commandsOf(local, SCOPE).mend]).toEqual(['info', null]);
    expect(commands('external-local-without-endpoint').mend).toBeNull();
    expect(commands('pod-failed').mend).toBeNull();
  });

  it('sends a port to the number that is meant, be it only worth knowing', () => {
    const replaces = `{"op":"replace","path":"/spec/ports/0/targetPort","value":`;
    expect(mending('traffic-refused')).toContain(
      `'[{"op":"test","path":"/spec/ports/0/targetPort","value":8081},${replaces}8080}]'`,
    );
    expect(mending('probe-port-not-targeted')).toContain(`${replaces}9090}]'`);
  });

  it('is none where no single command mends it', () => {
    expect(commands('image-pull-fails').mend).toBeNull();
    expect(commands('network-policy-denies').mend).toBeNull();
  });
});

it('looks where the thing is: kube-system, all namespaces, a permission', () => {
  const proxies = commandLine(commands('kube-proxy-not-ready').show);
  expect(proxies).toContain('-n kube-system get po -l component=kube-proxy');
  expect(commandLine(commands('other-data-plane').show)).toContain('-n kube-system get ds anetd');
  expect(commandLine(commands('same-labels-elsewhere').show)).toBe(
    `kubectl --context 'my context' get po -A -l app=web`,
  );
  expect(commandLine(commands('pods-unknown').show)).toContain('-n default auth can-i list pods');
});

it.each(['traffic-breaks', 'traffic-server-errors'] as const)(
  'the logs behind %s are asked of the Service that selects Pods; of another one kubectl has none',
  (code) => {
    const show = (hasSelector: boolean): string => commandLine(commands(code, { ...SCOPE, hasSelector }).show);
    expect(show(true)).toContain('logs svc/web');
    expect(show(false)).toContain('get endpointslices -l kubernetes.io/service-name=web');
  },
);

it('a Service is said to select Pods where its selector holds a pair', () => {
  const selecting = ([{ app: 'web' }, {}, null] as const).map((selector) => scopeOf(aService({ selector }), 'c'));
  expect(selecting.map(({ hasSelector }) => hasSelector)).toEqual([true, false, false]);
});
