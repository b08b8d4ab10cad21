/** How long the cluster works without letting a request in, in ms. */
const TURN_MS = 10;

/** One turn of the event loop that work is done in. */
export interface Turn {
  /** True once it has lasted so long that what is left should wait for another. */
  over(): boolean;
}

/** Begins now. Of real time, whatever the cluster's clock says: what waits is real. */
export function beginTurn(): Turn {
  const end = performance.now() + TURN_MS;
  return { over: () => performance.now() >= end };
}
