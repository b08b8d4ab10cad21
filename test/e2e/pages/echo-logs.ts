import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { eventually, kubectl, TEST_CONTEXT, TEST_KUBECONFIG } from '../../support/kubectl.ts';
import { podNames } from './cluster-facts.ts';

/** One line that an echo Pod prints for each request, before it answers. */
interface EchoLine {
  readonly pod: string;
  readonly userAgent: string;
}

interface Follower {
  readonly process: ChildProcess;
  readonly lines: string[];
  ended: boolean;
}

/** The logs of the Pods of one label, each followed from its first line; Pods that come later too. */
export interface FollowedLogs {
  /** Waits until every log has been read to its end: of a Pod that is gone all it wrote, of the others all up to now. */
  end(): Promise<void>;
  /** Requests that carry one of these in their User-Agent, per Pod. */
  served(userAgents: ReadonlySet<string>): ReadonlyMap<string, number>;
}

function follow(namespace: string, pod: string): Follower {
  const context = TEST_CONTEXT === '' ? [] : ['--context', TEST_CONTEXT];
  const args = ['--kubeconfig', TEST_KUBECONFIG, ...context, 'logs', '-f', '-n', namespace, pod];
  const process = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const follower: Follower = { process, lines: [], ended: false };
  createInterface({ input: process.stdout })
    .on('line', (line) => follower.lines.push(line))
    .on('close', () => (follower.ended = true));
  return follower;
}

export async function followEchoLogs(namespace: string, label: string): Promise<FollowedLogs> {
  const followers = new Map<string, Follower>();
  const look = async (): Promise<void> => {
    for (const pod of await podNames(namespace, label)) {
      const known = followers.get(pod);
      // Refused at once while its container is still being made: then tried again.
      if (known === undefined || (known.ended && known.lines.length === 0)) followers.set(pod, follow(namespace, pod));
    }
  };
  await look();
  const timer = setInterval(() => void look().catch(() => undefined), 400);
  return {
    end: async () => {
      clearInterval(timer);
      const alive = new Set(await podNames(namespace, label));
      for (const [pod, follower] of followers) {
        const written = alive.has(pod) ? (await kubectl('logs', '-n', namespace, pod)).split('\n').length - 1 : null;
        const done = (): boolean => (written === null ? follower.ended : follower.lines.length >= written);
        await eventually(() => Promise.resolve(done() ? true : null), `the log of ${pod} read to its end`, 30_000);
        follower.process.kill();
      }
    },
    served: (userAgents) => {
      const counts = new Map<string, number>();
      for (const [pod, { lines }] of followers) {
        const requests = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as EchoLine);
        counts.set(pod, requests.filter(({ userAgent }) => userAgents.has(userAgent)).length);
      }
      return counts;
    },
  };
}

/** The User-Agents of a run that is counting, as they stand in the command lines of its client Pods. */
export async function userAgentsOfRun(namespace: string, clients: number): Promise<ReadonlySet<string>> {
  return eventually(async () => {
    const found = new Set<string>();
    for (const pod of await podNames(namespace, 'app.kubernetes.io/managed-by=servicescope')) {
      const script = 'cat /proc/[0-9]*/cmdline 2>/dev/null; true';
      const commands = await kubectl('exec', '-n', namespace, pod, '--', 'sh', '-c', script);
      for (const [userAgent] of commands.matchAll(/servicescope\/[0-9a-f]{16}/g)) found.add(userAgent);
    }
    return found.size === clients ? found : null;
  }, `the User-Agents of ${clients} clients`);
}
