import { asList, asObject, asText } from './json-shape.ts';
import type { ExecProcess } from './kube-api.ts';
import { redact } from '#shared/kube/redact.ts';

export type ExecExit = Awaited<ExecProcess['exit']>;

/**
 * How a process ended, from what channel 3 carried: a Status. Success is exit code 0; NonZeroExitCode names the code as a
 * cause; anything else means that no process told a code. Source: k8s.io/apimachinery remotecommand, v4 and later.
 */
export function parseExecStatus(payload: Buffer): ExecExit {
  let status;
  try {
    status = asObject(JSON.parse(payload.toString('utf8')));
  } catch {
    return { kind: 'lost', detail: redact(payload.toString('utf8').slice(0, 300)) };
  }
  if (status.status === 'Success') return { kind: 'exited', code: 0 };
  const cause = asList(asObject(status.details).causes, 20)
    .map(asObject)
    .find(({ reason }) => reason === 'ExitCode');
  const code = Number(asText(cause?.message) ?? NaN);
  if (Number.isInteger(code)) return { kind: 'exited', code };
  return { kind: 'lost', detail: redact(asText(status.message, 300) ?? 'no exit code') };
}
