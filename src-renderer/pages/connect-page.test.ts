import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { mountApp } from '../../test/renderer/mount-app.ts';
import { aScene, DESCRIPTION, firstBatch, SETTINGS } from '../../test/renderer/scene.ts';
import { failure } from '#shared/ipc/failure.ts';
import type { KubeContext } from '#shared/ipc/context-list.ts';

const aContext = (name: string, more: Partial<KubeContext> = {}): KubeContext => ({
  name,
  cluster: `${name}-cluster`,
  server: 'https://127.0.0.1:6443',
  user: 'admin',
  namespace: 'shop',
  credentials: 'token',
  refused: null,
  ...more,
});
const LIST = {
  contexts: [
    aContext('good'),
    aContext('aws', { refused: failure('kubeconfig.exec-refused', { user: 'eks', command: 'aws' }) }),
  ],
  currentContext: 'good',
  files: ['/home/user/.kube/config'],
  failures: [],
};
const SCENE = aScene({ opened: null, contexts: LIST, hash: '', batches: [firstBatch([])] });

describe('the list of kube contexts', { timeout: 30_000 }, () => {
  it('opens a context in its own namespace and goes to its Services', async () => {
    const { asked } = await mountApp(SCENE);
    await fireEvent.click(await screen.findByRole('button', { name: /^good/ }));
    expect(asked('cluster.open')).toEqual([{ context: 'good', namespace: 'shop' }]);
    expect(await screen.findByRole('heading', { name: 'Services' })).toBeTruthy();
  });

  it('names of each context its cluster, server, user and namespace', async () => {
    await mountApp(SCENE);
    const row = await screen.findByRole('button', { name: /^good/ });
    const facts = [...row.querySelectorAll('.fact')].map(({ children }) =>
      [...children].map(({ textContent }) => textContent.trim()),
    );
    expect(facts).toEqual([
      ['Cluster', 'good-cluster'],
      ['Server', 'https://127.0.0.1:6443'],
      ['User', 'admin', 'token'],
      ['Namespace', 'shop'],
    ]);
  });

  it('opens where one was last', async () => {
    const settings = { ...SETTINGS, lastNamespace: { good: null } };
    const { asked } = await mountApp({ ...SCENE, description: { ...DESCRIPTION, settings } });
    await fireEvent.click(await screen.findByRole('button', { name: /^good/ }));
    expect(asked('cluster.open')).toEqual([{ context: 'good', namespace: null }]);
  });

  it('says why a context is refused, and does not open it', async () => {
    const { asked } = await mountApp(SCENE);
    const row = await screen.findByRole('button', { name: /^aws/ });
    expect(row.textContent).toContain('running the program aws');
    await fireEvent.click(row);
    expect(asked('cluster.open')).toEqual([]);
  });

  it('tells what failed, why and what to do, and tries again', async () => {
    const openFailure = failure('connect.refused', { host: '127.0.0.1', port: 6443 });
    const { asked } = await mountApp({ ...SCENE, openFailure });
    await fireEvent.click(await screen.findByRole('button', { name: /^good/ }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('127.0.0.1:6443');
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(asked('cluster.open')).toHaveLength(2);
  });

  it('shows the command that helps apart from the sentence, and copies it', async () => {
    const unknown = failure('kubeconfig.context-unknown', { context: 'staging', known: ['good', 'aws'] });
    const { asked } = await mountApp({ ...SCENE, contexts: { ...LIST, failures: [unknown] } });
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('Contexts in the kubeconfig: good, aws.')).toBeTruthy();
    expect(within(alert).getByText('Choose one of them; this lists them:')).toBeTruthy();
    expect(within(alert).getByText('kubectl config get-contexts').tagName).toBe('CODE');
    await fireEvent.click(within(alert).getByRole('button', { name: /^Copy the command: kubectl config/ }));
    expect(asked('app.copy')).toMatchObject([{ text: 'kubectl config get-contexts' }]);
    const lists = asked('kubeconfig.contexts').length;
    await fireEvent.click(screen.getByRole('button', { name: 'Reload kubeconfig' }));
    expect(asked('kubeconfig.contexts')).toHaveLength(lists + 1);
  });

  it('speaks Korean where the settings say so', async () => {
    const settings = { ...SETTINGS, language: 'ko' as const };
    await mountApp({ ...SCENE, description: { ...DESCRIPTION, settings } });
    expect(await screen.findByRole('heading', { name: 'kube 컨텍스트 선택' })).toBeTruthy();
    expect(document.documentElement.lang).toBe('ko');
  });
});
