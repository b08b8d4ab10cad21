import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds since 1970 with microseconds: comparable between processes of one machine. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}

/** The smallest value that at least this share of all is not above. NaN for no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export interface Measured {
  /** Name of the file in out/bench, and of the command. */
  readonly name: string;
  /** One line each, as printed while it ran. */
  readonly repeats: readonly Readonly<Record<string, number | string>>[];
  /** What the ratio is taken against, in words. */
  readonly anchor: string;
  readonly figures: Readonly<Record<string, number | string>>;
  readonly holds: boolean;
  /** Behind `verdict: holds` or `verdict: falls short`. */
  readonly conclusion: string;
}

/**
 * Prints the summary and keeps it in out/bench/NAME.json. The verdict is no error: a bench that measured has done its work.
 * Throws where nothing was measured: no verdict can be had from it.
 */
export function report(measured: Measured): void {
  const missing = notMeasured(measured);
  if (missing !== null) throw new Error(`${measured.name} could not measure: ${missing}`);
  const folder = join(import.meta.dirname, '..', 'out', 'bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${measured.name}.json`), `${JSON.stringify(measured, null, 2)}\n`);
  console.log(`anchor: ${measured.anchor}`);
  for (const [figure, value] of Object.entries(measured.figures)) console.log(`${figure}: ${printed(value)}`);
  console.log(`verdict: ${measured.holds ? 'holds' : 'falls short'} ${measured.conclusion}`);
}

function notMeasured({ repeats, figures }: Measured): string | null {
  if (repeats.length === 0) return 'no repeat';
  const broken = Object.entries(figures).find(([, value]) => typeof value === 'number' && !Number.isFinite(value));
  return broken === undefined ? null : `${broken[0]} is ${String(broken[1])}`;
}

/** A line for each repeat, so that one that stands out is seen. */
export function printRepeat(index: number, figures: Readonly<Record<string, number | string>>): void {
  const cells = Object.entries(figures).map(([name, value]) => `${name} ${printed(value)}`);
  console.log(`repeat ${String(index)}: ${cells.join(', ')}`);
}

function printed(value: number | string): string {
  return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(2) : String(value);
}
