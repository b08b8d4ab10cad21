import type { PodRuntime } from '../../pod-runtime.ts';
import type { Report } from '../event-recorder.ts';
import type { ControllerSettings } from '../settings.ts';
import { goDuration } from '../times.ts';
import type { Timetable } from '../timetable.ts';
import { imageReference, isImageReference } from './image-reference.ts';

/** What a container waits for when its image can't be had. */
export interface PullFailure {
  readonly reason: 'ErrImagePull' | 'ImagePullBackOff' | 'ErrImageNeverPull' | 'InvalidImageName';
  readonly message: string;
}

export interface PullRequest {
  readonly podUid: string;
  readonly image: string;
  readonly policy: string;
  readonly tell: (report: Pick<Report, 'type' | 'reason' | 'message'>) => void;
}

interface Backoff {
  readonly ms: number;
  readonly since: number;
  readonly error: string;
}

/**
 * The images of one Node, and who must wait before it may ask again. Messages and Events are the kubelet's.
 * Source: k/k pkg/kubelet/images/image_manager.go.
 */
export class ImagePuller {
  readonly #present = new Set<string>();
  readonly #backoffs = new Map<string, Backoff>();

  constructor(
    private readonly runtime: Pick<PodRuntime, 'pull'>,
    private readonly timetable: Timetable,
    private readonly random: () => number,
    private readonly settings: ControllerSettings,
  ) {}

  /** Undefined once the image is on the Node. */
  async ensure(request: PullRequest): Promise<PullFailure | undefined> {
    const { image, policy, tell } = request;
    if (!isImageReference(image)) {
      const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`;
      tell({ type: 'Warning', reason: 'InspectFailed', message });
      return { reason: 'InvalidImageName', message };
    }
    if (this.#present.has(imageReference(image)) && policy !== 'Always') {
      tell({ type: 'Normal', reason: 'Pulled', message: `Container image "${image}" already present on machine` });
      return undefined;
    }
    if (policy === 'Never') {
      const message = `Container image "${image}" is not present with pull policy of Never`;
      tell({ type: 'Warning', reason: 'ErrImageNeverPull', message });
      return { reason: 'ErrImageNeverPull', message };
    }
    return this.#pull(request);
  }

  /** Forgets a Pod that is gone. */
  forget(podUid: string): void {
    for (const key of [...this.#backoffs.keys()]) if (key.startsWith(`${podUid}_`)) this.#backoffs.delete(key);
  }

  async #pull({ podUid, image, tell }: PullRequest): Promise<PullFailure | undefined> {
    const { timetable, settings } = this;
    const key = `${podUid}_${image}`;
    const before = this.#backoffs.get(key);
    if (before !== undefined && timetable.now() - before.since < before.ms) {
      const message = `Back-off pulling image "${image}"`;
      tell({ type: 'Normal', reason: 'BackOff', message });
      return { reason: 'ImagePullBackOff', message: `${message}: ErrImagePull: ${before.error}` };
    }
    tell({ type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"` });
    const begun = timetable.now();
    const [least, most] = settings.pullMs;
    await timetable.wait(Math.round(least + this.random() * (most - least)));
    const answer = this.runtime.pull(image);
    if (!answer.ok) {
      tell({ type: 'Warning', reason: 'Failed', message: `Failed to pull image "${image}": ${answer.message}` });
      const [first, longest] = settings.backoffMs;
      const ms = before === undefined ? first : Math.min(before.ms * 2, longest);
      this.#backoffs.set(key, { ms, since: timetable.now(), error: answer.message });
      return { reason: 'ErrImagePull', message: answer.message };
    }
    this.#backoffs.delete(key);
    this.#present.add(imageReference(image));
    const took = goDuration(timetable.now() - begun);
    const size = sizeOf(image);
    const message = `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${size} bytes.`;
    tell({ type: 'Normal', reason: 'Pulled', message });
    return undefined;
  }
}

/** A size of its own for each image, always the same: there are no layers to weigh. */
function sizeOf(image: string): number {
  const digest = imageReference(image, 'digest');
  return 4_000_000 + (Number.parseInt(digest.slice(-6), 16) % 70_000_000);
}
