import type { ClientSettings } from '#shared/ipc/settings.ts';
import type { Clock } from '../kube/clock.ts';
import type { ContainerExec, KubeApi } from '../kube/kube-api.ts';
import type { ProxyMode } from '../kube/proxy-mode.ts';
import type { RunJournal } from './journal.ts';

/** Everything a run needs from outside, all of one kube context. */
export interface TrafficDeps {
  readonly api: KubeApi;
  readonly exec: ContainerExec;
  readonly clock: Clock;
  /** Cryptographically strong: names, nonces and the boundaries of records are made of it. */
  readonly randomBytes: (size: number) => Uint8Array;
  readonly journal: RunJournal;
  /** Name of the kube context, for the journal. */
  readonly context: string;
  /** Names the cluster whatever its context is called: a journal entry of another one is none of ours. */
  readonly cluster: string;
  /** uuid of this installation. */
  readonly instance: string;
  readonly proxyMode: ProxyMode;
  /** How client Pods are made on this cluster. */
  readonly client: ClientSettings;
}

/** What planning needs of it. */
export type PlanDeps = Pick<TrafficDeps, 'api' | 'clock' | 'instance' | 'proxyMode' | 'client'>;

/** Random hexadecimal digits, two a byte. */
export function randomHex(deps: Pick<TrafficDeps, 'randomBytes'>, bytes: number): string {
  return Buffer.from(deps.randomBytes(bytes)).toString('hex');
}

/** Milliseconds since 1970 by the API server's clock, or by ours where it has not answered yet. */
export function serverNow({ api, clock }: Pick<TrafficDeps, 'api' | 'clock'>): number {
  return clock.now() + (api.clockSkewMs() ?? 0);
}
