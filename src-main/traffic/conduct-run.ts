import { failure } from '#shared/ipc/failure.ts';
import type { RunClient, RunSide } from '#shared/traffic/run-update.ts';
import { FailureError } from '../kube/failure-error.ts';
import { affinityOf, otherState, patchAffinity, sameAffinity } from './affinity-patch.ts';
import { askOnce } from './ask-once.ts';
import { askCurl, type LoopOutcome } from './client-loop.ts';
import { waitForClients } from './client-pods.ts';
import { countSides, type Counting } from './count-sides.ts';
import { createClients, createTwin } from './create-objects.ts';
import { readCurlVersion, type CurlFeatures } from './curl-features.ts';
import { followMembers, type MemberFollower } from './follow-members.ts';
import { countingSeconds, PROXY_SYNC_MS } from './run-budget.ts';
import { clientTarget, newErrand, READY_AGENT, type Errand, type RunContext, type SideTarget } from './run-context.ts';
import { readService } from './target-service.ts';
import { waitForTwin } from './twin-ready.ts';
import { otherAffinity } from './twin-service.ts';

/** How the counting ended: by itself, by the loss of a client, or by the time it may take. */
export type CountingOutcome = LoopOutcome | 'out-of-time';

/** Everything of a run but its end: creates, waits, counts. Rejects with FailureError; the caller cleans up either way. */
export async function conductRun(context: RunContext): Promise<CountingOutcome> {
  const { request, target, state, stop } = context;
  // Stopped while it was planned: nothing is made only to be removed.
  stop.throwIfAborted();
  const members = followMembers(context);
  try {
    const anchor = await createClients(context);
    const own: SideTarget = {
      affinity: target.service.sessionAffinity,
      service: target.service.meta.name,
      clusterIP: target.clusterIP,
    };
    const twin = request.affinity === 'beside' && !stop.aborted ? await createTwin(context, anchor) : null;
    const changed: SideTarget | null =
      request.affinity === 'patch' ? { ...own, affinity: otherAffinity(own.affinity) } : null;
    const sides = [own, ...(twin === null ? [] : [twin]), ...(changed === null ? [] : [changed])];
    state.setSides(sides.map(newSide));
    const clients = await awaitClients(context, anchor);
    const features = await readFeatures(context, clients);
    if (twin !== null) await awaitTwin(context, twin, clients, features);
    await members.ready();
    const errands = sides.flatMap((side) => clients.map((client) => newErrand(context, side, client)));
    return await count(context, members, errands, clients, features);
  } finally {
    members.end();
  }
}

/** All sides at the same time; in patch mode one after the other, with the change in between. */
async function count(
  context: RunContext,
  members: MemberFollower,
  errands: readonly Errand[],
  clients: readonly RunClient[],
  features: CurlFeatures,
): Promise<CountingOutcome> {
  const { deps, request, state, stop } = context;
  members.countLogs(errands);
  const counted = new AbortController();
  const limit = AbortSignal.any([stop, timeIsOver(context, counted.signal)]);
  const elapsed = members.begin();
  const counting: Counting = { context, features, identifier: members.identifier, elapsed, stop: limit };
  const since = deps.clock.now();
  const halves = request.affinity === 'patch' ? splitBySide(errands) : [errands];
  let outcome: LoopOutcome = 'finished';
  try {
    for (const [index, half] of halves.entries()) {
      if (limit.aborted) break;
      if (index > 0) await switchAffinity(context);
      const side = halves.length > 1 ? (half[0]?.side.affinity ?? null) : null;
      state.setPhase({ phase: 'counting', since, side });
      if ((await countSides(counting, half, clients)) === 'lost') outcome = 'lost';
    }
    return limit.aborted && !stop.aborted ? 'out-of-time' : outcome;
  } finally {
    counted.abort();
    await members.settleLogs();
  }
}

function newSide({ affinity, service, clusterIP }: SideTarget): RunSide {
  return { affinity, service, clusterIP, asked: 0, logged: null };
}

function splitBySide(errands: readonly Errand[]): readonly (readonly Errand[])[] {
  const sides = new Set(errands.map((errand) => errand.side));
  return [...sides].map((side) => errands.filter((errand) => errand.side === side));
}

/** Aborts when counting has taken all the time it may; nobody waits on once it has ended. */
function timeIsOver({ deps, request, stop }: RunContext, counted: AbortSignal): AbortSignal {
  const over = new AbortController();
  const waiting = AbortSignal.any([stop, counted]);
  void deps.clock.sleep(countingSeconds(request) * 1_000, waiting).then(() => over.abort());
  return over.signal;
}

async function awaitClients(
  context: RunContext,
  anchor: Awaited<ReturnType<typeof createClients>>,
): Promise<readonly RunClient[]> {
  const { deps, request, marks, state, stop } = context;
  const since = deps.clock.now();
  let told = '';
  const clients = await waitForClients({
    deps,
    namespace: request.namespace,
    run: marks.run,
    clients: request.clients,
    anchor,
    signal: stop,
    tell: (ready, pods, trouble) => {
      for (const pod of pods) state.addLeft(pod.meta.name);
      const detail =
        trouble === null ? null : [trouble.reason, trouble.detail].filter((text) => text !== '').join(': ');
      if (told === `${ready} ${detail ?? ''}`) return;
      told = `${ready} ${detail ?? ''}`;
      state.setPhase({ phase: 'waiting-for-clients', since, ready, detail });
    },
  });
  state.setClients(clients);
  return clients;
}

/** All clients have one image: asking the first is asking all. */
async function readFeatures(context: RunContext, clients: readonly RunClient[]): Promise<CurlFeatures> {
  const { deps, request, stop } = context;
  const pod = clients[0]?.name ?? '';
  const text = await askCurl(deps, request.namespace, pod, stop);
  const features = readCurlVersion(text);
  const unfit =
    features === null ? text.slice(0, 200) : request.scheme !== 'http' && !features.https ? 'no https' : null;
  if (features === null || unfit !== null)
    throw new FailureError(failure('traffic.client-without-curl', { pod, detail: unfit ?? '' }));
  return features;
}

async function awaitTwin(
  context: RunContext,
  twin: SideTarget,
  clients: readonly RunClient[],
  features: CurlFeatures,
): Promise<void> {
  const { deps, request, target, state, stop } = context;
  state.setPhase({ phase: 'waiting-for-twin', since: deps.clock.now() });
  const ask = async (): Promise<boolean> => {
    const answers = await Promise.all(
      clients.map((client) => {
        const asked = clientTarget(context, newErrand(context, twin, client), clients.length);
        // By a name of its own: what is asked before counting begins is in nobody's count.
        const once = { ...asked, userAgent: READY_AGENT };
        return askOnce(deps, request.namespace, client.name, once, features, stop);
      }),
    );
    return answers.every(Boolean);
  };
  const original = target.service.meta.name;
  await waitForTwin({ deps, namespace: request.namespace, original, twin: twin.service, ask, signal: stop });
}

/** Changes the user's Service for the second half: journalled first, and only the very version that was read. */
async function switchAffinity(context: RunContext): Promise<void> {
  const { deps, target, stop } = context;
  const service = await readService(deps.api, target.service.meta, stop);
  const from = affinityOf(service);
  if (service.meta.uid !== target.service.meta.uid || !sameAffinity(from, affinityOf(target.service)))
    throw new FailureError(
      failure('api.conflict', { kind: 'services', name: service.meta.name, message: 'sessionAffinity' }),
    );
  const to = otherState(from);
  context.entry = { ...context.entry, patch: { from, to } };
  await deps.journal.put(context.entry);
  await patchAffinity(deps.api, service, to, new AbortController().signal);
  await deps.clock.sleep(PROXY_SYNC_MS, stop);
}
