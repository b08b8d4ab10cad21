import { StatusError } from '../../cluster-api.ts';

/** The Pod may be gone by the time its kubelet writes: that is no failure. */
export function ignoreMissing(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof StatusError) || (error.status.code !== 404 && error.status.code !== 409)) throw error;
  }
}
