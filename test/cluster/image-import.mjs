// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ctr } from './containerd.mjs';
import { Failure } from './failure.mjs';
import { imageArchives } from './image-archive.mjs';
import { runDir } from './paths.mjs';

const importedFile = join(runDir, 'imported-images');

/** Gives containerd the images it does not have, so that no Pod waits for a pull. */
export async function importImages() {
  const imported = existsSync(importedFile) ? readFileSync(importedFile, 'utf8').split('\n') : [];
  for (const archive of imageArchives()) {
    if (imported.includes(archive)) continue;
    const { code, stderr } = await ctr(['images', 'import', archive]);
    if (code !== 0) throw new Failure(`ctr images import ${archive}: ${stderr.trim()}`);
    imported.push(archive);
    writeFileSync(importedFile, imported.join('\n'));
  }
}
