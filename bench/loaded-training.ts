import { connect } from 'node:http2';
import type { Page } from '@playwright/test';
import type { TrainingProcess } from '../test/support/training/training-process.ts';
import { inParallel, send } from './training-probe.ts';

const NAMESPACE = '/api/v1/namespaces/default';
/** A cluster that is busy with Pods of its own takes its time. */
const PATIENCE_MS = 600_000;

export interface Load {
  readonly services: number;
  readonly pods: number;
  /** Bytes of annotations that make a Pod as large as real ones are. */
  readonly padding: number;
}

export const podName = (index: number): string => `many-${String(index)}`;
export const podPath = (index: number): string => `${NAMESPACE}/pods/${podName(index)}`;

/** Services and the Pods behind them, in turn, which the training cluster runs and makes endpoints of. */
export async function loadTraining(training: TrainingProcess, { services, pods, padding }: Load): Promise<void> {
  const session = connect(`https://127.0.0.1:${String(training.port)}`, { ca: training.ca });
  const app = (index: number): string => `app-${String(index % Math.max(1, services)).padStart(5, '0')}`;
  const annotations = { padding: 'x'.repeat(padding) };
  try {
    await inParallel(services, (index) => {
      const spec = { selector: { app: app(index) }, ports: [{ port: 80 }] };
      return send(session, training.token, 'POST', `${NAMESPACE}/services`, { metadata: { name: app(index) }, spec });
    });
    await inParallel(pods, (index) => {
      const metadata = {
        name: podName(index),
        labels: { app: app(index), tier: `tier-${String(index % 10)}` },
        annotations,
      };
      const spec = { automountServiceAccountToken: false, containers: [{ name: 'main', image: 'nginx' }] };
      return send(session, training.token, 'POST', `${NAMESPACE}/pods`, { metadata, spec });
    });
  } finally {
    session.destroy();
  }
}

/** Resolves when the bar at the window's foot shows so many of a kind. */
export async function untilListed(page: Page, kind: 'Service' | 'Pod', count: number): Promise<void> {
  const item = page
    .getByRole('contentinfo')
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^\\s*${kind}\\b`) });
  await item.getByText(new Intl.NumberFormat('en').format(count), { exact: true }).waitFor({ timeout: PATIENCE_MS });
}

/** Resolves when so many Pods are running, so that nothing of the load is under way any more. */
export async function untilRunning(training: TrainingProcess, count: number): Promise<void> {
  const session = connect(`https://127.0.0.1:${String(training.port)}`, { ca: training.ca });
  const until = Date.now() + PATIENCE_MS;
  try {
    while (!(await isRunning(session, training, count))) {
      if (Date.now() > until) throw new Error('the Pods do not come up');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  } finally {
    session.destroy();
  }
}

/** The last one made is the last to run: asking for all of them would be a load of its own. */
function isRunning(session: ReturnType<typeof connect>, { token }: TrainingProcess, count: number): Promise<boolean> {
  const stream = session.request({ ':path': podPath(count - 1), authorization: `Bearer ${token}` });
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => (text += chunk));
  return new Promise((resolve, reject) => {
    stream.once('end', () => resolve(text.includes('"ready":true')));
    stream.once('error', reject);
  });
}
