import { expect } from '@playwright/test';
import { eventually, kubectl, kubectlJson } from '../../support/kubectl.ts';

export interface Meta {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

export interface ServiceObject {
  readonly metadata: Meta;
  readonly spec: { readonly sessionAffinity: string; readonly clusterIP: string };
}

export function readService(namespace: string, name: string): Promise<ServiceObject> {
  return kubectlJson<ServiceObject>('get', 'service', name, '-n', namespace);
}

/** A line of `kubectl get`, cut into its columns by the header's own words. */
export async function kubectlColumns(...args: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const [header = '', line = ''] = (await kubectl('get', ...args)).split('\n');
  const starts = [...header.matchAll(/\S+/g)].map(({ 0: name, index }) => ({ name, index }));
  return Object.fromEntries(
    starts.map(({ name, index }, place) => [name, line.slice(index, starts[place + 1]?.index).trim()]),
  );
}

async function names(kinds: string, namespace: string, label: string): Promise<readonly string[]> {
  const text = await kubectl('get', kinds, '-n', namespace, '-l', label, '-o', 'name');
  return text.split('\n').filter((line) => line !== '');
}

export async function podNames(namespace: string, label: string): Promise<readonly string[]> {
  return (await names('pods', namespace, label)).map((line) => line.replace('pod/', ''));
}

/** Everything in the namespace that carries our label: kind/name. */
export function marked(namespace: string): Promise<readonly string[]> {
  return names('jobs,pods,services', namespace, 'app.kubernetes.io/managed-by=servicescope');
}

/** Nothing with a mark of ours is in the namespace: client Pods, Job and twin are gone. */
export async function expectNothingLeft(namespace: string): Promise<void> {
  expect(await marked(namespace)).toEqual([]);
}

/** Waits until nothing with a mark of ours is left. Resolves to the milliseconds it took. */
export async function untilNothingLeft(namespace: string, timeoutMs: number): Promise<number> {
  const began = Date.now();
  await eventually(
    async () => ((await marked(namespace)).length === 0 ? true : null),
    `nothing of ours left in ${namespace}`,
    timeoutMs,
  );
  return Date.now() - began;
}
