import type { Pod } from '#shared/kube/pod.ts';
import { DEFAULT_AFFINITY_TIMEOUT_SECONDS, type Service, type SessionAffinity } from '#shared/kube/service.ts';
import type { CurrentMember } from '#shared/traffic/current-members.ts';
import { requestsToReachAll } from '#shared/traffic/even-choice.ts';
import type { Caveat } from '#shared/traffic/run-plan.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import type { ProxyMode } from '../kube/proxy-mode.ts';

export interface CaveatFacts {
  readonly request: RunRequest;
  readonly service: Service;
  /** Null where the slices may not be read. */
  readonly members: readonly CurrentMember[] | null;
  /** The Pods among the members, as far as they may be read. */
  readonly pods: readonly Pod[];
  readonly proxyMode: ProxyMode;
  readonly client: 'job' | 'pod';
}

/** The affinities a run measures, the Service's own first. */
export function measuredSides(own: SessionAffinity, request: RunRequest): readonly SessionAffinity[] {
  if (request.affinity === 'as-is') return [own];
  return own === 'None' ? ['None', 'ClientIP'] : ['ClientIP', 'None'];
}

/** Every condition known before the run that changes what its result means. Pure. */
export function planCaveats(facts: CaveatFacts): readonly Caveat[] {
  const { request, service, members, pods, proxyMode, client } = facts;
  const sides = measuredSides(service.sessionAffinity, request);
  const ready = members === null ? null : members.filter((member) => member.ready).length;
  const needed = requestsToReachAll(ready ?? 0);
  const caveats: (Caveat | false)[] = [
    choice(proxyMode),
    ready === 0 && { code: 'no-endpoint' },
    ready === 1 && { code: 'one-endpoint' },
    sides.includes('None') &&
      request.requests !== null &&
      request.requests < needed && { code: 'few-requests', needed },
    ...meshes(pods).map((mesh): Caveat => ({ code: 'mesh', mesh })),
    request.scheme === 'https' && { code: 'certificate-not-verified' },
    !request.newConnection && { code: 'keep-alive' },
    sides.includes('ClientIP') && request.clients === 1 && { code: 'one-client' },
    service.internalTrafficPolicy === 'Local' && { code: 'traffic-policy-local' },
    isHinted(members ?? []) && { code: 'hints' },
    sides.includes('ClientIP') && expires(service, request),
    client === 'pod' && { code: 'bare-pod' },
    sides.includes('ClientIP') && { code: 'affinity-key-is-source-ip' },
  ];
  return caveats.filter((caveat) => caveat !== false);
}

/** Hints are heeded only where every ready endpoint has them. Source: k/k 1.34.4 pkg/proxy/topology.go. */
function isHinted(members: readonly CurrentMember[]): boolean {
  const ready = members.filter((member) => member.ready);
  return ready.length > 0 && ready.every(({ hinted }) => hinted);
}

/** Clients share the rate, so that each asks once in `clients / rate` seconds. */
function expires({ affinityTimeoutSeconds }: Service, { clients, rate }: RunRequest): Caveat | false {
  const seconds = affinityTimeoutSeconds ?? DEFAULT_AFFINITY_TIMEOUT_SECONDS;
  return clients / rate >= seconds && { code: 'affinity-expires', seconds };
}

function choice(mode: ProxyMode): Caveat {
  if (mode === 'unknown') return { code: 'proxy-mode-unknown' };
  return mode === 'ipvs' ? { code: 'round-robin', mode } : { code: 'random-choice', mode };
}

/** Known by the sidecar's container name, which both projects fix. */
function meshes(pods: readonly Pod[]): readonly ('istio' | 'linkerd')[] {
  const names = new Set(pods.flatMap((pod) => [...pod.containers, ...pod.initContainers].map(({ name }) => name)));
  return [
    ...(names.has('istio-proxy') ? (['istio'] as const) : []),
    ...(names.has('linkerd-proxy') ? (['linkerd'] as const) : []),
  ];
}
