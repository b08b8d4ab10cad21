import type { Locator, Page } from '@playwright/test';

type Recorded = HTMLCanvasElement & { drawn?: string[]; ink?: unknown };

/** From now on every canvas of the page remembers the text drawn since it was last cleared. */
export async function recordDrawing(page: Page): Promise<void> {
  await page.evaluate(() => {
    const proto = CanvasRenderingContext2D.prototype as CanvasRenderingContext2D & { recording?: boolean };
    if (proto.recording === true) return;
    proto.recording = true;
    const { fillText, clearRect } = proto;
    // A canvas is wiped by being given a width, too.
    const width = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, 'width');
    Object.defineProperty(HTMLCanvasElement.prototype, 'width', {
      ...width,
      set(this: Recorded, value: number) {
        this.drawn = [];
        width?.set?.call(this, value);
      },
    });
    proto.fillText = function (this: CanvasRenderingContext2D, text, ...rest) {
      ((this.canvas as Recorded).drawn ??= []).push(text);
      (this.canvas as Recorded).ink = this.fillStyle;
      fillText.call(this, text, ...rest);
    };
    proto.clearRect = function (this: CanvasRenderingContext2D, ...box) {
      (this.canvas as Recorded).drawn = [];
      clearRect.apply(this, box);
    };
  });
}

/** The text that stands on a canvas. */
export function drawnTexts(canvas: Locator): Promise<readonly string[]> {
  return canvas.evaluate((element) => (element as Recorded).drawn ?? []);
}

/** The colour of the text drawn last, and the one that the page has there now, both as a canvas says colours. */
export function inks(canvas: Locator): Promise<{ readonly drawn: unknown; readonly page: unknown }> {
  return canvas.evaluate((element) => {
    const pen = document.createElement('canvas').getContext('2d');
    if (pen !== null) pen.fillStyle = getComputedStyle(element.parentElement ?? element).color;
    return { drawn: (element as Recorded).ink, page: pen?.fillStyle };
  });
}
