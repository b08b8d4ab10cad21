import { failure, type Failure } from '#shared/ipc/failure.ts';
import { isElectronSwitch } from './electron-switches.ts';

/** What the command line asks for. kubectl's own names, so that hands need not learn others. */
export interface LaunchOptions {
  /** `--kubeconfig`; null: `$KUBECONFIG`, then `~/.kube/config`. */
  readonly kubeconfig: string | null;
  readonly context: string | null;
  /** `-n`, `--namespace`. */
  readonly namespace: string | null;
  /** `--readonly`: nothing in a cluster is created, changed or deleted. */
  readonly readOnly: boolean;
}

export type Launch =
  { readonly ok: true; readonly options: LaunchOptions } | { readonly ok: false; readonly failure: Failure };

const NONE: LaunchOptions = { kubeconfig: null, context: null, namespace: null, readOnly: false };
const VALUES: ReadonlyMap<string, 'kubeconfig' | 'context' | 'namespace'> = new Map([
  ['--kubeconfig', 'kubeconfig'],
  ['--context', 'context'],
  ['--namespace', 'namespace'],
  ['-n', 'namespace'],
]);
const READ_ONLY = '--readonly';
/** For the sentence that refuses another. */
export const LAUNCH_OPTIONS = ['--kubeconfig FILE', '--context NAME', '-n NAMESPACE', READ_ONLY];

/**
 * Reads the arguments after the program's own. Electron's and Chromium's switches stand in the same list and are passed
 * over, as is the first argument that is no option: the app itself (`electron .`). Everything else that is not understood
 * is refused: a mistyped `--readonly` must never give a window that writes, nor a lost `--context` one on another cluster.
 */
export function parseLaunchOptions(args: readonly string[]): Launch {
  const rest = [...args];
  let options = NONE;
  let app: string | null = null;
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    const { name, value } = split(argument);
    const key = VALUES.get(name);
    if (key !== undefined) {
      const given = value ?? rest.shift() ?? '';
      if (given === '' || given.startsWith('-')) return refused(failure('launch.value-missing', { option: name }));
      options = { ...options, [key]: given };
    } else if (name === READ_ONLY) {
      if (value !== null) return refused(failure('launch.value-unexpected', { option: name, value }));
      options = { ...options, readOnly: true };
    } else if (!argument.startsWith('-') && app === null) {
      app = argument;
    } else if (!isElectronSwitch(argument)) {
      return refused(failure('launch.unknown-option', { option: argument, known: LAUNCH_OPTIONS }));
    }
  }
  return { ok: true, options };
}

/** `--name=value`; and of the short option, as kubectl takes it, `-nvalue` and `-n=value`. */
function split(argument: string): { readonly name: string; readonly value: string | null } {
  if (/^-n./.test(argument)) return { name: '-n', value: argument.slice(2).replace(/^=/, '') };
  const at = argument.indexOf('=');
  if (!argument.startsWith('--') || at === -1) return { name: argument, value: null };
  return { name: argument.slice(0, at), value: argument.slice(at + 1) };
}

function refused(reason: Failure): Launch {
  return { ok: false, failure: reason };
}
