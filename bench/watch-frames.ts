import type { Page } from '@playwright/test';

export interface Frames {
  /** Milliseconds from each animation frame to the next. */
  readonly deltas: readonly number[];
  /** Durations of tasks above 50 ms, in milliseconds. */
  readonly longTasks: readonly number[];
}

/** What the frames of a window are like for so long; the grid, where one is named, is scrolled by some rows at each. */
export function watchFrames(page: Page, milliseconds: number, grid: string | null): Promise<Frames> {
  return page.evaluate(
    ({ wanted, label }) =>
      new Promise<Frames>((resolve) => {
        const SCROLLED = 90;
        const deltas: number[] = [];
        const longTasks: number[] = [];
        const observer = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) longTasks.push(duration);
        });
        observer.observe({ type: 'longtask' });
        const scroller = label === null ? null : document.querySelector(`[role=grid][aria-label="${label}"]`);
        const end = scroller === null ? 0 : scroller.scrollHeight - scroller.clientHeight;
        let [top, step] = [scroller?.scrollTop ?? 0, SCROLLED];
        let last: number | null = null;
        const began = performance.now();
        const frame = (now: number): void => {
          if (last !== null) deltas.push(now - last);
          last = now;
          if (scroller !== null) {
            if (top + step < 0 || top + step > end) step = -step;
            // Never read back: that would lay the page out once more.
            scroller.scrollTop = top += step;
          }
          if (now - began < wanted) requestAnimationFrame(frame);
          else {
            observer.disconnect();
            resolve({ deltas, longTasks });
          }
        };
        requestAnimationFrame(frame);
      }),
    { wanted: milliseconds, label: grid },
  );
}
