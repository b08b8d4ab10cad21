import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConnection } from '../../src-main/kube/connection.ts';
import { credentialSource } from '../../src-main/kube/credentials.ts';
import type { KubeApi } from '../../src-main/kube/kube-api.ts';
import { loadKubeconfig } from '../../src-main/kube/kubeconfig.ts';
import { type Command, commandLine, commandsOf, type FindingCommands } from '../../src-shared/findings/commands.ts';
import { diagnose } from '../../src-shared/findings/diagnose.ts';
import type { Finding, FindingCode } from '../../src-shared/findings/finding.ts';
import { type Scenario, SCENARIOS } from '../../src-shared/ipc/training.ts';
import type { NamespacedName } from '../../src-shared/kube/object-key.ts';
import { POD_CASES } from '../support/findings/cases-pods.ts';
import { SERVICE_CASES } from '../support/findings/cases-service.ts';
import { TRAFFIC_CASES } from '../support/findings/cases-traffic.ts';
import { BROKEN_BY_DELETION, MORE_BROKEN } from '../support/findings/more-broken.ts';
import { readFindings } from '../support/findings/read-findings.ts';
import { scenarioFindings } from '../support/findings/scenario-findings.ts';
import { aWorld, inputOf, NOTHING_MET } from '../support/findings/world.ts';
import { eventually } from '../support/kubectl.ts';
import { startTrainingProcess, type TrainingProcess } from '../support/training/training-process.ts';

// The commands on a finding's card, run by the real kubectl on a training cluster as they are copied: what shows it prints what
// the finding says, and after what mends it the finding is gone.

const CONTEXT = 'servicescope-training';
const over = new AbortController();
let training: TrainingProcess;
let api: KubeApi;
/** Codes whose command mended what it was to mend. */
const mended = new Set<FindingCode>();

/** What the line that shows a finding prints, at least. */
const SHOWN: Readonly<Partial<Record<FindingCode, RegExp>>> = {
  'selector-matches-no-pod': /app=wrong-label-rs|No resources found/,
  'same-labels-elsewhere': /^default +wrong-namespace-rs-/m,
  'workload-scaled-to-zero': /^scaled-to-zero-rs +0 +0 +0 /m,
  'only-ended-pods-match': /^completed-pods-job-\S+ +0\/1 +Completed /m,
  'named-port-missing': /"name":"http","protocol":"TCP"/,
  'named-port-other-protocol': /"name":"talk","protocol":"UDP"/,
  'readiness-probe-fails': /Readiness probe failed: HTTP probe failed with statuscode: 503/,
  'not-ready-gets-traffic': /^true/,
  'probe-port-not-targeted': /Port: +8080\/TCP[^]*Readiness: +http-get http:\/\/:http\/readyz/,
  headless: /^ {2}clusterIP: None$/m,
  'external-name': /^ {2}externalName: www\.example\.com$/m,
  'no-selector': /managed-by: by-hand/,
  // One address, and no other.
  'one-endpoint': /^(?![^]*- addresses:[^]*- addresses:)[^]*- addresses:\n[^]* ready: true\n/,
  'nothing-visible': /- addresses:\n[^]* ready: true\n/,
  'internal-local-without-endpoint': /nodeName: node-/,
  'external-local-without-endpoint': /nodeName: node-/,
  'pod-failed': /Status: +Failed[^]*Exit Code: +3/,
  'container-crash-loops': /^it breaks/,
  'init-container-fails': /^nothing to begin with/,
  'network-policy-denies': /PodSelector: +app=network-policy-denies[^]*Selected pods are isolated for ingress/,
  'network-policy-limits': /From:\n +PodSelector: app=friend/,
  'no-selector-no-address': /^items: \[\]$/m,
  'slice-lacks-port': /- name: other\n +port: 8080\n/,
  'hints-narrow': /forZones:\n +- name: zone-a\n[^]*forZones:\n +- name: zone-b\n/,
  'selects-other-owners': /SELECTOR\n.* app=selects-other-owners\n/,
  'container-ended': /^done with it\n/,
  'pod-completed': /^pod-completed-a +0\/1 +Completed /m,
  'startup-probe-pending': /Startup probe failed: Get "http:\/\/\S+:9\/": .*connection refused/,
  'readiness-gate-shut': /Readiness Gates:\n +Type +Status\n +example\.com\/lb +<none>/,
  'pod-unscheduled': /Node-Selectors: +disk=nowhere[^]*FailedScheduling/,
  'no-endpoint-ready': /^(?![^]* ready: true)[^]*- addresses:\n[^]* ready: false\n/,
  'endpoints-differ': /^subsets:\n- addresses:\n +- ip: 192\.0\.2\.12\n/m,
  'pod-without-ip': /Node: +nowhere\/[^]*^IP: *$/m,
  'pod-starts': /^Init Containers:[^]*State: +Running[^]*^Containers:[^]*Reason: +PodInitializing/m,
  'workload-makes-no-pods': /^Replicas: +1 desired .*\b0 total/m,
  'pod-terminating': /Status: +Terminating[^]*Termination Grace Period: +100s/,
  'all-terminating': /^all-terminating-a +1\/1 +Terminating /m,
  'traffic-refused': /port: 8081\n/,
  'image-pull-fails': /Failed to pull image "nowhere\.example\/none:1"/,
};

/** Scenarios that one command mends. */
const MENDABLE: ReadonlySet<Scenario> = new Set<Scenario>([
  'wrong-label',
  'scaled-to-zero',
  'named-port-missing',
  'publish-not-ready',
  'wrong-target-port',
  'traffic-policy-local',
]);

/** All that a line prints, and its exit code in brackets. */
function type(line: string, input = ''): Promise<string> {
  return new Promise((resolve) => {
    const env = { ...process.env, KUBECONFIG: training.kubeconfig };
    const shell = execFile('bash', ['-c', line], { env }, (error, stdout, stderr) =>
      resolve(`${stdout}${stderr}[${String(error?.code ?? 0)}]`),
    );
    shell.stdin?.end(input);
  });
}

const run = (command: Command): Promise<string> => type(commandLine(command));
const applied = async (manifest: string, ...flags: readonly string[]): Promise<void> =>
  expect(await type(['kubectl', 'apply', ...flags, '-f', '-'].join(' '), manifest)).toMatch(/\[0\]$/);
const codesOf = (findings: readonly Finding[]): readonly FindingCode[] => findings.map(({ code }) => code);
const read = (name: NamespacedName): Promise<readonly Finding[]> => readFindings(api, name, over.signal);

/** Waits until the findings are as they are to be. */
const until = (
  name: NamespacedName,
  holds: (codes: readonly FindingCode[], findings: readonly Finding[]) => boolean,
): Promise<readonly Finding[]> =>
  eventually(
    async () => {
      const findings = await read(name);
      return holds(codesOf(findings), findings) ? findings : null;
    },
    `the findings of ${name.name} in ${name.namespace}`,
    90_000,
  );

function commandsFor({ namespace, name }: NamespacedName, finding: Finding): FindingCommands {
  return commandsOf(finding, { context: CONTEXT, namespace, service: name, hasSelector: true });
}

async function expectShown(name: NamespacedName, finding: Finding): Promise<void> {
  const { show } = commandsFor(name, finding);
  const shown = SHOWN[finding.code];
  if (shown === undefined) throw new Error(`What should ${commandLine(show)} print?`);
  // Events and logs come a moment after what they tell of.
  let printed = '';
  const printsIt = async (): Promise<true | null> => {
    printed = await run(show);
    return shown.test(printed) && printed.endsWith('[0]') ? true : null;
  };
  await eventually(printsIt, commandLine(show), 30_000).catch(() => expect(printed).toMatch(shown));
}

async function expectCommands(name: NamespacedName, finding: Finding): Promise<void> {
  await expectShown(name, finding);
  const { mend } = commandsFor(name, finding);
  if (mend === null) return;
  expect(await run(mend)).toMatch(/\[0\]$/);
  await until(name, (codes) => !codes.includes(finding.code));
  mended.add(finding.code);
}

beforeAll(async () => {
  training = await startTrainingProcess();
  const kubeconfig = await loadKubeconfig({ paths: [training.kubeconfig], required: true });
  const credentials = credentialSource(kubeconfig.target(CONTEXT));
  api = openConnection({ credentials, userAgent: 'servicescope/test', signal: over.signal });
});

afterAll(async () => {
  over.abort();
  expect(training.complaints()).toBe('');
  await training.end();
});

describe('a scenario raises exactly its findings, and their commands show and mend them', () => {
  const expected = scenarioFindings(2);
  it.concurrent.each(SCENARIOS)('%s', async (scenario) => {
    // Under labels of its own: no other scenario's Pods are meant.
    const text = await readFile(join('resources/manifests', `${scenario}.yaml`), 'utf8');
    const manifest = text.replaceAll('myapp', scenario);
    const inShop = scenario === 'wrong-namespace';
    const namespace = inShop ? 'shop' : `of-${scenario}`;
    if (!inShop) expect(await type(`kubectl create ns ${namespace}`)).toMatch(/created/);
    await applied(manifest, ...(inShop ? [] : ['-n', namespace]));
    const name = { namespace, name: `${scenario}-svc` };
    const wanted = JSON.stringify(expected[scenario]);
    // A selector that matches nobody has a mend once there are Pods it may mean.
    const findings = await until(
      name,
      (codes, all) =>
        JSON.stringify(codes) === wanted &&
        all.some((finding) => commandsFor(name, finding).mend !== null) === MENDABLE.has(scenario),
    );
    // One after the other: a mend takes other findings with it.
    for (const finding of findings) await expectCommands(name, finding);
  });
});

describe('what no scenario is about', () => {
  it.concurrent.each(Object.entries(MORE_BROKEN))('%s', async (code, manifest) => {
    const namespace = `more-${code}`;
    expect(await type(`kubectl create ns ${namespace}`)).toMatch(/created/);
    await applied(manifest, '-n', namespace);
    const name = { namespace, name: code };
    if (BROKEN_BY_DELETION.has(code)) {
      await until(name, (codes) => codes.includes('nothing-visible'));
      expect(await type(`kubectl delete po ${code}-a -n ${namespace} --wait=false`)).toMatch(/\[0\]$/);
    }
    const findings = await until(name, (codes) => codes.some((each) => each === code));
    for (const finding of findings) if (finding.code === code) await expectCommands(name, finding);
  });
});

it('a port that refuses is sent to the one that the Pods declare', async () => {
  const namespace = 'refused';
  const name = { namespace, name: 'refused-svc' };
  const manifest = await readFile('resources/manifests/wrong-target-port.yaml', 'utf8');
  expect(await type(`kubectl create ns ${namespace}`)).toMatch(/created/);
  await applied(manifest.replaceAll('myapp', 'refused'), '-n', namespace);
  await until(name, (codes) => codes.includes('nothing-visible'));
  const learned = { at: Date.now(), results: [{ ...NOTHING_MET, refused: 40 }] };
  const findings = await readFindings(api, name, over.signal, { lastTraffic: learned });
  const refused = findings.find(({ code }) => code === 'traffic-refused');
  if (refused === undefined) throw new Error(`not found: ${codesOf(findings).join(', ')}`);
  // What a run learned is of the targetPort it went to: it is over with it, and no later reading tells.
  await expectShown(name, refused);
  const { mend } = commandsFor(name, refused);
  expect(await run(mend ?? [])).toMatch(/\[0\]$/);
  const targetPort = await type(`kubectl get svc ${name.name} -n ${namespace} -o jsonpath={.spec.ports[0].targetPort}`);
  expect(targetPort).toBe('8080[0]');
  mended.add('traffic-refused');
});

describe('whether this user may read what is not known', () => {
  it.concurrent.each([
    ['in the namespace', 'default'],
    ['anywhere', null],
  ])('%s', async (_where, namespace) => {
    const deniedKinds = [
      { kind: 'Pod', verb: 'list', resource: 'pods', namespace },
      { kind: 'EndpointSlice', verb: 'list', resource: 'endpointslices.discovery.k8s.io', namespace },
      { kind: 'Node', verb: 'list', resource: 'nodes', namespace: null },
    ];
    const findings = diagnose(inputOf(aWorld({ pods: null, slices: null, nodes: null, deniedKinds })));
    const scope = { context: CONTEXT, namespace: 'default', service: 'web', hasSelector: true };
    const shows = findings.map((finding) => commandsOf(finding, scope).show);
    expect(shows.map((words) => words.includes('can-i'))).toEqual([true, true, true]);
    for (const words of shows) expect(await run(words)).toMatch(/^(Warning: .*\n)?yes\n\[0\]$/);
  });
});

it('every command that mends has mended', () => {
  const cases = [...SERVICE_CASES, ...POD_CASES, ...TRAFFIC_CASES];
  const scope = { context: CONTEXT, namespace: 'default', service: 'web', hasSelector: true };
  const mending = cases.flatMap(({ code, raised }) =>
    diagnose(inputOf(raised)).filter((found) => found.code === code && commandsOf(found, scope).mend !== null),
  );
  expect(mending).not.toEqual([]);
  expect([...mended].sort()).toEqual([...new Set(codesOf(mending))].sort());
});
