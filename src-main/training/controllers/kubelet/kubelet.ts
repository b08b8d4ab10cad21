import type { PodRuntime } from '../../pod-runtime.ts';
import type { ChangeListener, ControllerParts } from '../controller.ts';
import type { Pod } from '../shapes.ts';
import { ImagePuller } from './image-puller.ts';
import { PodAddresses } from './pod-addresses.ts';
import { PodWorker, type WorkerParts } from './pod-worker.ts';

/** The kubelets of all Nodes: a worker for each Pod that a Node was assigned. Pods of unknown Nodes wait for ever. */
export function kubelets(parts: ControllerParts, runtime: PodRuntime): ChangeListener {
  const { timetable, random, settings } = parts;
  const nodes = new Map<string, WorkerParts>(
    settings.nodes.map((node) => {
      const images = new ImagePuller(runtime, timetable, random, settings);
      return [node.name, { ...parts, runtime, node, images, addresses: new PodAddresses(node.podCIDR) }];
    }),
  );
  const workers = new Map<string, PodWorker>();
  return ({ type, resource, object }) => {
    if (resource !== 'pods') return;
    const pod = object as Pod;
    const { uid } = pod.metadata;
    const worker = workers.get(uid);
    if (type === 'DELETED') {
      workers.delete(uid);
      worker?.removed();
      return;
    }
    if (worker !== undefined) {
      worker.changed(pod);
      return;
    }
    const shared = nodes.get(pod.spec.nodeName ?? '');
    if (shared === undefined) return;
    const fresh = new PodWorker(shared, pod);
    workers.set(uid, fresh);
    fresh.changed(pod);
  };
}
