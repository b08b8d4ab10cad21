import type { Locator, Page } from '@playwright/test';

/** A text on a canvas, and its letters' own box in the canvas's pixels. */
export interface DrawnText {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** It was given less room than it has, so that its letters were pressed together. */
  readonly squeezed: boolean;
}

export type RecordedCanvas = HTMLCanvasElement & { drawn?: DrawnText[]; ink?: unknown };

/** From now on every canvas of the page remembers the text drawn since it was last cleared. */
export async function recordDrawing(page: Page): Promise<void> {
  await page.evaluate(() => {
    const proto = CanvasRenderingContext2D.prototype as CanvasRenderingContext2D & { recording?: boolean };
    if (proto.recording === true) return;
    proto.recording = true;
    const { fillText, clearRect } = proto;
    // A canvas is wiped by being given a size, too.
    for (const side of ['width', 'height']) {
      const size = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, side);
      Object.defineProperty(HTMLCanvasElement.prototype, side, {
        ...size,
        set(this: RecordedCanvas, value: number) {
          this.drawn = [];
          size?.set?.call(this, value);
        },
      });
    }
    proto.fillText = function (this: CanvasRenderingContext2D, text, x, y, room) {
      const size = this.measureText(text);
      const { actualBoundingBoxLeft: before, actualBoundingBoxRight: after } = size;
      const { actualBoundingBoxAscent: above, actualBoundingBoxDescent: below } = size;
      const matrix = this.getTransform();
      const corners = [x - before, x + after].flatMap((across) =>
        [y - above, y + below].map((down) => matrix.transformPoint({ x: across, y: down })),
      );
      const [across, down] = [corners.map((corner) => corner.x), corners.map((corner) => corner.y)];
      ((this.canvas as RecordedCanvas).drawn ??= []).push({
        text,
        left: Math.min(...across),
        top: Math.min(...down),
        right: Math.max(...across),
        bottom: Math.max(...down),
        squeezed: room !== undefined && size.width > room + 0.5,
      });
      (this.canvas as RecordedCanvas).ink = this.fillStyle;
      if (room === undefined) fillText.call(this, text, x, y);
      else fillText.call(this, text, x, y, room);
    };
    proto.clearRect = function (this: CanvasRenderingContext2D, ...box) {
      (this.canvas as RecordedCanvas).drawn = [];
      clearRect.apply(this, box);
    };
  });
}

/** The text that stands on a canvas. */
export function drawnTexts(canvas: Locator): Promise<readonly string[]> {
  return canvas.evaluate((element) => ((element as RecordedCanvas).drawn ?? []).map(({ text }) => text));
}

/** How many canvases that can be seen have not been recorded, so that nobody knows what stands on them. */
export function unrecordedCanvases(page: Page): Promise<number> {
  return page.evaluate(() => {
    const seen = [...document.querySelectorAll<RecordedCanvas>('canvas')].filter((canvas) => canvas.checkVisibility());
    return seen.filter((canvas) => canvas.drawn === undefined).length;
  });
}

/** The colour of the text drawn last, and the one that the page has there now, both as a canvas says colours. */
export function inks(canvas: Locator): Promise<{ readonly drawn: unknown; readonly page: unknown }> {
  return canvas.evaluate((element) => {
    const pen = document.createElement('canvas').getContext('2d');
    if (pen !== null) pen.fillStyle = getComputedStyle(element.parentElement ?? element).color;
    return { drawn: (element as RecordedCanvas).ink, page: pen?.fillStyle };
  });
}
