import { classifyAnswer } from './classify-answer.ts';
import { clientCommand, type ClientTarget } from './client-script.ts';
import type { CurlFeatures } from './curl-features.ts';
import { createProbeParser } from './parse-probe-output.ts';
import { CLIENT_CONTAINER } from './probe-manifest.ts';
import { randomHex, type TrafficDeps } from './traffic-deps.ts';

/**
 * One request from one client, counted nowhere: whether a connection came about, whatever was answered over it. Never
 * rejects.
 */
export async function askOnce(
  deps: Pick<TrafficDeps, 'exec' | 'randomBytes'>,
  namespace: string,
  pod: string,
  target: ClientTarget,
  features: CurlFeatures,
  signal: AbortSignal,
): Promise<boolean> {
  const boundary = randomHex(deps, 16);
  const command = clientCommand(target, boundary, features);
  try {
    const process = await deps.exec.exec({ namespace, pod, container: CLIENT_CONTAINER, command, signal });
    await process.write('1 1\n');
    const parser = createProbeParser(boundary);
    let connected = false;
    for await (const chunk of process.stdout)
      for (const record of parser.feed(chunk)) {
        if (record.kind === 'line-end') process.endInput();
        else {
          const error = classifyAnswer(record, record.exit ?? 0, target);
          connected = error === null || !['refused', 'timeout', 'unreachable', 'dns'].includes(error);
        }
      }
    return connected;
  } catch {
    return false;
  }
}
