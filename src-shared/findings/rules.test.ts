import { describe, expect, it } from 'vitest';
import { POD_CASES } from '../../test/support/findings/cases-pods.ts';
import { SERVICE_CASES } from '../../test/support/findings/cases-service.ts';
import { TRAFFIC_CASES } from '../../test/support/findings/cases-traffic.ts';
import { differences } from '../../test/support/findings/differences.ts';
import type { World } from '../../test/support/findings/world.ts';
import { aWorld, inputOf } from '../../test/support/findings/world.ts';
import { suggestedChange } from '../what-if/suggested-change.ts';
import { CATALOGUE } from './catalogue.ts';
import { commandsOf, scopeOf } from './commands.ts';
import { diagnose } from './diagnose.ts';
import type { Finding, FindingCode } from './finding.ts';
import { STAGES } from './finding.ts';

const CASES = [...SERVICE_CASES, ...POD_CASES, ...TRAFFIC_CASES];
const found = (world: World) => diagnose(inputOf(world));
const codes = (world: World): readonly string[] => found(world).map(({ code }) => code);

type Reasons = Readonly<Partial<Record<FindingCode, string>>>;

/** Codes that show no two values side by side, and why. */
const WITHOUT_VALUES: Reasons = {
  'external-name': 'what kind of Service it is: nothing disagrees',
  headless: 'what kind of Service it is: nothing disagrees',
  'no-selector': 'what kind of Service it is: nothing disagrees',
  'no-selector-no-address': 'nothing asks for anything, and there is nothing',
  'selects-other-owners': 'two owners or more, none of which is the one asked for',
  'pod-unscheduled': 'what the Pod asks of a Node, the scheduler tells in a sentence',
  'pod-starts': 'on its way: what there will be is what is asked for',
  'pod-completed': 'it has ended as it was to',
  'pod-failed': 'its controller has another one made: nothing is asked of this one any more',
  'pod-terminating': 'it is deleted as somebody asked',
  flapping: 'one condition that is true and false by turns',
  'one-endpoint': 'nothing asks for a second one',
  'endpoints-truncated': 'the API cuts them on purpose',
  'hints-narrow': 'the endpoints are kept near as somebody asked',
  'network-policy-limits': 'the port is let in; whether the client is, its address decides',
  'other-data-plane': 'what the cluster is made of: nothing disagrees',
  'traffic-hangs': 'how requests ended: no value of an object is known to be wrong',
  'traffic-breaks': 'how requests ended: no value of an object is known to be wrong',
  'traffic-server-errors': 'how requests ended: no value of an object is known to be wrong',
  'nothing-visible': 'nothing disagrees',
};

const INSIDE = 'what is wrong is inside the container or its image';
const WAITING = 'it waits for the cluster, which does what it can';
const MEANT = 'only a person knows which of two it is to be';
const PERMISSION = 'somebody else gives the permission, by a Role that only they know';
const NOTE = 'nothing is to be mended';

/** Codes whose card shows no command that mends, and why. */
const WITHOUT_MEND: Reasons = {
  'external-name': NOTE,
  headless: NOTE,
  'no-selector': NOTE,
  'kind-unknown': PERMISSION,
  'pods-unknown': PERMISSION,
  'slices-unknown': PERMISSION,
  'no-selector-no-address': 'a selector or an address: neither is told anywhere',
  'port-not-in-service': 'the client is to ask for another port',
  'workload-makes-no-pods': 'a quota, a webhook or the Nodes refuse the Pods',
  'same-labels-elsewhere': 'a namespace can’t be changed: one of the two is made anew',
  'only-ended-pods-match': 'a Pod that has ended does not start again',
  'selects-other-owners': MEANT,
  'pod-unscheduled': 'room on a Node, or fewer demands: ' + MEANT,
  'pod-without-ip': WAITING,
  'image-pull-fails': 'the right image or the secret of its registry is not known',
  'container-crash-loops': INSIDE,
  'container-does-not-start': 'what is missing has to be made, and what is to be in it is not known',
  'container-ended': INSIDE,
  'init-container-fails': INSIDE,
  'pod-starts': WAITING,
  'startup-probe-pending': INSIDE,
  'pod-completed': NOTE,
  'pod-failed': NOTE,
  'pod-terminating': NOTE,
  'node-missing': 'the Pod garbage collector deletes it; which Node was meant is not known',
  'node-not-ready': 'the Node is mended on the Node',
  'readiness-probe-fails': 'the application or its probe: ' + MEANT,
  'readiness-gate-shut': 'another controller sets the condition',
  'pod-not-ready': 'nothing tells why',
  flapping: INSIDE,
  'no-address-of-family':
    'the first of ipFamilies can’t be changed: the Service is made anew, or the cluster gets the family',
  'slices-lag': 'kube-controller-manager writes them, and has to run',
  'no-endpoint-ready': 'ready is what the server behind the address is, not what a slice is told to say',
  'one-endpoint': NOTE,
  'all-terminating': 'new Pods have to become ready',
  'endpoints-differ': 'who still reads Endpoints should read EndpointSlices',
  'endpoints-truncated': NOTE,
  'external-local-without-endpoint': NOTE,
  'hints-narrow': NOTE,
  'network-policy-denies': 'whom to let in, only a person knows',
  'network-policy-limits': NOTE,
  'kube-proxy-not-ready': INSIDE,
  'other-data-plane': NOTE,
  'traffic-hangs': 'what drops the connection is not known',
  'traffic-breaks': INSIDE,
  'traffic-server-errors': INSIDE,
  'nothing-visible': NOTE,
};

/** Codes that name no field of their object, and why. */
const WITHOUT_FIELD: Reasons = {
  'nothing-visible': 'the whole Service is well',
};

/** The findings of each code in the world that raises it. */
function raisedBy(has: (finding: Finding) => boolean): readonly FindingCode[] {
  const those = CASES.filter(({ code, raised }) => found(raised).some((each) => each.code === code && has(each)));
  return those.map(({ code }) => code).sort();
}

const mendOf = (finding: Finding) => commandsOf(finding, scopeOf(aWorld().service, 'c')).mend;

describe.each(CASES)('$code', ({ code, raised, nearMiss, beside = [] }) => {
  it('is raised, with what else is true of that world and nothing more', () => {
    expect(codes(raised)).toContain(code);
    const serious = found(raised).filter(({ severity, code: each }) => severity !== 'info' && each !== code);
    expect(serious.map((each) => each.code).sort()).toEqual([...beside].sort());
  });

  it('is not raised where one field is another', () => {
    expect(differences(raised, nearMiss)).toHaveLength(1);
    expect(codes(nearMiss)).not.toContain(code);
  });

  it('stands where the catalogue says, no worse than it says, and names an object', () => {
    const entry = CATALOGUE[code];
    const order = ['error', 'warning', 'info'];
    for (const each of found(raised).filter((finding) => finding.code === code)) {
      expect(each.stage).toBe(entry.stage);
      expect(order.indexOf(each.severity)).toBeGreaterThanOrEqual(order.indexOf(entry.severity));
      expect(each.object.name).not.toBe('');
    }
  });
});

it('every code of the catalogue has a world that raises it and a near miss', () => {
  expect(CASES.map(({ code }) => code).sort()).toEqual(Object.keys(CATALOGUE).sort());
});

it('shows two values side by side, unless nothing disagrees', () => {
  expect(raisedBy(({ values }) => values === null)).toEqual(Object.keys(WITHOUT_VALUES).sort());
  const alike = raisedBy(({ values }) => values !== null && values.expected === values.found);
  expect(alike).toEqual([]);
});

it('has a command that mends it, unless no single one does', () => {
  expect(raisedBy((finding) => mendOf(finding) === null)).toEqual(Object.keys(WITHOUT_MEND).sort());
});

it('offers nothing to try that it has no command for', () => {
  const offered = ({ raised }: (typeof CASES)[number]) =>
    found(raised).filter((finding) => suggestedChange(finding, raised.service) !== null);
  const tried = CASES.flatMap(offered);
  expect(tried.map(({ code }) => code)).toContain('traffic-refused');
  expect(tried.filter((finding) => mendOf(finding) === null)).toEqual([]);
});

it('names a field of its object, unless the whole of it is meant', () => {
  expect(raisedBy(({ object }) => object.field === null)).toEqual(Object.keys(WITHOUT_FIELD).sort());
});

it('every rule has a code', () => {
  const rules = new Set(Object.values(CATALOGUE).map(({ rule }) => rule));
  expect([...rules].map((rule) => Number(rule.slice(1))).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
});

it('a Service that is well has one finding: nothing wrong is visible', () => {
  expect(codes(aWorld())).toEqual(['nothing-visible']);
});

it('findings stand along the debug path, the worst first inside a stage', () => {
  const order = ['error', 'warning', 'info'];
  for (const { raised } of CASES) {
    const places = found(raised).map(({ stage, severity }) => STAGES.indexOf(stage) * 10 + order.indexOf(severity));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }
});
