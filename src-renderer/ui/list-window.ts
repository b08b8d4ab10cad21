/** What a list must know to hold still while its data changes: rows of one height, named by keys. */
export interface Window {
  readonly rowHeight: number;
  readonly scrollTop: number;
  readonly viewport: number;
}

/**
 * By how many pixels the view must scroll so that the rows on the screen stay where they are, although rows came or went
 * above them. Null where they did not move as one (sorted anew): then the view stays.
 */
export function scrollShift(before: readonly string[], after: readonly string[], window: Window): number {
  if (window.scrollTop <= 0) return 0;
  const first = Math.floor(window.scrollTop / window.rowHeight);
  const last = Math.min(before.length - 1, first + Math.floor(window.viewport / window.rowHeight));
  const top = moved(before, after, first);
  const bottom = moved(before, after, last);
  if (top === null || bottom === null || top !== bottom) return 0;
  return top * window.rowHeight;
}

function moved(before: readonly string[], after: readonly string[], index: number): number | null {
  const key = before[index];
  if (key === undefined) return null;
  // Nearly always it has not moved at all, or by few rows: look nearby before looking everywhere.
  for (const step of [0, 1, -1]) if (after[index + step] === key) return step;
  const found = after.indexOf(key);
  return found === -1 ? null : found - index;
}

/** The row that is selected after `step` from the selected one; the nearest row where that one is gone. */
export function stepSelection(
  keys: readonly string[],
  selected: string | null,
  lastIndex: number,
  step: number,
): string | null {
  if (keys.length === 0) return null;
  const index = selected === null ? -1 : keys.indexOf(selected);
  const from =
    index === -1 ? (selected === null ? (step > 0 ? -1 : keys.length) : lastIndex - (step > 0 ? 1 : 0)) : index;
  const next = Math.max(0, Math.min(keys.length - 1, from + step));
  return keys[next] ?? null;
}
