import { asFilledText, asObject } from '../kube/json-shape.ts';
import type { SideTarget, RunContext } from './run-context.ts';
import { clientJob, clientPod, type ProbeOptions } from './probe-manifest.ts';
import { deadlineSeconds } from './run-budget.ts';
import { anchorName, twinName } from './run-marks.ts';
import { createOwn, type OwnObject } from './run-objects.ts';
import { otherAffinity, twinService } from './twin-service.ts';

/** Creating is not cut by a stop: an answer that never came would leave an object whose uid nobody knows. */
const UNCUT = new AbortController().signal;

/** The client Job, or the bare Pods where Jobs may not be created. Resolves to the anchor. Rejects with FailureError. */
export async function createClients(context: RunContext): Promise<OwnObject> {
  const { deps, request, plan, marks } = context;
  const options: ProbeOptions = {
    marks,
    namespace: request.namespace,
    clients: request.clients,
    settings: deps.client,
    deadlineSeconds: deadlineSeconds(request),
  };
  if (plan.client === 'job') return create(context, 'Job', anchorName(marks.run), clientJob(options));
  let first: OwnObject | null = null;
  for (let index = 0; index < request.clients; index += 1) {
    const pod = await create(context, 'Pod', `${anchorName(marks.run)}-${index}`, clientPod(options, index));
    first ??= pod;
  }
  return first ?? create(context, 'Pod', `${anchorName(marks.run)}-0`, clientPod(options, 0));
}

/** The twin, owned by the anchor. Rejects with FailureError. */
export async function createTwin(context: RunContext, anchor: OwnObject): Promise<SideTarget> {
  const { target, marks } = context;
  const name = twinName(marks.run);
  const body = twinService(target.service, marks, anchor);
  const { spec } = asObject(await createRaw(context, 'Service', name, body));
  return {
    affinity: otherAffinity(target.service.sessionAffinity),
    service: name,
    clusterIP: asFilledText(asObject(spec).clusterIP) ?? '',
  };
}

async function create(context: RunContext, kind: OwnObject['kind'], name: string, body: object): Promise<OwnObject> {
  await createRaw(context, kind, name, body);
  const own = context.objects.find((object) => object.kind === kind && object.name === name);
  return own ?? { kind, namespace: context.request.namespace, name, uid: '' };
}

/** Into the journal first, then into the cluster, then its uid into the journal. */
async function createRaw(context: RunContext, kind: OwnObject['kind'], name: string, body: object): Promise<unknown> {
  const { deps, request, state, objects } = context;
  const planned = { kind, name, uid: null };
  context.entry = { ...context.entry, objects: [...context.entry.objects, planned] };
  await deps.journal.put(context.entry);
  const { own, raw } = await createOwn(deps.api, kind, request.namespace, body, UNCUT);
  objects.push(own);
  state.addLeft(own.name);
  const known = context.entry.objects.map((object) => (object === planned ? { kind, name, uid: own.uid } : object));
  context.entry = { ...context.entry, objects: known };
  await deps.journal.put(context.entry);
  return raw;
}
