/** The browser's frames and visibility, injected so that tests can step through them. */
export interface FrameSource {
  readonly request: (callback: () => void) => number;
  readonly cancel: (handle: number) => void;
  readonly hidden: () => boolean;
  /** Called when the page becomes hidden or visible; returns the function that ends it. */
  readonly onVisibility: (listener: () => void) => () => void;
}

export function browserFrames(page: Window): FrameSource {
  const { document } = page;
  return {
    request: (callback) => page.requestAnimationFrame(callback),
    cancel: (handle) => page.cancelAnimationFrame(handle),
    hidden: () => document.visibilityState === 'hidden',
    onVisibility: (listener) => {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
  };
}

export interface FrameBatch<T> {
  readonly push: (item: T) => void;
  readonly dispose: () => void;
}

/**
 * Gathers what arrives and hands it over once per animation frame. A hidden page has no frames: there everything is handed
 * over on arrival, and what waited is handed over when the page becomes hidden. No timer.
 */
export function createFrameBatch<T>(frames: FrameSource, apply: (items: readonly T[]) => void): FrameBatch<T> {
  let waiting: T[] = [];
  let handle: number | null = null;

  function flush(): void {
    if (handle !== null) frames.cancel(handle);
    handle = null;
    if (waiting.length === 0) return;
    const items = waiting;
    waiting = [];
    apply(items);
  }

  const endVisibility = frames.onVisibility(() => {
    if (frames.hidden()) flush();
  });

  return {
    push: (item) => {
      waiting.push(item);
      if (frames.hidden()) flush();
      else handle ??= frames.request(flush);
    },
    dispose: () => {
      endVisibility();
      if (handle !== null) frames.cancel(handle);
      handle = null;
      waiting = [];
    },
  };
}
