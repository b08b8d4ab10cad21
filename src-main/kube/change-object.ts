import { failure } from '#shared/ipc/failure.ts';
import type { Pod } from '#shared/kube/pod.ts';
import type { Service } from '#shared/kube/service.ts';
import { type Change, type ChangeOutcome, reverseOf } from '#shared/what-if/change.ts';
import { changedSince } from '#shared/what-if/changed-since.ts';
import { kubectlOf, onVersion, type Patch, patchOf } from '#shared/what-if/patch-of.ts';
import { FailureError } from './failure-error.ts';
import { asObject, asText } from './json-shape.ts';
import type { KubeApi } from './kube-api.ts';
import { yamlOf } from './object-yaml.ts';
import { projectPod } from './project-pod.ts';
import { projectService } from './project-service.ts';
import { createSharer } from './share.ts';
import { objectPath } from './watch-targets.ts';

const CONTENT_TYPES = { merge: 'application/merge-patch+json', json: 'application/json-patch+json' } as const;

export interface ChangeOptions {
  /** The API server does everything but keep the result; admission has its say. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

/**
 * Makes a change of the what-if, or tries it. Rejects with FailureError, and then nothing was changed: `api.conflict` where
 * the object is not as the change thought it, `api.forbidden` where a right is missing, `api.rejected` where admission or
 * validation refuses, `api.not-found` where the object is gone or another has taken its name.
 */
export async function changeObject(api: KubeApi, change: Change, options: ChangeOptions): Promise<ChangeOutcome> {
  const path = objectPath(change.kind, change);
  const { signal } = options;
  const raw = await api.json<unknown>({ method: 'GET', path, signal });
  const object = checked(change, change.kind === 'Service' ? projectService : projectPod, raw);
  const ports = object.kind === 'Service' ? object.ports : [];
  const version = change.resourceVersion ?? object.meta.resourceVersion;
  const after = await send(api, path, onVersion(patchOf(change, ports), version), options);
  return {
    before: yamlOf(raw),
    after: yamlOf(after),
    resourceVersion: options.dryRun ? version : (asText(asObject(asObject(after).metadata).resourceVersion, 64) ?? ''),
    undo: reverseOf(change),
    kubectl: kubectlOf(change, ports),
  };
}

/** The object that is to be changed, if it is the one that was meant. Throws FailureError. */
function checked(
  change: Change,
  project: (raw: unknown, share: ReturnType<typeof createSharer>) => Service | Pod | null,
  raw: unknown,
): Service | Pod {
  const { name } = change;
  const kind = change.kind === 'Service' ? 'services' : 'pods';
  const object = project(raw, createSharer());
  if (object === null) throw new FailureError(failure('api.garbled', { detail: { code: 'no-uid' } }));
  if (object.meta.uid !== change.uid) throw new FailureError(failure('api.not-found', { kind, name }));
  // With a version in it the API server compares, and says so in its own words.
  const field = change.resourceVersion === null ? changedSince(change, object) : null;
  if (field !== null) throw new FailureError(failure('api.conflict', { kind, name, message: field }));
  return object;
}

async function send(api: KubeApi, path: string, patch: Patch, { dryRun, signal }: ChangeOptions): Promise<unknown> {
  try {
    return await api.json<unknown>({
      method: 'PATCH',
      path,
      query: { fieldManager: 'servicescope', fieldValidation: 'Strict', ...(dryRun ? { dryRun: 'All' } : {}) },
      contentType: CONTENT_TYPES[patch.type],
      body: patch.body,
      signal,
    });
  } catch (error) {
    throw asRefusal(error);
  }
}

/** Admission refuses with 403 too, of which no Role is the remedy: only RBAC's sentence says who "cannot" do what. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof FailureError) || error.failure.code !== 'api.forbidden') return error;
  const { message } = error.failure.parameters;
  if (/ cannot \S+ (resource|path) "/.test(message)) return error;
  return new FailureError(failure('api.rejected', { status: 403, message }), { cause: error });
}
