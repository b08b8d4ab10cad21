import { Worker } from 'node:worker_threads';
import type { PodNetwork } from '../pod-network.ts';
import type { ConnectPace } from './connect-pace.ts';
import type { ShareBoard } from './cpu-share.ts';
import { NetworkBridge } from './network-bridge.ts';
import type { ShellStart } from './pod-facts.ts';
import type { FromShell, ToShell } from './shell-messages.ts';

/** The last resort: shell-worker.ts ends a shell long before. */
const LIMITS = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

/** What a thread is started with: `workerData`. */
export interface ThreadStart {
  readonly start: ShellStart;
  readonly board: ShareBoard;
}

/** What a thread has of the main one. */
export interface ThreadHost {
  readonly workerUrl: URL;
  readonly network: PodNetwork;
  readonly pace: ConnectPace;
}

export interface ThreadEvents {
  receive(message: FromShell): void;
  /** It is gone without having said so. @param why empty where it is not known */
  died(why: string): void;
}

/** The thread of a shell and its connections. After `end` nothing is told any more. */
export class ShellThread {
  readonly #worker: Worker;
  readonly #bridge: NetworkBridge;
  #ended = false;

  constructor(given: ThreadStart, { workerUrl, network, pace }: ThreadHost, events: ThreadEvents) {
    // No environment, no arguments, and what the worker prints by mistake goes nowhere.
    this.#worker = new Worker(workerUrl, {
      workerData: given,
      env: {},
      argv: [],
      execArgv: [],
      stdin: false,
      stdout: true,
      stderr: true,
      resourceLimits: LIMITS,
    });
    this.#bridge = new NetworkBridge(network, pace, (message) => this.post(message));
    this.#worker.on('message', (message: FromShell) => {
      if (this.#ended) return;
      events.receive(message);
      this.#bridge.receive(message);
    });
    this.#worker.once('error', (error) => {
      if (!this.#ended) events.died(error.message);
    });
    this.#worker.once('exit', () => {
      if (!this.#ended) events.died('');
    });
  }

  post(message: ToShell): void {
    if (!this.#ended) this.#worker.postMessage(message);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#bridge.close();
    void this.#worker.terminate();
  }
}
