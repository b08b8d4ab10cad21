import type { Duplex } from 'node:stream';
import type { DnsAnswer, RecordType } from './dns-zone.ts';

/** The network as one Pod sees it. The shell has it across a thread, tests have it directly. */
export interface PodNetwork {
  /** Rejects with ConnectError. A dropped connection stays pending until the signal aborts. */
  connect(address: string, port: number, signal: AbortSignal): Promise<Duplex>;
  /** One question to the cluster's DNS, for a whole name. */
  ask(name: string, type: RecordType): Promise<DnsAnswer>;
}
