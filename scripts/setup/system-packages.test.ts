import { describe, expect, it } from 'vitest';
import { installCommand, installStep } from './system-packages.mjs';

describe('what to install', () => {
  it.each([
    [
      'ID=debian\nVERSION_ID="12"',
      'apt-get install -y --no-install-recommends libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 unzip',
    ],
    [
      'ID=debian\nVERSION_ID="13"',
      'apt-get install -y --no-install-recommends libgtk-3-0t64 libnss3 libasound2t64 libgbm1 libxss1 unzip',
    ],
    [
      'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"',
      'apt-get install -y --no-install-recommends libgtk-3-0t64 libnss3 libasound2t64 libgbm1 libxss1 unzip',
    ],
    [
      'ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"',
      'dnf install -y gtk3 nss alsa-lib mesa-libgbm libXScrnSaver unzip',
    ],
    ['ID=arch', 'pacman -S --needed gtk3 nss alsa-lib mesa libxss unzip'],
  ])('%s', (osRelease, command) => {
    expect(installCommand(osRelease, ['libraries', 'unzip'])?.command).toBe(command);
  });

  it('names nothing on a system it does not know', () => {
    expect(installCommand('ID=nixos', ['libraries'])).toBeNull();
  });
});

describe('what is done about it', () => {
  const DEBIAN = 'ID=debian\nVERSION_ID="12"';
  const LIBRARIES = 'libgtk-3-0 libnss3 libasound2 libgbm1 libxss1';
  const APT = `apt-get install -y --no-install-recommends ${LIBRARIES}`;
  const DNF = 'dnf install -y gtk3 nss alsa-lib mesa-libgbm libXScrnSaver';
  const libraries = (command: string): object => ({
    way: 'refuse',
    sentence: `Missing here: libraries. Install with:\n  ${command}`,
  });

  it.each([
    ['Debian, root', DEBIAN, true, { way: 'install', packages: LIBRARIES.split(' '), command: APT }],
    ['Debian, another user', DEBIAN, false, libraries(`sudo ${APT}`)],
    ['Fedora, root', 'ID=fedora', true, libraries(DNF)],
    ['Fedora, another user', 'ID=fedora', false, libraries(`sudo ${DNF}`)],
  ])('%s', (_who, osRelease, root, step) => {
    expect(installStep(osRelease, ['libraries'], root)).toEqual(step);
  });

  it.each([true, false])('on a system it does not know it says what to look for (root: %s)', (root) => {
    expect(installStep('ID=nixos', ['libraries', 'unzip'], root)).toEqual({
      way: 'refuse',
      sentence:
        'Missing here: libraries, unzip (libraries: GTK 3, NSS, ALSA, GBM and XScrnSaver). Install them with your package manager.',
    });
  });
});
