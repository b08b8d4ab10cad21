import { describe, expect, it } from 'vitest';
import { chooseRuntime, type RuntimeFacts } from './choose-runtime.mjs';

const NOTHING: RuntimeFacts = {
  overridePath: null,
  overrideHasElectron: false,
  distHasElectron: false,
  installerFailed: null,
  testRuntimeFits: true,
  ci: false,
  testRuntimeAsked: false,
  root: false,
  display: true,
  terminal: false,
};
const OFFLINE: RuntimeFacts = { ...NOTHING, installerFailed: 'fetch failed' };

describe('which Electron is taken', () => {
  it.each<[string, RuntimeFacts, string]>([
    [
      'a folder named by the user comes first',
      { ...NOTHING, overridePath: '/e', overrideHasElectron: true, distHasElectron: true },
      'override',
    ],
    ['then what is installed', { ...OFFLINE, distHasElectron: true, ci: true }, 'dist'],
    ["then Electron's own installer, in CI too", { ...NOTHING, ci: true, testRuntimeAsked: true }, 'installer'],
    ['the test runtime after it failed in CI', { ...OFFLINE, ci: true }, 'test-runtime'],
    ['the test runtime when it was asked for', { ...OFFLINE, testRuntimeAsked: true }, 'test-runtime'],
    [
      'the test runtime for root with no display and nobody to ask',
      { ...OFFLINE, root: true, display: false },
      'test-runtime',
    ],
    ['a question where somebody can answer it', { ...OFFLINE, terminal: true }, 'ask'],
    ['a question for root at a terminal too', { ...OFFLINE, root: true, display: false, terminal: true }, 'ask'],
    ['nothing silently on a desktop', OFFLINE, 'none'],
    ['nothing silently on the desktop of root', { ...OFFLINE, root: true }, 'none'],
    ['nothing where the test runtime does not run', { ...OFFLINE, ci: true, testRuntimeFits: false }, 'none'],
  ])('%s', (_, facts, way) => {
    expect(chooseRuntime(facts).way).toBe(way);
  });

  it('does not look further when the named folder is empty', () => {
    const choice = chooseRuntime({ ...NOTHING, overridePath: '/empty', distHasElectron: true });
    expect(choice).toEqual({ way: 'none', reason: 'ELECTRON_OVERRIDE_DIST_PATH=/empty holds no Electron.' });
  });

  it('says why the installer failed and what can be done', () => {
    const choice = chooseRuntime(OFFLINE);
    expect(choice.way === 'none' && choice.reason).toMatch(
      /fetch failed.*ELECTRON_MIRROR.*SERVICESCOPE_TEST_RUNTIME=1/,
    );
  });
});
