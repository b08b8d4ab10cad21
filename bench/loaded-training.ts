import { connect, type ClientHttp2Session } from 'node:http2';
import type { Page } from '@playwright/test';
import type { TrainingProcess } from '../test/support/training/training-process.ts';
import { inParallel, send } from './training-probe.ts';

/** One without a kubelet. */
const NODE = 'bench';
const NAMESPACE = '/api/v1/namespaces/default';
/** A cluster that is busy with Pods of its own takes its time. */
const PATIENCE_MS = 600_000;

export interface Load {
  readonly services: number;
  readonly pods: number;
  /** Bytes of annotations that make a Pod as large as real ones are. */
  readonly padding: number;
  /** Whether the Pods are Ready and become endpoints. Nobody runs them either way: that is another bench's matter. */
  readonly ready: boolean;
  /** Beside the others a Service of this name that selects all Pods. */
  readonly everybody?: string;
}

export const podName = (index: number): string => `many-${String(index)}`;
export const podPath = (index: number): string => `${NAMESPACE}/pods/${podName(index)}`;

/** Services, and Pods that they select in turn. */
export async function loadTraining(training: TrainingProcess, load: Load): Promise<void> {
  const { services, pods, padding, ready, everybody } = load;
  const session = connect(`https://127.0.0.1:${String(training.port)}`, { ca: training.ca });
  const app = (index: number): string => `app-${String(index % Math.max(1, services)).padStart(5, '0')}`;
  const annotations = { padding: 'x'.repeat(padding) };
  try {
    await inParallel(services, (index) => {
      const spec = { selector: { app: app(index) }, ports: [{ port: 80 }] };
      return send(session, training.token, 'POST', `${NAMESPACE}/services`, { metadata: { name: app(index) }, spec });
    });
    await inParallel(pods, (index) => {
      // One of a Service's own, one that a tenth has, one that all have.
      const labels = { app: app(index), tier: `tier-${String(index % 10)}`, all: 'yes' };
      const metadata = { name: podName(index), labels, annotations };
      const containers = [{ name: 'main', image: 'nginx' }];
      const spec = { nodeName: NODE, automountServiceAccountToken: false, containers };
      return send(session, training.token, 'POST', `${NAMESPACE}/pods`, { metadata, spec });
    });
    if (everybody !== undefined) {
      const spec = { selector: { all: 'yes' }, ports: [{ port: 80 }] };
      await send(session, training.token, 'POST', `${NAMESPACE}/services`, { metadata: { name: everybody }, spec });
    }
    if (ready) await makeReady(session, training, pods);
  } finally {
    session.destroy();
  }
}

/** What a kubelet would write. */
async function makeReady(session: ClientHttp2Session, { token }: TrainingProcess, pods: number): Promise<void> {
  await send(session, token, 'POST', '/api/v1/nodes', { metadata: { name: NODE } });
  const condition = { status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' };
  const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
    ...condition,
    type,
  }));
  await inParallel(pods, (index) => {
    const podIP = `10.${String(100 + (index >> 16))}.${String((index >> 8) & 255)}.${String(index & 255)}`;
    const status = { phase: 'Running', podIP, podIPs: [{ ip: podIP }], conditions };
    return send(session, token, 'PATCH', `${podPath(index)}/status`, { status });
  });
}

/** Resolves when the bar at the window's foot shows so many of a kind. */
export async function untilListed(page: Page, kind: 'Service' | 'Pod', count: number): Promise<void> {
  const item = page
    .getByRole('contentinfo')
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^\\s*${kind}\\b`) });
  await item.getByText(new Intl.NumberFormat('en').format(count), { exact: true }).waitFor({ timeout: PATIENCE_MS });
}
