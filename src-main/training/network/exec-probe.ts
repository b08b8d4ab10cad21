import { StatusError } from '../cluster-api.ts';
import type { ContainerAccess, ProbeAnswer } from '../pod-runtime.ts';
import type { Clock } from '../clock.ts';
import { PROBE_OK, probeTimeoutMs, type ProbeView } from './probe-pod.ts';

/** The kubelet keeps no more of a probe's output. */
const KEPT_BYTES = 10_240;

/** Runs a probe's command in the container: exit code 0 is success, its output the reason otherwise. */
export async function execProbe(
  access: Pick<ContainerAccess, 'exec'>,
  podUid: string,
  container: string,
  probe: ProbeView,
  clock: Clock,
): Promise<ProbeAnswer> {
  const command = probe.exec?.command ?? [];
  try {
    const session = access.exec(podUid, container, { command, stdin: false, tty: false });
    const output: Uint8Array[] = [];
    let kept = 0;
    session.onOutput((_stream, data) => {
      if (kept < KEPT_BYTES) output.push(data);
      kept += data.length;
    });
    let cancel: () => void = () => undefined;
    const late = new Promise<'late'>((resolve) => {
      cancel = clock.after(probeTimeoutMs(probe), () => resolve('late'));
    });
    const code = await Promise.race([session.exited, late]);
    cancel();
    session.close();
    if (code === 0) return PROBE_OK;
    if (code !== 'late') return { ok: false, message: Buffer.concat(output).subarray(0, KEPT_BYTES).toString('utf8') };
    const seconds = probe.timeoutSeconds ?? 1;
    return { ok: false, message: `command timed out: "${command.join(' ')}" timed out after ${seconds}s` };
  } catch (error) {
    return { ok: false, message: error instanceof StatusError ? error.message : String(error) };
  }
}
