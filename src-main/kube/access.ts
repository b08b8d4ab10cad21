import { asObject } from './json-shape.ts';
import type { KubeApi } from './kube-api.ts';

export interface AccessQuestion {
  readonly verb: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** Null: the whole cluster. */
  readonly namespace: string | null;
  readonly name?: string;
}

/** Whether we may, by SelfSubjectAccessReview. Null where the API server would not say. Never rejects. */
export async function may(api: KubeApi, question: AccessQuestion, signal?: AbortSignal): Promise<boolean | null> {
  const { verb, group, resource, subresource, namespace, name } = question;
  const resourceAttributes = { verb, group, resource, subresource, namespace: namespace ?? '', name };
  try {
    const review = await api.json<unknown>({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } },
      timeoutMs: 10_000,
      ...(signal === undefined ? {} : { signal }),
    });
    const allowed = asObject(asObject(review).status).allowed;
    return typeof allowed === 'boolean' ? allowed : null;
  } catch {
    return null;
  }
}
