// @ts-check
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { images, suiteImages } from './image-list.mjs';
import { imagesDir } from './paths.mjs';
import { run } from './run-command.mjs';

/** @typedef {import('./image-list.mjs').Image} Image */

/** Raised when image-contents.mjs puts something else into images "made from debian". */
const contentsVersion = 1;
const architectures = new Map([
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
]);

/** @param {Image} image */
function archiveOf(image) {
  const { names, madeFrom, config } = image;
  const key = createHash('sha256')
    .update(JSON.stringify([contentsVersion, names, madeFrom, config]))
    .digest('hex')
    .slice(0, 16);
  const short = names[0]?.replace(/^.*\//, '').replace(/:.*$/, '');
  return join(imagesDir, `${short}-${key}.tar`);
}

/** A tar that is the same for the same content. @param {string} folder @param {string} archive @param {string[]} members */
async function pack(folder, archive, members) {
  await run('tar', [
    '--sort=name',
    '--mtime=@0',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '-C',
    folder,
    '-cf',
    archive,
    ...members,
  ]);
}

/** @param {string} file */
async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Writes an image of one layer in the format of `docker save`. @param {Image} image @param {string} archive */
async function makeArchive(image, archive) {
  mkdirSync(imagesDir, { recursive: true });
  const folder = mkdtempSync(join(imagesDir, 'making-'));
  try {
    const root = join(folder, 'root');
    mkdirSync(root);
    await image.fill(root);
    await pack(root, join(folder, 'layer.tar'), ['.']);
    const config = JSON.stringify({
      created: '1970-01-01T00:00:00Z',
      architecture: architectures.get(process.arch) ?? process.arch,
      os: 'linux',
      config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], ...image.config },
      rootfs: { type: 'layers', diff_ids: [`sha256:${await sha256(join(folder, 'layer.tar'))}`] },
      history: [{ created: '1970-01-01T00:00:00Z', created_by: 'test/cluster' }],
    });
    const configName = `${createHash('sha256').update(config).digest('hex')}.json`;
    writeFileSync(join(folder, configName), config);
    writeFileSync(
      join(folder, 'manifest.json'),
      JSON.stringify([{ Config: configName, RepoTags: image.names, Layers: ['layer.tar'] }]),
    );
    const partial = `${archive}.partial`;
    await pack(folder, partial, ['manifest.json', configName, 'layer.tar']);
    renameSync(partial, archive);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where the archives of all images are, or will be. Their names change with their content. */
export function imageArchives() {
  return images().map(archiveOf);
}

/**
 * Writes the images that the suites' own Pods are of, as `kind load image-archive` and `minikube image load` take them.
 * @param {string} folder @returns {Promise<string[]>} the archives
 */
export async function writeSuiteImages(folder) {
  mkdirSync(folder, { recursive: true });
  const archives = [];
  for (const image of suiteImages()) {
    const archive = join(folder, `${image.names[0]?.replace(/^.*\//, '').replace(/:.*$/, '')}.tar`);
    await makeArchive(image, archive);
    archives.push(archive);
  }
  return archives;
}

/** Makes what the cache lacks, and forgets what nothing here would make any more. */
export async function ensureImageArchives() {
  for (const image of images()) {
    if (existsSync(archiveOf(image))) continue;
    console.error(`making image ${image.names.join(', ')} …`);
    await makeArchive(image, archiveOf(image));
  }
  const wanted = imageArchives();
  for (const name of readdirSync(imagesDir)) {
    if (!wanted.includes(join(imagesDir, name))) rmSync(join(imagesDir, name), { recursive: true, force: true });
  }
}
