import { execFile, spawn } from 'node:child_process';

/** The cluster the suites run on: `npm test` sets both; TEST_CONTEXT may be left to the kubeconfig. */
export const TEST_KUBECONFIG = process.env.TEST_KUBECONFIG ?? process.env.KUBECONFIG ?? '';
export const TEST_CONTEXT = process.env.TEST_CONTEXT ?? '';
/** True where the cluster is the one of test/cluster, whose images and proxy mode a test may rely on. */
export const OWN_CLUSTER = process.env.TEST_CLUSTER === 'own';
/** True where it is a training cluster. Only what every cluster names in its own way may hang on this: no test is left out by it. */
export const TRAINING = process.env.TEST_CLUSTER === 'training';

function flags(): string[] {
  if (TEST_KUBECONFIG === '') throw new Error('No cluster: run this suite through "npm test", or set TEST_KUBECONFIG.');
  return ['--kubeconfig', TEST_KUBECONFIG, ...(TEST_CONTEXT === '' ? [] : ['--context', TEST_CONTEXT])];
}

/** Runs the real kubectl; resolves to what it printed, rejects with what it complained of. */
export function kubectl(...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('kubectl', [...flags(), ...args], { maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`kubectl ${args.join(' ')}: ${stderr.trim() || error.message}`));
    });
  });
}

export async function kubectlJson<T>(...args: readonly string[]): Promise<T> {
  return JSON.parse(await kubectl(...args, '-o', 'json')) as T;
}

/** `kubectl apply -f -`. */
export function apply(yaml: string, ...args: readonly string[]): Promise<string> {
  return feed(yaml, ['apply', ...args, '-f', '-']);
}

/** POSTs what no verb of kubectl makes, such as an eviction. */
export function post(path: string, body: object): Promise<string> {
  return feed(JSON.stringify(body), ['create', '--raw', path, '-f', '-']);
}

/** Until so many Pods of a ReplicaSet are Ready. `kubectl wait pod -l …` would fail where its controller has made none yet. */
export function replicasReady(namespace: string, replicaSet: string, replicas: number): Promise<string> {
  const ready = `--for=jsonpath={.status.readyReplicas}=${String(replicas)}`;
  return kubectl('wait', '-n', namespace, `rs/${replicaSet}`, ready, '--timeout=120s');
}

function feed(input: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('kubectl', [...flags(), ...args]);
    let out = '';
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`kubectl ${args.join(' ')}: ${complaint.trim()}`));
    });
    child.stdin.end(input);
  });
}

const FIRST_PAUSE_MS = 200;
/** Most ask by kubectl, a third of a second of a core: what waits for minutes must leave the cluster and other suites theirs. */
const LONGEST_PAUSE_MS = 1000;

/** Asks until the answer is not null, so long at most: soon at first, then every second. */
export async function eventually<T>(ask: () => Promise<T | null>, what: string, timeoutMs = 120_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 1.5)) {
    const answer = await ask().catch((error: unknown) => {
      if (Date.now() > end) throw error;
      return null;
    });
    if (answer !== null) return answer;
    if (Date.now() > end) throw new Error(`Waited ${String(timeoutMs / 1000)} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
