// @ts-check
import { kubernetesProgram } from './control-plane.mjs';
import { kubeconfigFile } from './paths.mjs';
import { attemptInNamespace } from './run-command.mjs';
import { Failure } from './failure.mjs';

/** Runs the cluster's own kubectl as its administrator. @param {string[]} args @param {string} [input] */
export function tryKubectl(args, input) {
  const command = [kubernetesProgram('kubectl'), `--kubeconfig=${kubeconfigFile}`, ...args];
  return attemptInNamespace(command, input === undefined ? {} : { input });
}

/** The same, for what must succeed; gives the output. @param {string[]} args @param {string} [input] */
export async function kubectl(args, input) {
  const { code, stdout, stderr } = await tryKubectl(args, input);
  if (code !== 0) throw new Failure(`kubectl ${args.join(' ')}: ${stderr.trim()}`);
  return stdout;
}
