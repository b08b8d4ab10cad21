/** Keeps the thread busy, as work does. */
export function busy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
