import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type LaunchOptions, parseLaunchOptions } from '../app/launch-options.ts';
import { kubeconfigPaths } from '../kube/kubeconfig-paths.ts';

/** What a second start of the app tells the one that runs: absolute paths, as it may stand in another folder. */
export interface SecondStart {
  readonly context: string | null;
  readonly namespace: string | null;
  readonly readOnly: boolean;
  /** Files asked for by `--kubeconfig` or `$KUBECONFIG`; null where neither is given, so that any will do. */
  readonly kubeconfigs: readonly string[] | null;
}

const schema = z.object({
  context: z.string().nullable(),
  namespace: z.string().nullable(),
  readOnly: z.boolean(),
  kubeconfigs: z.array(z.string()).nullable(),
});

export function secondStart(
  { kubeconfig, context, namespace, readOnly }: LaunchOptions,
  environment: string | undefined,
): SecondStart {
  const asked = kubeconfig !== null || (environment ?? '') !== '';
  const kubeconfigs = asked ? kubeconfigPaths(kubeconfig, environment, homedir()).paths : null;
  return { context, namespace, readOnly, kubeconfigs };
}

/**
 * Reads what came with Electron's `second-instance`. Chromium sorts the command line it passes on, switches first, which
 * parts `--context` from its value: `data` is what the second start said itself. The command line is the way out.
 */
export function readSecondStart(data: unknown, commandLine: unknown, folder: unknown): SecondStart {
  const said = schema.safeParse(data);
  if (said.success) return said.data;
  const args = z.array(z.string()).catch([]).parse(commandLine);
  const launch = parseLaunchOptions(args.slice(1));
  // Whose wishes can't be told may have wished for a window that writes nothing.
  if (!launch.ok) return { context: null, namespace: null, readOnly: true, kubeconfigs: null };
  const { kubeconfig, ...options } = launch.options;
  const from = typeof folder === 'string' ? folder : '';
  return { ...options, kubeconfigs: kubeconfig === null ? null : [resolve(from, kubeconfig)] };
}

/** Whether a window of the running app shows what the second start asked for: the same files in the same order. */
export function sameKubeconfigs(open: readonly string[], { kubeconfigs }: SecondStart): boolean {
  return kubeconfigs === null || JSON.stringify(kubeconfigs) === JSON.stringify(open);
}
