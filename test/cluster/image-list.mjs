// @ts-check
import { basename, dirname, join } from 'node:path';
import { binariesOf, modules } from './build.mjs';
import { fillClient, fillNginx, fillProgram } from './image-contents.mjs';

/**
 * An image made here of what the machine has.
 * @typedef {object} Image
 * @property {string[]} names with registry and tag
 * @property {string} madeFrom tells one content from another, for the cache
 * @property {(root: string) => Promise<void>} fill writes the file system below `root`
 * @property {{ Entrypoint?: string[], Cmd?: string[], WorkingDir?: string }} config as an image's configuration spells it
 */

export const pauseImage = 'registry.k8s.io/pause:3.10.1';

/** @param {string} name @param {string} program path of a static program @returns {Image} */
function ofProgram(name, program) {
  const target = name.replace(/^.*\//, '').replace(/:.*$/, '');
  return {
    names: [name],
    madeFrom: basename(dirname(program)), // holds the hash of what it was built from
    fill: (root) => fillProgram(root, program, target),
    config: { Entrypoint: [`/${target}`] },
  };
}

/** @returns {Image} what stands in for images that have curl and a shell */
function client() {
  return {
    names: ['docker.io/curlimages/curl:8.7.1', 'docker.io/c1t1d0s7/network-multitool:latest'],
    madeFrom: 'debian',
    fill: fillClient,
    config: { Entrypoint: ['/entrypoint.sh'], Cmd: ['sleep', 'infinity'] },
  };
}

/** @returns {Image} the server of resources/manifests, started as ./podinfo there */
function podinfo() {
  const program = join(binariesOf(modules.podinfo), 'podinfo');
  return {
    names: ['ghcr.io/stefanprodan/podinfo:6.9.2'],
    madeFrom: basename(dirname(program)),
    fill: (root) => fillProgram(root, program, 'home/app/podinfo'),
    config: { Cmd: ['./podinfo'], WorkingDir: '/home/app' },
  };
}

/** @returns {Image} the Job of resources/manifests needs a shell alone */
function busybox() {
  return {
    names: ['docker.io/library/busybox:1.37'],
    madeFrom: 'debian',
    fill: fillClient,
    config: { Cmd: ['sh'] },
  };
}

/** @returns {Image} */
function nginx() {
  return {
    names: ['docker.io/library/nginx:1.22'],
    madeFrom: 'debian',
    fill: fillNginx,
    config: { Cmd: ['nginx', '-g', 'daemon off;'] },
  };
}

/** @returns {Image} */
const echo = () => ofProgram('servicescope.test/echo:1', join(binariesOf(modules.echo), 'echo'));

/** What the suites put into namespaces of their own, on whatever cluster. @returns {Image[]} */
export const suiteImages = () => [echo(), client()];

/** Those without which no Pod starts and no name resolves come first. @returns {Image[]} */
export function images() {
  const agnhost = ofProgram(
    'registry.k8s.io/e2e-test-images/agnhost:2.53',
    join(binariesOf(modules.kubernetes), 'agnhost'),
  );
  return [
    ofProgram(pauseImage, join(binariesOf(modules.pause), 'pause')),
    ofProgram('registry.k8s.io/coredns/coredns:v1.12.4', join(binariesOf(modules.coredns), 'coredns')),
    echo(),
    podinfo(),
    client(),
    busybox(),
    nginx(),
    { ...agnhost, config: { Entrypoint: ['/agnhost'], Cmd: ['pause'] } },
  ];
}
