import { INTERRUPTED, pause, type Tool } from './tool.ts';

const UNIT_MS: Readonly<Record<string, number>> = { '': 1_000, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** The longest a timer of Node.js can wait. */
const MAX_MS = 2 ** 31 - 1;

/** Null where the text is no duration of sleep(1). */
export function sleepMs(text: string): number | null {
  if (text === 'infinity' || text === 'inf') return Infinity;
  const [, amount, unit = ''] = /^(\d+\.?\d*|\.\d+)([smhd])?$/.exec(text) ?? [];
  return amount === undefined ? null : Number(amount) * (UNIT_MS[unit] ?? 0);
}

export const sleep: Tool = async ({ args, err, signal, now }) => {
  const durations = args.map(sleepMs);
  const wrong = durations.indexOf(null);
  if (args.length === 0 || wrong !== -1) {
    await err(wrong === -1 ? 'sleep: missing operand\n' : `sleep: invalid time interval '${args[wrong] ?? ''}'\n`);
    return 1;
  }
  const until = now() + durations.reduce((sum: number, ms) => sum + (ms ?? 0), 0);
  for (let left = until - now(); left > 0 && !signal.aborted; left = until - now()) {
    await pause(Math.min(left, MAX_MS), signal);
  }
  return signal.aborted ? INTERRUPTED : 0;
};
