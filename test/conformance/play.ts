import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { systemClock } from '../../src-main/training/clock.ts';
import { startControllers } from '../../src-main/training/controllers/start-controllers.ts';
import { createNetwork } from '../../src-main/training/network/create-network.ts';
import { startTrainingCluster, type TrainingCluster } from '../../src-main/training/training-cluster.ts';
import { eventually, TEST_CONTEXT, TEST_KUBECONFIG } from '../support/kubectl.ts';
import { leftOutHere } from '../support/not-here.ts';
import { shellWorkerUrl } from '../support/training/shell-worker-bundle.ts';
import { isCreated, type Case } from './case.ts';
import { DIFFERENCES } from './differences.ts';
import { differingPaths, type Differing } from './differing-paths.ts';
import { etcdForgetting, trainingForgetting } from './forgetting.ts';
import { normalise } from './normalise.ts';
import { openTarget, type Target } from './target.ts';

/** A training cluster of the suite's own and the real one, each with the namespace. */
export interface Pair {
  readonly training: Target;
  readonly real: Target;
}

/** Of the real one: test/cluster tells where its store is. */
const FORGETTING = etcdForgetting(process.env.TEST_ETCD);

/** Plays the cases on both targets at once; the transcripts must be equal but for the paths that differences.ts lists, which must differ. */
export function playAll(title: string, cases: readonly Case[], { status }: { readonly status: boolean }): void {
  describe(title, () => {
    let pair: Pair;
    let end = (): Promise<void> => Promise.resolve();

    beforeAll(async () => {
      const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
      const cluster = await startTraining(join(folder, 'kubeconfig'));
      const namespace = `conf-${randomBytes(3).toString('hex')}`;
      pair = {
        training: await openTarget(cluster.kubeconfigPath, '', namespace, trainingForgetting(cluster)),
        real: await openTarget(TEST_KUBECONFIG, TEST_CONTEXT, namespace, FORGETTING),
      };
      end = async () => {
        await removeNamespace(pair.real, namespace);
        await cluster.stop();
        await rm(folder, { recursive: true });
      };
      await Promise.all([pair.training, pair.real].map((target) => makeNamespace(target, namespace)));
    });

    afterAll(() => end());

    for (const [index, { name, play, forgets = false }] of cases.entries()) {
      it.concurrent(name, async ({ expect, skip }) => {
        const why = 'the store of this cluster is out of reach (TEST_ETCD)';
        skip(leftOutHere(forgets && FORGETTING === undefined, why), why);
        const id = `c${String(index)}`;
        const transcripts = await Promise.all([play(pair.training, id), play(pair.real, id)]);
        const [training, real] = transcripts.map((transcript) => normalise(transcript, { status }));
        const differing = differingPaths(training, real);
        const listed = DIFFERENCES.get(name)?.paths ?? [];
        const unlisted = differing.filter(({ path }) => !listed.includes(path));
        expect(unlisted, unlisted.map(described).join('\n')).toEqual([]);
        const gone = listed.filter((path) => !differing.some((each) => each.path === path));
        expect(gone, 'the clusters agree here now: take it out of differences.ts').toEqual([]);
      });
    }
  });
}

function described({ path, training, real }: Differing): string {
  return `${path}\n  training: ${JSON.stringify(training)}\n  real: ${JSON.stringify(real)}`;
}

/** A training cluster as `npm run training-cluster` makes it. */
export async function startTraining(kubeconfigPath: string): Promise<TrainingCluster> {
  const workerUrl = await shellWorkerUrl();
  return startTrainingCluster({
    clock: systemClock,
    random: Math.random,
    kubeconfigPath,
    createNetwork: (parts) => createNetwork({ ...parts, workerUrl }),
    startControllers,
  });
}

/** With its default ServiceAccount: before it is there no Pod can be made. */
export async function makeNamespace(target: Target, name: string): Promise<void> {
  const labels = { 'servicescope.dev/test-run': process.env.TEST_RUN ?? 'by-hand' };
  isCreated(await target.send('POST', '/api/v1/namespaces', { body: { metadata: { name, labels } } }));
  const account = `/api/v1/namespaces/${name}/serviceaccounts/default`;
  await eventually(async () => ((await target.send('GET', account)).code === 200 ? true : null), account);
}

export async function removeNamespace(target: Target, name: string): Promise<void> {
  const path = `/api/v1/namespaces/${name}`;
  await target.send('DELETE', path);
  await eventually(async () => ((await target.send('GET', path)).code === 404 ? true : null), `${name} to go`, 120_000);
}
