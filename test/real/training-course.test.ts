import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, OWN_CLUSTER, TEST_CONTEXT, TEST_KUBECONFIG } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { onTerminal } from '../support/pty-command.ts';
import { startTrainingProcess, type TrainingProcess } from '../support/training/training-process.ts';

// The course's commands by the real kubectl on the training cluster and on a real one: what is printed is the same.
const CLIENT_IMAGE = 'docker.io/c1t1d0s7/network-multitool:latest';
/** The line of the course notes, less the flag that kubectl has no more: docs/training.md tells of it. */
const SEED_LINE = 'run nettool2 -it --image=c1t1d0s7/network-multitool --rm=true bash';
const SEED_LINE_AS_IT_STANDS = SEED_LINE.replace('--rm', '--generator=run-pod/v1 --rm');
/** As typed in the course, but that it shows that somebody answered, and not who. */
const LOOP = 'while true; do curl -s myapp-svc >/dev/null && echo hit; sleep 0.5; done';
const SERVER_IMAGE = 'registry.k8s.io/e2e-test-images/agnhost:2.53';
const SERVE = 'serve-hostname --port=8080';

const service = (name: string, affinity: string): string => `apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {sessionAffinity: ${affinity}, selector: {app: myapp-rs}, ports: [{port: 80, targetPort: 8080}]}
`;
const POD = `apiVersion: v1
kind: Pod
metadata: {name: myapp-pod, labels: {app: myapp-rs}}
spec:
  terminationGracePeriodSeconds: 1
  containers: [{name: web, image: '${SERVER_IMAGE}', args: [serve-hostname, --port=8080], ports: [{containerPort: 8080}]}]
`;
const REPLICA_SET = `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: myapp-rs}
spec:
  replicas: 4
  selector: {matchLabels: {app: myapp-rs}}
  template:
    metadata: {labels: {app: myapp-rs}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: web, image: '${SERVER_IMAGE}', args: [${SERVE.replace(' ', ', ')}], ports: [{containerPort: 8080}]}]
`;

interface Target {
  readonly flags: readonly string[];
  readonly namespace: string;
}

/** What each step of the course printed. */
type Printed = Readonly<Record<string, string>>;

/** Of a command line: everything printed, and how it ended. */
function kubectl({ flags, namespace }: Target, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('kubectl', [...flags, '-n', namespace, ...args]);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve(`${text}[${String(code)}]`));
    child.stdin.end(input);
  });
}

/** Without what differs from run to run: addresses, ages, made names, and the width of columns that follows from them. */
function plain({ namespace }: Target, text: string): string {
  return (
    text
      .replaceAll(namespace, 'NAMESPACE')
      .replace(/\b\d+(\.\d+){3}\b/g, 'IP')
      // Before ages: a made name may look like one.
      .replace(/\b(myapp-rs|myapp-svc|myapp-svc-ses-aff)-[a-z0-9]{5}\b/g, '$1-HASH')
      .replace(/\b(\d+[smhd])+\b/g, 'AGE')
      .replace(/bash-5\.\d/g, 'bash')
      .replace(/\r/g, '')
      .replace(/(?<=^|\n)(hit\n)+(\^C)?\n?/g, 'HITS\n')
      .replace(/(?<=wc -l\n)[2-4]$/gm, 'SEVERAL')
      .replace(/ +/g, ' ')
  );
}

/** `describe` reads the slices, which another controller writes than Endpoints. */
function slicesHave(target: Target, service: string, count: number): Promise<unknown> {
  const ready = 'jsonpath={.items[*].endpoints[?(@.conditions.ready==true)].addresses[0]}';
  const args = ['get', 'endpointslices', '-l', `kubernetes.io/service-name=${service}`, '-o', ready];
  return eventually(
    async () => {
      const text = await kubectl(target, args);
      return (text.match(/\b\d+(\.\d+){3}\b/g) ?? []).length === count ? true : null;
    },
    `${String(count)} endpoints in the slices of ${service}`,
  );
}

async function doCourse(target: Target): Promise<Printed> {
  const printed: Record<string, string> = {};
  const step = async (name: string, args: readonly string[], input?: string): Promise<void> => {
    printed[name] = plain(target, await kubectl(target, args, input));
  };
  const endpoints = (count: number): Promise<unknown> =>
    eventually(
      async () => {
        const addresses = await kubectl(target, [
          'get',
          'ep',
          'myapp-svc',
          '-o',
          'jsonpath={.subsets[*].addresses[*].ip}',
        ]);
        return (addresses.match(/\b\d+(\.\d+){3}\b/g) ?? []).length === count ? true : null;
      },
      `${String(count)} endpoints`,
    );
  await step('the default Service', ['get', 'svc', 'kubernetes', '-n', 'default']);
  await step('make the Service', ['create', '-f', '-'], service('myapp-svc', 'None'));
  await step('the Service', ['get', 'svc']);
  await eventually(
    async () => ((await kubectl(target, ['get', 'ep', 'myapp-svc'])).endsWith('[0]') ? true : null),
    'Endpoints of the Service',
  );
  await step('no endpoints', ['get', 'ep', 'myapp-svc']);
  await step('make a Pod', ['create', '-f', '-'], POD);
  await step('wait for the Pod', ['wait', '--for=condition=Ready', 'pod/myapp-pod', '--timeout=60s']);
  await endpoints(1);
  await step('an endpoint', ['get', 'ep', 'myapp-svc']);
  await step('the Pod', ['get', 'pods', '--show-labels']);
  await step('delete the Pod', ['delete', 'pod', 'myapp-pod']);
  await step('make the ReplicaSet', ['create', '-f', '-'], REPLICA_SET);
  await step('wait for it', ['wait', 'rs/myapp-rs', '--for=jsonpath={.status.readyReplicas}=4', '--timeout=60s']);
  await endpoints(4);
  await step('the ReplicaSet', ['get', 'rs', '-o', 'wide']);
  await step('its Pods', ['get', 'pods']);
  await step('four endpoints', ['get', 'ep', 'myapp-svc']);
  await slicesHave(target, 'myapp-svc', 4);
  await step('the Service described', ['describe', 'svc', 'myapp-svc']);
  await step('make the Service with affinity', ['create', '-f', '-'], service('myapp-svc-ses-aff', 'ClientIP'));
  await eventually(
    async () => ((await kubectl(target, ['get', 'ep', 'myapp-svc-ses-aff'])).includes('1 more') ? true : null),
    'endpoints of the Service with affinity',
  );
  await step('all endpoints', ['get', 'ep']);
  await step('both Services', ['get', 'svc', '-o', 'wide']);
  await slicesHave(target, 'myapp-svc-ses-aff', 4);
  await step('affinity described', ['describe', 'svc', 'myapp-svc-ses-aff']);
  await step('the line of the notes as it stands', SEED_LINE_AS_IT_STANDS.split(' '));
  // Told its size once more when kubectl has attached, bash may write its prompt again before the first key comes.
  printed['a shell on a terminal'] = plain(target, await clientShell(target)).replace(/^\s*(bash# ?)+/, '');
  const run = ['run', 'nettool3', '-i', '--rm', `--image=${CLIENT_IMAGE}`, '--image-pull-policy=IfNotPresent'];
  // What is printed before kubectl has opened all of its streams it throws away, by "Unknown stream id 1, discarding message".
  await step('a shell without a terminal', [...run, '--', 'bash'], 'sleep 1\necho $((6*7))\nexit\n');
  await step('the Services deleted', ['delete', 'svc', 'myapp-svc', 'myapp-svc-ses-aff']);
  await step('a second time', ['delete', 'svc', 'myapp-svc']);
  return printed;
}

/** What stood on each terminal, letter by letter: told where the two differ. */
const transcripts: string[] = [];

/** The line of the course notes, typed at a terminal, to its `exit`. Resolves with all that stood there. */
async function clientShell({ flags, namespace }: Target): Promise<string> {
  const terminal = onTerminal(`stty cols 200 rows 50; exec kubectl ${flags.join(' ')} -n ${namespace} ${SEED_LINE}`);
  const prompt = /bash-5\.\d# (\x1b\S*)?$/;
  // kubectl may have been slower than the prompt, which is then not shown: a learner presses Enter as it says.
  const nudge = setTimeout(() => terminal.type('\r'), 10_000);
  await terminal.shows(prompt);
  clearTimeout(nudge);
  const lines = [
    'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do curl -s myapp-svc; echo; done | sort -u | wc -l',
    'for i in 1 2 3 4 5 6 7 8; do curl -s myapp-svc-ses-aff; echo; done | sort -u | wc -l',
  ];
  let shown = '';
  for (const line of lines) {
    const from = terminal.text().length;
    terminal.type(`${line}\r`);
    shown += await terminal.shows(/\n[^]*bash-5\.\d# $/, from);
  }
  shown += await loopUntilInterrupted(terminal);
  const from = terminal.text().length;
  terminal.type('exit\r');
  const code = await terminal.ended;
  transcripts.push(JSON.stringify(terminal.text()));
  return `${shown}${terminal.text().slice(from)}[${String(code)}]`;
}

/** The loop of the course notes, ended by Ctrl-C once some have answered. */
async function loopUntilInterrupted(terminal: ReturnType<typeof onTerminal>): Promise<string> {
  const from = terminal.text().length;
  terminal.type(`${LOOP}\r`);
  await terminal.shows(/(\nhit[^]*){3}/, from);
  // Not between two commands: bash gives the terminal from one to the next, and an interrupt in between is nobody's.
  await new Promise((resolve) => setTimeout(resolve, 200));
  terminal.type('\x03');
  await terminal.shows(/\n[^]*bash-5\.\d# $/, from);
  terminal.type('echo "[$?]"\r');
  return terminal.shows(/\n\[\d+\][^]*bash-5\.\d# $/, from);
}

describe.runIf(OWN_CLUSTER)('the course by kubectl', () => {
  let training: TrainingProcess | undefined;
  let namespace = '';
  let onTraining: Printed = {};
  let onReal: Printed = {};

  beforeAll(async () => {
    training = await startTrainingProcess();
    namespace = await createNamespace('course', 'privileged');
    const real = { flags: ['--kubeconfig', TEST_KUBECONFIG, '--context', TEST_CONTEXT], namespace };
    const built = { flags: ['--kubeconfig', training.kubeconfig], namespace };
    await new Promise((resolve) => {
      execFile('kubectl', [...built.flags, 'create', 'namespace', namespace], resolve);
    });
    [onTraining, onReal] = await Promise.all([doCourse(built), doCourse(real)]);
  });

  afterAll(async () => {
    expect(training?.complaints()).toBe('');
    await training?.end();
    if (namespace !== '') await deleteNamespace(namespace);
  });

  it('prints the same on both, step by step', () => {
    expect(onTraining, transcripts.join(' ')).toEqual(onReal);
  });

  it('types what docs/training.md says to type, and not to', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/training.md'), 'utf8');
    expect(page).toMatch(new RegExp(`^kubectl ${SEED_LINE} +# type this$`, 'm'));
    expect(page).toMatch(new RegExp(`^kubectl ${SEED_LINE_AS_IT_STANDS} +# unknown flag: --generator$`, 'm'));
  });

  it('shows what the lesson says', () => {
    expect(onTraining['no endpoints']).toContain('myapp-svc <none> AGE');
    expect(onTraining['an endpoint']).toContain('myapp-svc IP:8080 AGE');
    expect(onTraining['four endpoints']).toContain('IP:8080,IP:8080,IP:8080 + 1 more...');
    // Of sixteen calls some Pod may have none, but never does one Pod have them all.
    expect(onTraining['a shell on a terminal']).toMatch(/wc -l\nSEVERAL\n[^]*wc -l\n1\n/);
    expect(onTraining['a shell on a terminal']).toMatch(/HITS\n[^]*\n\[130\]\n/);
    expect(onTraining['a shell on a terminal']).toContain('pod "nettool2" deleted');
    expect(onTraining['the line of the notes as it stands']).toContain('unknown flag: --generator');
  });
});
