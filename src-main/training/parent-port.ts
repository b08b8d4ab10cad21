import type { Scenario, TrainingNotice, TrainingOrder } from '#shared/ipc/training.ts';

/** The app's end of the line, where this process was started by it (Electron's `process.parentPort`). */
export interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown;
  postMessage(message: TrainingNotice): void;
}

export interface ParentOrders {
  readonly reset: (scenario: Scenario) => void;
  readonly stop: () => void;
}

/** Undefined under plain Node.js. */
export function parentPort(): ParentPort | undefined {
  return (process as unknown as { readonly parentPort?: ParentPort }).parentPort;
}

/** Does what the app says, and says so; what fails is told in words. */
export function obeyParent(port: ParentPort, { reset, stop }: ParentOrders): void {
  port.on('message', ({ data }) => {
    const order = data as TrainingOrder;
    if (order.order === 'stop') {
      stop();
      return;
    }
    try {
      reset(order.scenario);
      port.postMessage({ notice: 'reset', scenario: order.scenario });
    } catch (error) {
      port.postMessage({ notice: 'failed', detail: error instanceof Error ? error.message : String(error) });
    }
  });
}
