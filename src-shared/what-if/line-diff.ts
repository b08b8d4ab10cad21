export interface DiffLine {
  /** skip: lines that are the same in both are left out here. */
  readonly kind: 'same' | 'gone' | 'come' | 'skip';
  readonly text: string;
}

/** Lines that are the same around those that differ. */
const AROUND = 3;
/** Beyond this many pairs of lines to compare, what lies between the first and the last difference is shown as replaced. */
const COMPARED = 1_000_000;

/** What differs between two texts, line by line, with some lines around; empty where they are the same. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const lines = wholeDiff(before.trimEnd().split('\n'), after.trimEnd().split('\n'));
  const near = new Set<number>();
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'same') continue;
    for (let at = index - AROUND; at <= index + AROUND; at += 1) near.add(at);
  }
  return lines.flatMap((line, index): readonly DiffLine[] => {
    if (near.has(index)) return [line];
    return near.has(index - 1) || (index === 0 && near.size > 0) ? [{ kind: 'skip', text: '' }] : [];
  });
}

function wholeDiff(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const same = (lines: readonly string[]): readonly DiffLine[] => lines.map((text) => ({ kind: 'same', text }));
  return [
    ...same(before.slice(0, start)),
    ...middleDiff(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

/** By the longest common subsequence; what goes stands before what comes. */
function middleDiff(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const gone = (text: string): DiffLine => ({ kind: 'gone', text });
  const come = (text: string): DiffLine => ({ kind: 'come', text });
  if (before.length * after.length > COMPARED) return [...before.map(gone), ...after.map(come)];
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [first, second] = [before[i], after[j]];
    if (first !== undefined && first === second) {
      lines.push({ kind: 'same', text: first });
      i += 1;
      j += 1;
    } else if (first !== undefined && (second === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(gone(first));
      i += 1;
    } else if (second !== undefined) {
      lines.push(come(second));
      j += 1;
    }
  }
  return lines;
}
