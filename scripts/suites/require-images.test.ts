import { expect, it } from 'vitest';
import { judgeImages } from './require-images.mjs';

const IMAGES = ['echo:1', 'curl:8'];
const running = { image: 'echo:1', imageID: 'sha256:1', state: {} };
const waiting = (reason: string, message?: string) => ({
  image: 'x',
  state: { waiting: { reason, ...(message === undefined ? {} : { message }) } },
});

it('waits until every image is there', () => {
  expect(judgeImages([], IMAGES).kind).toBe('wait');
  expect(judgeImages([running, waiting('ContainerCreating')], IMAGES).kind).toBe('wait');
  expect(judgeImages([running, running], IMAGES).kind).toBe('there');
});

it.each(['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName'])(
  'names what is missing: %s',
  (reason) => {
    expect(judgeImages([running, waiting(reason, 'not found')], IMAGES)).toEqual({
      kind: 'missing',
      image: 'curl:8',
      why: 'not found',
    });
    expect(judgeImages([waiting(reason)], IMAGES)).toEqual({ kind: 'missing', image: 'echo:1', why: reason });
  },
);
