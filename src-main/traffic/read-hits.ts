import type { Hit, IdentificationRule } from '#shared/traffic/hit.ts';
import type { Identified } from '#shared/traffic/identify.ts';
import { classifyAnswer, isTooLarge } from './classify-answer.ts';
import type { ClientTarget } from './client-script.ts';
import type { ProbeAnswer, ProbeRecord } from './parse-probe-output.ts';

/** A batch of requests given to a client: sequence numbers, both included. */
export interface WorkLine {
  readonly from: number;
  readonly to: number;
}

export interface HitReaderOptions {
  readonly side: Hit['side'];
  readonly client: string;
  readonly target: Pick<ClientTarget, 'scheme' | 'wants'>;
  /** Milliseconds since counting began. */
  readonly now: () => number;
  /** Who answered; null where nobody or several are named. */
  readonly identify: (text: string) => Identified | null;
}

/**
 * Turns records into hits. The k-th answer of a line is the k-th request of it: curl goes through its range in order and
 * one by one. What a line did not report by its end is never reported: it stays unaccounted.
 */
export interface HitReader {
  /** A line was written to the client. */
  asked(line: WorkLine): void;
  read(record: ProbeRecord): Hit | null;
  /** Requests asked and not reported, of lines that have not ended. */
  outstanding(): number;
  /** An answer came over a connection that was used before. */
  reused(): boolean;
  /** An answer was larger than what is kept. */
  tooLarge(): boolean;
  /** The latest report is a timeout. */
  hanging(): boolean;
}

export function createHitReader(options: HitReaderOptions): HitReader {
  const lines: { next: number; readonly to: number }[] = [];
  let held: ProbeAnswer | null = null;
  let reused = false;
  let tooLarge = false;
  let hanging = false;
  const hit = (answer: ProbeAnswer, exit: number): Hit | null => {
    const line = lines[0];
    if (line === undefined || line.next > line.to) return null;
    const seq = line.next;
    line.next += 1;
    if (answer.connects === 0 && answer.status > 0) reused = true;
    if (isTooLarge(answer)) tooLarge = true;
    const described = describeAnswer(options, answer, exit);
    hanging = described.error === 'timeout';
    return { seq, ...described };
  };
  return {
    asked: ({ from, to }) => void lines.push({ next: from, to }),
    read: (record) => {
      if (record.kind === 'answer') {
        if (record.exit !== null) return hit(record, record.exit);
        held = record;
        return null;
      }
      // A curl that can't tell exit codes got lines of one request: the shell's code is that request's.
      const last = held === null ? null : hit(held, record.exit);
      held = null;
      lines.shift();
      return last;
    },
    outstanding: () => lines.reduce((sum, line) => sum + line.to - line.next + 1, 0),
    reused: () => reused,
    tooLarge: () => tooLarge,
    hanging: () => hanging,
  };
}

function describeAnswer(options: HitReaderOptions, answer: ProbeAnswer, exit: number): Omit<Hit, 'seq'> {
  const { side, client, target, now, identify } = options;
  const error = classifyAnswer(answer, exit, target);
  const identified = error === null && target.scheme !== 'tcp' ? identify(answer.text) : null;
  const rule: IdentificationRule | null = identified?.rule ?? null;
  return {
    at: Math.max(0, Math.round(now())),
    side,
    client,
    latencyMs: answer.totalSeconds > 0 ? Math.round(answer.totalSeconds * 1e6) / 1e3 : null,
    status: answer.status > 0 ? answer.status : null,
    pod: identified?.pod ?? null,
    rule,
    error,
  };
}
