import { failure } from '#shared/ipc/failure.ts';
import type { Hit } from '#shared/traffic/hit.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { ExecProcess } from '../kube/kube-api.ts';
import { clientCommand, type ClientTarget } from './client-script.ts';
import type { CurlFeatures } from './curl-features.ts';
import { createPace, type Pace } from './line-pace.ts';
import { createProbeParser } from './parse-probe-output.ts';
import { CLIENT_CONTAINER } from './probe-manifest.ts';
import { createHitReader, type HitReader, type HitReaderOptions } from './read-hits.ts';
import { randomHex, type TrafficDeps } from './traffic-deps.ts';

/** After a stop, what is on the way is waited for this long; then it is unaccounted. */
const DRAIN_MS = 1_500;
/** A cut stream is opened again this often. */
const REOPEN_LIMIT = 3;
const REOPEN_PAUSE_MS = 500;

export interface ClientLoopOptions {
  readonly deps: Pick<TrafficDeps, 'exec' | 'clock' | 'randomBytes'>;
  readonly namespace: string;
  readonly target: ClientTarget;
  readonly features: CurlFeatures;
  readonly quota: number | null;
  readonly reader: Omit<HitReaderOptions, 'target'>;
  readonly onAsked: (requests: number) => void;
  readonly onHit: (hit: Hit) => void;
  readonly onReuse: () => void;
  /** No further work is given. */
  readonly stop: AbortSignal;
  /** Ends the processes, whatever is on the way. */
  readonly end: AbortSignal;
}

/** Whether the loop gave all its work and was told of all of it (or stopped), or lost its stream for good. */
export type LoopOutcome = 'finished' | 'lost';

/** One client and one side: gives lines of work and reads hits, until the quota, a stop, or the loss of its Pod. Never rejects. */
export async function runClientLoop(options: ClientLoopOptions): Promise<LoopOutcome> {
  const { deps, features, quota, stop } = options;
  let { target } = options;
  const single = !features.exitCode;
  const pace = createPace({ quota, rate: target.rate, single, startedAt: deps.clock.now() });
  for (let losses = 0; losses <= REOPEN_LIMIT; losses += 1) {
    const current = { ...options, target };
    const session = await openSession(current).catch(() => null);
    if (session === null) {
      await deps.clock.sleep(REOPEN_PAUSE_MS, stop);
      continue;
    }
    const outcome = await runSession(current, session, pace);
    if (outcome === 'too-large') {
      target = { ...target, wants: 'head' };
      losses -= 1;
    } else if (outcome === 'finished' || stop.aborted) return outcome;
  }
  return 'lost';
}

interface Session {
  readonly process: ExecProcess;
  readonly reader: HitReader;
  /** The process's output has ended. */
  readonly ended: () => boolean;
  /** When the last bytes came. */
  readonly heardAt: () => number;
  /** Resolves at the next record, or when the output ends. */
  readonly progress: () => Promise<void>;
}

async function openSession(options: ClientLoopOptions): Promise<Session> {
  const { deps, namespace, target, features, reader: readerOptions, end } = options;
  const boundary = randomHex(deps, 16);
  const process = await deps.exec.exec({
    namespace,
    pod: readerOptions.client,
    container: CLIENT_CONTAINER,
    command: clientCommand(target, boundary, features),
    signal: end,
  });
  const reader = createHitReader({ ...readerOptions, target });
  let wake: () => void = () => undefined;
  let ended = false;
  let heardAt = deps.clock.now();
  const heard = (): void => {
    heardAt = deps.clock.now();
    wake();
  };
  void readRecords(process, boundary, reader, options, heard).finally(() => {
    ended = true;
    wake();
  });
  const progress = (): Promise<void> =>
    ended
      ? Promise.resolve()
      : new Promise((resolve) => {
          wake = resolve;
        });
  return { process, reader, ended: () => ended, heardAt: () => heardAt, progress };
}

async function readRecords(
  process: ExecProcess,
  boundary: string,
  reader: HitReader,
  { onHit, onReuse, target }: ClientLoopOptions,
  wake: () => void,
): Promise<void> {
  const parser = createProbeParser(boundary);
  try {
    for await (const chunk of process.stdout) {
      for (const record of parser.feed(chunk)) {
        const hit = reader.read(record);
        if (hit !== null) onHit(hit);
      }
      if (target.newConnection && reader.reused()) onReuse();
      wake();
    }
  } catch {
    // The stream was cut: `exit` tells, and what was on the way stays unaccounted.
  }
}

async function runSession(
  options: ClientLoopOptions,
  session: Session,
  pace: Pace,
): Promise<LoopOutcome | 'too-large'> {
  const { deps, stop, target, onAsked } = options;
  const { process, reader } = session;
  while (!stop.aborted && !session.ended()) {
    if (target.newConnection && reader.reused()) pace.makeSingle();
    if (target.wants === 'whole' && reader.tooLarge()) break;
    const step = pace.next(deps.clock.now(), reader.outstanding(), reader.hanging());
    if (step.kind === 'finished') break;
    if (step.kind === 'wait') {
      await pause(options, session, step.ms);
      continue;
    }
    reader.asked(step);
    onAsked(step.to - step.from + 1);
    try {
      await process.write(`${step.from} ${step.to}\n`);
    } catch {
      return 'lost';
    }
  }
  await drain(options, session);
  const lost = session.ended() && !stop.aborted;
  // Only now: before v5 of the protocol, ending the input ends the whole stream.
  process.endInput();
  if (lost) return 'lost';
  return target.wants === 'whole' && reader.tooLarge() ? 'too-large' : 'finished';
}

/** Until the time has come, an answer did, or a stop. Looks at the clock once a second: a record may have been the last. */
async function pause({ deps, stop }: ClientLoopOptions, session: Session, ms: number): Promise<void> {
  const done = new AbortController();
  const cut = (): void => done.abort();
  stop.addEventListener('abort', cut, { once: true });
  await Promise.race([deps.clock.sleep(Math.min(ms, 1_000), done.signal), session.progress()]);
  stop.removeEventListener('abort', cut);
  done.abort();
}

/** What is on the way is waited for as long as bytes come; after a stop, DRAIN_MS in all. */
async function drain(options: ClientLoopOptions, session: Session): Promise<void> {
  const { deps, stop, target } = options;
  const begun = deps.clock.now();
  let stoppedAt = stop.aborted ? begun : null;
  while (!session.ended() && session.reader.outstanding() > 0) {
    const patience = Math.max(begun, session.heardAt()) + DRAIN_MS + target.timeoutMs;
    const left = (stoppedAt === null ? patience : stoppedAt + DRAIN_MS) - deps.clock.now();
    if (left <= 0) return;
    await pause(options, session, left);
    if (stop.aborted) stoppedAt ??= deps.clock.now();
  }
}

/** Asks the client's curl what it can do. Rejects with FailureError: `traffic.client-without-curl`, `traffic.exec-failed`. */
export async function askCurl(
  { exec }: Pick<TrafficDeps, 'exec'>,
  namespace: string,
  pod: string,
  signal: AbortSignal,
): Promise<string> {
  const process = await exec.exec({
    namespace,
    pod,
    container: CLIENT_CONTAINER,
    command: ['curl', '--version'],
    signal,
  });
  process.endInput();
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdout) chunks.push(chunk);
  const exit = await process.exit;
  if (exit.kind === 'lost') throw new FailureError(failure('traffic.exec-failed', { pod, detail: exit.detail }));
  if (exit.code !== 0) {
    const detail = process.stderr().slice(0, 500) || `exit ${exit.code}`;
    throw new FailureError(failure('traffic.client-without-curl', { pod, detail }));
  }
  return Buffer.concat(chunks).toString('utf8');
}
