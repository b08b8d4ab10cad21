import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { allPictures, SIZES } from './pictures.ts';

const FOLDER = join(import.meta.dirname, '../../docs/screenshots');

it('stands in docs/screenshots, each page in each language, theme and size, and nothing else does', () => {
  expect(readdirSync(FOLDER).sort()).toEqual([...allPictures().map((name) => `${name}.png`)].sort());
});

it.each(SIZES)('is $width × $height where its name says so', ({ width, height }) => {
  const named = readdirSync(FOLDER).filter((file) => file.endsWith(`_${String(width)}x${String(height)}.png`));
  expect(named.length).toBeGreaterThan(0);
  // The first chunk of a PNG begins at byte 8; its size stands at 16 and 20.
  const sizeOf = (file: string): readonly number[] => {
    const bytes = readFileSync(join(FOLDER, file));
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  };
  expect(named.filter((file) => sizeOf(file).join() !== [width, height].join())).toEqual([]);
});
