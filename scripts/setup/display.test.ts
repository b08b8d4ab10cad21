import { expect, it } from 'vitest';
import { displayIn } from './display.mjs';

const none = () => false;
const all = () => true;

it.each([
  ['no variable', 'linux', {}, all, false],
  ['empty', 'linux', { DISPLAY: '' }, all, false],
  ['a local server that is there', 'linux', { DISPLAY: ':0.0' }, all, true],
  ['a local server that is gone', 'linux', { DISPLAY: ':99' }, none, false],
  ['a forwarded display', 'linux', { DISPLAY: 'localhost:10.0' }, none, true],
  ['Wayland', 'linux', { WAYLAND_DISPLAY: 'wayland-0' }, none, true],
  ['a Mac', 'darwin', {}, none, true],
])('display: %s', (_, platform, env, localServers, expected) => {
  expect(displayIn({ platform, env, localServers })).toBe(expected);
});
