import { quoteWord } from './network/shell/shell-words.ts';

/** What the command was called with. */
export type CommandLine =
  | { readonly run: true; readonly scenario: string; readonly kubeconfig: string | undefined }
  | { readonly run: false; readonly message: string };

const DEFAULT_SCENARIO = 'course';
/** Words that a shell takes as they stand. */
const PLAIN = /^[\w@%+=:,./-]+$/;
const USAGE = 'usage: main.js [--scenario NAME] [--kubeconfig FILE]';

/** Reads the arguments after the script's name. `--scenario none` begins with an empty cluster. */
export function parseCommandLine(given: readonly string[]): CommandLine {
  let scenario = DEFAULT_SCENARIO;
  let kubeconfig: string | undefined = undefined;
  for (let index = 0; index < given.length; index += 2) {
    const [name, value] = [given[index], given[index + 1]];
    if (value === undefined) return { run: false, message: USAGE };
    if (name === '--scenario') scenario = value;
    else if (name === '--kubeconfig') kubeconfig = value;
    else return { run: false, message: USAGE };
  }
  return { run: true, scenario, kubeconfig };
}

/** The line that points kubectl at a cluster, whatever is in the path. */
export function exportLine(kubeconfig: string): string {
  return `export KUBECONFIG=${PLAIN.test(kubeconfig) ? kubeconfig : quoteWord(kubeconfig)}`;
}
