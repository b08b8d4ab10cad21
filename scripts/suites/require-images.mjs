import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Refusal } from '../refusal.mjs';
import { runInCluster } from './cluster.mjs';
import { CLIENT_IMAGE, ECHO_IMAGE } from './images.mjs';

/** An image of 50 MB from a registry far away. */
const PATIENCE_MS = 120_000;
const NOT_TO_BE_HAD = /^(ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName)$/;

/** @typedef {{ state?: { waiting?: { reason?: string, message?: string } }, image: string, imageID?: string }} Container */

/**
 * Looks at a Pod's containers.
 * @param {Container[]} containers @param {string[]} images in the order of the containers
 * @returns {{ kind: 'there' | 'wait' } | { kind: 'missing', image: string, why: string }}
 */
export function judgeImages(containers, images) {
  for (const [place, { state }] of containers.entries()) {
    const { reason = '', message = '' } = state?.waiting ?? {};
    if (NOT_TO_BE_HAD.test(reason)) return { kind: 'missing', image: images[place] ?? '', why: message || reason };
  }
  const there = containers.length === images.length && containers.every(({ imageID }) => Boolean(imageID));
  return { kind: there ? 'there' : 'wait' };
}

/** @param {string} namespace @param {string} run @param {string[]} images */
const manifest = (namespace, run, images) => `apiVersion: v1
kind: Namespace
metadata: {name: ${namespace}, labels: {servicescope.dev/test-run: "${run}"}}
---
apiVersion: v1
kind: Pod
metadata: {name: images, namespace: ${namespace}}
spec:
  restartPolicy: Never
  terminationGracePeriodSeconds: 0
  containers:
${images.map((image, place) => `    - {name: image-${place}, image: "${image}", imagePullPolicy: IfNotPresent}`).join('\n')}
`;

/**
 * Throws a Refusal where a cluster that is given cannot have the suites' images: a minute of waiting says so better than an
 * hour of tests that fail.
 * @param {import('./cluster.mjs').Cluster} cluster
 */
export async function requireImages(cluster) {
  const images = [ECHO_IMAGE, CLIENT_IMAGE];
  const { TEST_KUBECONFIG = '', TEST_CONTEXT = '', TEST_RUN = '' } = cluster.env;
  const flags = ['--kubeconfig', TEST_KUBECONFIG, '--context', TEST_CONTEXT];
  /** @param {string[]} args */
  const kubectl = (...args) => runInCluster(cluster, ['kubectl', ...flags, ...args], { output: 'capture' });
  const namespace = `images-${randomBytes(3).toString('hex')}`;
  const create = `kubectl ${flags.map((flag) => `'${flag}'`).join(' ')} apply -f - <<'YAML'\n${manifest(namespace, TEST_RUN, images)}YAML`;
  const created = await runInCluster(cluster, ['sh', '-c', create], { output: 'capture' });
  try {
    if (created.code !== 0)
      throw new Refusal(`The suites may not create a namespace and a Pod: ${created.output.trim()}`);
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await wait(500)) {
      const { code, output } = await kubectl('get', 'pod', 'images', '-n', namespace, '-o', 'json');
      const verdict = judgeImages((code === 0 ? JSON.parse(output).status.containerStatuses : null) ?? [], images);
      if (verdict.kind === 'there') return;
      if (verdict.kind === 'missing') throw new Refusal(sentence(verdict.image, verdict.why));
    }
    throw new Refusal(sentence(images.join(', '), `no answer within ${PATIENCE_MS / 1000} s`));
  } finally {
    await kubectl('delete', 'namespace', namespace, '--ignore-not-found', '--timeout=90s');
  }
}

/** @param {string} image @param {string} why */
const sentence = (image, why) =>
  `The cluster cannot have the image ${image} (${why}), and the suites need it. Make it with "npm run cluster:images -- FOLDER" ` +
  'and load it ("kind load image-archive FOLDER/echo.tar"), or name another place of it in TEST_ECHO_IMAGE or TEST_CLIENT_IMAGE.';
