import type { Page } from '@playwright/test';

interface PaintedWindow {
  painted: Record<string, number>;
}

/**
 * Stamps, for each resourceVersion the rows of these Pods show, the animation frame after the one that painted it. Which one
 * that is an IntersectionObserver says, in a task after its frame was rendered: late rather than early. Counted from the change,
 * two animation frames would be one too many where the change is made in an animation frame, as it is here.
 */
export function stampPaints(page: Page, pods: string): Promise<void> {
  return page.evaluate((prefix) => {
    const stamps: Record<string, number> = {};
    (window as unknown as PaintedWindow).painted = stamps;
    const look = (): void => {
      for (const row of document.querySelectorAll(`[data-pod^="${prefix}"]`)) {
        const version = row.getAttribute('data-version');
        if (version === null || version in stamps) continue;
        stamps[version] = 0;
        new IntersectionObserver((_, observer) => {
          observer.disconnect();
          requestAnimationFrame(() => {
            stamps[version] = performance.timeOrigin + performance.now();
          });
        }).observe(row);
      }
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-version'],
    });
  }, pods);
}

/** resourceVersion → milliseconds since 1970; 0: seen in the page, not painted yet. */
export function readPaints(page: Page): Promise<Readonly<Record<string, number>>> {
  return page.evaluate(() => (window as unknown as PaintedWindow).painted);
}
