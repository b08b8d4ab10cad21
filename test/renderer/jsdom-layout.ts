// jsdom lays nothing out. Imported first: every element is as large as the window, so that virtual rows have something to
// fill, no media query matches, and there is no canvas to draw on.

const VIEWPORT = { width: 1240, height: 640 };
const ROW = 32;

class EveryElementIsTheWindow implements ResizeObserver {
  readonly #callback: ResizeObserverCallback;

  constructor(callback: ResizeObserverCallback) {
    this.#callback = callback;
  }

  observe(target: Element): void {
    const height = target.getAttribute('role') === 'grid' ? VIEWPORT.height : ROW;
    const box = { width: VIEWPORT.width, height, x: 0, y: 0, top: 0, left: 0, right: VIEWPORT.width, bottom: height };
    const size = [{ inlineSize: VIEWPORT.width, blockSize: height }];
    const sizes = { borderBoxSize: size, contentBoxSize: size, devicePixelContentBoxSize: size };
    const entry = { target, contentRect: { ...box, toJSON: () => '' }, ...sizes };
    queueMicrotask(() => this.#callback([entry], this));
  }

  unobserve(): void {}

  disconnect(): void {}
}

window.ResizeObserver = EveryElementIsTheWindow;
window.matchMedia = (media) =>
  Object.assign(new EventTarget(), { matches: false, media, onchange: null }) as unknown as MediaQueryList;
Object.defineProperty(HTMLElement.prototype, 'offsetParent', { configurable: true, get: () => document.body });
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => VIEWPORT.width });
HTMLCanvasElement.prototype.getContext = () => null;
HTMLCanvasElement.prototype.toDataURL = () => 'data:,';
Element.prototype.scrollTo = () => undefined;
Element.prototype.animate = () => ({ cancel: () => undefined, finished: Promise.resolve() }) as unknown as Animation;

export {};
