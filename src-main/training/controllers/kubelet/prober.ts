import type { ProbeAnswer } from '../../pod-runtime.ts';
import type { Probe } from '../shapes.ts';
import type { Timetable } from '../timetable.ts';

/** One probe of one run of a container. */
export interface ProberOptions {
  readonly timetable: Timetable;
  readonly probe: Probe;
  /** When the container started, ms since 1970. */
  readonly startedAt: number;
  /** The kubelet's own time until it first probes. */
  readonly leadMs: number;
  readonly ask: () => Promise<ProbeAnswer>;
  /** Each failure, before it counts against the threshold. */
  readonly refused: (message: string) => void;
  /** The verdict changed: as many answers in a row as its threshold says. */
  readonly decided: (ok: boolean) => void;
}

/** Probes every period until it is stopped. Returns the way to stop. Source: k/k pkg/kubelet/prober/worker.go. */
export function startProber(options: ProberOptions): () => void {
  let stopped = false;
  void probeForever(options, () => stopped);
  return () => {
    stopped = true;
  };
}

async function probeForever(options: ProberOptions, stopped: () => boolean): Promise<void> {
  const { timetable, probe } = options;
  const periodMs = (probe.periodSeconds ?? 10) * 1_000;
  const first = options.startedAt + Math.max(options.leadMs, (probe.initialDelaySeconds ?? 0) * 1_000);
  let streak = { ok: true, length: 0 };
  let verdict: boolean | undefined;
  let due = first;
  for (;;) {
    await timetable.wait(due - timetable.now());
    if (stopped()) return;
    const answer = await options.ask();
    if (stopped()) return;
    if (!answer.ok) options.refused(answer.message);
    streak = streak.ok === answer.ok ? { ok: answer.ok, length: streak.length + 1 } : { ok: answer.ok, length: 1 };
    const needed = answer.ok ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
    if (streak.length >= needed && verdict !== answer.ok) {
      verdict = answer.ok;
      options.decided(verdict);
    }
    due = Math.max(due + periodMs, timetable.now());
  }
}
