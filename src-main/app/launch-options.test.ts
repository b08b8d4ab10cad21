import { describe, expect, it } from 'vitest';
import { parseLaunchOptions } from './launch-options.ts';

const NONE = { kubeconfig: null, context: null, namespace: null, readOnly: false };

describe('parseLaunchOptions', () => {
  it('reads kubectl’s flags, long and short', () => {
    expect(parseLaunchOptions(['--kubeconfig', '/tmp/c', '--context=dev', '-n', 'web', '--readonly'])).toEqual({
      ok: true,
      options: { kubeconfig: '/tmp/c', context: 'dev', namespace: 'web', readOnly: true },
    });
  });

  it.each([['--namespace', 'web'], ['--namespace=web'], ['-n', 'web'], ['-nweb'], ['-n=web']])(
    'takes a namespace as %s %s',
    (...args) => {
      expect(parseLaunchOptions(args)).toEqual({ ok: true, options: { ...NONE, namespace: 'web' } });
    },
  );

  it('leaves the app, Electron’s and Chromium’s switches alone', () => {
    const args = [
      '--inspect=0',
      '--no-sandbox',
      '--remote-debugging-port=0',
      '.',
      '--user-data-dir=/tmp/u',
      '-psn_0_1',
    ];
    expect(parseLaunchOptions([...args, '--context', 'a'])).toEqual({ ok: true, options: { ...NONE, context: 'a' } });
  });

  it('takes values with spaces, signs of equality and dashes inside', () => {
    expect(parseLaunchOptions(['--context', 'arn:a/b c', '--kubeconfig=/tmp/a=b-c'])).toEqual({
      ok: true,
      options: { ...NONE, context: 'arn:a/b c', kubeconfig: '/tmp/a=b-c' },
    });
  });

  it.each([
    [['--context'], '--context'],
    [['--context='], '--context'],
    [['--context', ''], '--context'],
    [['--context', '--readonly'], '--context'],
    [['--context=--readonly'], '--context'],
    [['-n', '-x'], '-n'],
    [['-n'], '-n'],
    [['.', '--kubeconfig'], '--kubeconfig'],
    [['--namespace', '--context', 'a'], '--namespace'],
  ])('refuses %j: an option without its value', (args, option) => {
    expect(parseLaunchOptions(args)).toEqual({
      ok: false,
      failure: { code: 'launch.value-missing', parameters: { option } },
    });
  });

  it.each(['--readonly=true', '--readonly=false', '--readonly='])('refuses %s: a switch with a value', (argument) => {
    expect(parseLaunchOptions([argument])).toMatchObject({ ok: false, failure: { code: 'launch.value-unexpected' } });
  });

  it.each([
    '--read-only',
    '--readOnly',
    '--read_only',
    '--Readonly',
    '--readonlyy',
    '-readonly',
    '--no-readonly',
    '--contxt',
    '--contxt=x',
    '--Context=x',
    '-c',
    '--',
    '--disable-gpuu',
    '--user-data-dirr=/tmp',
  ])('refuses %s, which nobody knows', (option) => {
    expect(parseLaunchOptions(['.', option])).toMatchObject({
      ok: false,
      failure: { code: 'launch.unknown-option', parameters: { option } },
    });
  });

  it('refuses a second argument that is no option: it was meant for something', () => {
    expect(parseLaunchOptions(['.', 'kind-dev'])).toMatchObject({ failure: { parameters: { option: 'kind-dev' } } });
  });
});
