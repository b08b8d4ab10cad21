import { AdmittedCluster } from '../../src-main/training/admission/admitted-cluster.ts';
import { createBaseObjects } from '../../src-main/training/base-objects.ts';
import { StatusError, type Status } from '../../src-main/training/cluster-api.ts';
import { ObjectStore } from '../../src-main/training/store/object-store.ts';

/** A cluster's objects behind admission, with the base objects, the same random numbers each time and `now` as its clock. */
export function anAdmittedCluster(now: () => number): AdmittedCluster {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const cluster = new AdmittedCluster({ store: new ObjectStore(), now, random });
  createBaseObjects(cluster);
  return cluster;
}

/** The Status that a write is refused with. */
export function refusal(write: () => unknown): Status {
  try {
    write();
  } catch (error) {
    if (error instanceof StatusError) return error.status;
    throw error;
  }
  throw new Error('it was not refused');
}
