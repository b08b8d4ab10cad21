import { FailureError } from '../kube/failure-error.ts';
import { asFilledText, asObject } from '../kube/json-shape.ts';
import type { KubeApi } from '../kube/kube-api.ts';
import { collectionPath } from '../kube/watch-targets.ts';
import { RUN_LABEL } from './run-marks.ts';

/** Something of ours in the cluster. */
export interface OwnObject {
  readonly kind: 'Job' | 'Pod' | 'Service';
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** One that was asked for, whose uid nobody knows. */
export type NamedObject = Omit<OwnObject, 'uid'>;

export function jobsPath(namespace: string): string {
  return `/apis/batch/v1/namespaces/${encodeURIComponent(namespace)}/jobs`;
}

export function podsPath(namespace: string): string {
  return collectionPath('Pod', namespace);
}

export function servicesPath(namespace: string): string {
  return collectionPath('Service', namespace);
}

export function ownPath({ kind, namespace, name }: NamedObject): string {
  const collection = kind === 'Job' ? jobsPath(namespace) : collectionPath(kind, namespace);
  return `${collection}/${encodeURIComponent(name)}`;
}

/** Creates an object and resolves to its identity and the answer. Rejects with FailureError. */
export async function createOwn(
  api: KubeApi,
  kind: OwnObject['kind'],
  namespace: string,
  body: object,
  signal: AbortSignal,
): Promise<{ readonly own: OwnObject; readonly raw: unknown }> {
  const path = kind === 'Job' ? jobsPath(namespace) : collectionPath(kind, namespace);
  const raw = await api.json<unknown>({ method: 'POST', path, body, signal });
  const { name, uid } = asObject(asObject(raw).metadata);
  return { own: { kind, namespace, name: asFilledText(name) ?? '', uid: asFilledText(uid) ?? '' }, raw };
}

/**
 * Deletes exactly this object: another one that took its name since is not touched. Its dependents go in the background.
 * Resolves where it is gone already. Rejects with FailureError.
 */
export async function deleteOwn(api: KubeApi, own: OwnObject, signal: AbortSignal): Promise<void> {
  const body = {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: 'Background',
    preconditions: { uid: own.uid },
  };
  try {
    await api.json({ method: 'DELETE', path: ownPath(own), body, signal, timeoutMs: 10_000 });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Whether an object with this uid is (still) there. */
export async function exists(api: KubeApi, own: OwnObject, signal: AbortSignal): Promise<boolean> {
  try {
    const raw = await api.json<unknown>({ method: 'GET', path: ownPath(own), signal, timeoutMs: 10_000 });
    return asObject(asObject(raw).metadata).uid === own.uid;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** 404; or 409 for a precondition that failed: the object of that uid is not there any more. */
function isGone(error: unknown): boolean {
  return (
    error instanceof FailureError && (error.failure.code === 'api.not-found' || error.failure.code === 'api.conflict')
  );
}

/** The object of this name, if it carries the label of this run; null otherwise. Rejects with FailureError. */
export async function findOwn(
  api: KubeApi,
  named: NamedObject,
  run: string,
  signal: AbortSignal,
): Promise<OwnObject | null> {
  try {
    const raw = await api.json<unknown>({ method: 'GET', path: ownPath(named), signal, timeoutMs: 10_000 });
    const { uid, labels } = asObject(asObject(raw).metadata);
    const text = asFilledText(uid);
    return text !== null && asObject(labels)[RUN_LABEL] === run ? { ...named, uid: text } : null;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
