import type { FrameSource } from '../../src-renderer/state/frame-batch.ts';

export interface ManualFrames extends FrameSource {
  /** Paints the next frame. */
  readonly paint: () => void;
  readonly hide: (hidden: boolean) => void;
  /** Frames that were asked for and not painted. */
  readonly waiting: () => number;
}

/** Animation frames that come when the test says so. */
export function manualFrames(): ManualFrames {
  let callbacks = new Map<number, () => void>();
  const listeners = new Set<() => void>();
  let last = 0;
  let isHidden = false;
  return {
    request: (callback) => {
      last += 1;
      callbacks.set(last, callback);
      return last;
    },
    cancel: (handle) => void callbacks.delete(handle),
    hidden: () => isHidden,
    onVisibility: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    paint: () => {
      const due = callbacks;
      callbacks = new Map();
      for (const callback of due.values()) callback();
    },
    hide: (hidden) => {
      isHidden = hidden;
      for (const listener of listeners) listener();
    },
    waiting: () => callbacks.size,
  };
}
