import { describe, expect, it } from 'vitest';
import { installCommand } from './system-packages.mjs';

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
