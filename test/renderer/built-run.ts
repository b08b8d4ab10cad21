import type { SessionAffinity } from '../../src-shared/kube/service.ts';
import type { Hit } from '../../src-shared/traffic/hit.ts';
import type { RunPlan } from '../../src-shared/traffic/run-plan.ts';
import type { RunRequest } from '../../src-shared/traffic/run-request.ts';
import type { RunPhase, RunStatus, RunUpdate } from '../../src-shared/traffic/run-update.ts';

/** Random numbers that are the same every time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const CLIENTS = [
  { name: 'servicescope-client-3f9a1c-7kq2x', ip: '10.244.1.77', node: 'kube-node1' },
  { name: 'servicescope-client-3f9a1c-m4zpd', ip: '10.244.2.78', node: 'kube-node2' },
];

export const REQUEST: RunRequest = {
  namespace: 'default',
  service: 'myapp-svc',
  port: 80,
  scheme: 'http',
  path: '/',
  requests: 200,
  rate: 50,
  clients: 2,
  timeoutMs: 2000,
  newConnection: true,
  affinity: 'beside',
  identify: { by: 'answer' },
};

export const PLAN: RunPlan = {
  creates: [
    { kind: 'Job', namespace: 'default', name: 'servicescope-client-3f9a1c', count: 1, role: 'client' },
    { kind: 'Service', namespace: 'default', name: 'servicescope-twin-3f9a1c', count: 1, role: 'twin' },
  ],
  patch: null,
  permissions: [
    ['create', 'jobs', 'run'],
    ['get', 'jobs', 'run'],
    ['delete', 'jobs', 'run'],
    ['list', 'pods', 'run'],
    ['watch', 'pods', 'run'],
    ['get', 'pods/exec', 'run'],
    ['create', 'pods/exec', 'run'],
    ['create', 'services', 'twin'],
    ['delete', 'services', 'twin'],
  ].map(([verb = '', resource = '', needed]) => ({
    verb,
    resource,
    namespace: 'default',
    allowed: true,
    needed: needed as 'run' | 'twin',
  })),
  client: 'job',
  refusal: null,
  possible: true,
  caveats: [{ code: 'random-choice', mode: 'iptables' }, { code: 'affinity-key-is-source-ip' }],
  deadlineSeconds: 250,
  kubectl: [
    'kubectl create job servicescope-client-3f9a1c --image docker.io/curlimages/curl:8.11.0 -- sleep 250',
    'kubectl expose rs myapp-rs --name servicescope-twin-3f9a1c --port 80 --target-port 8080 --session-affinity ClientIP',
    'kubectl exec -i servicescope-client-3f9a1c-7kq2x -- curl -q --noproxy "*" http://10.104.53.217:80/',
  ],
};

interface RunWishes {
  readonly pods: readonly string[];
  readonly sides?: readonly SessionAffinity[];
  readonly perSide?: number;
  readonly requests?: number | null;
  readonly phase?: RunPhase;
  readonly left?: readonly string[];
  readonly failEvery?: number;
  readonly more?: Partial<RunStatus>;
}

/** A run of these Pods: None picks at random, ClientIP keeps one Pod per client. */
export function builtRun(wishes: RunWishes): RunUpdate {
  const { pods, sides = ['None', 'ClientIP'], perSide = 200, failEvery = 0 } = wishes;
  const phase = wishes.phase ?? { phase: 'ended', outcome: { kind: 'done' } };
  const random = seeded(7);
  const hits = sides.flatMap((side) => sideHits(side, pods, perSide, failEvery, random)).sort((a, b) => a.at - b.at);
  const affinity = sides.length === 2 ? 'beside' : 'as-is';
  return {
    run: 'run-1',
    hits,
    status: {
      request: { ...REQUEST, affinity, requests: wishes.requests === undefined ? perSide : wishes.requests },
      serviceUid: 'uid-service-myapp-svc',
      phase,
      own: sides[0] ?? 'None',
      sides: sides.map((side, index) => ({
        affinity: side,
        service: index === 0 ? 'myapp-svc' : 'servicescope-twin-3f9a1c',
        clusterIP: index === 0 ? '10.104.53.217' : '10.98.201.6',
        asked: phase.phase === 'ended' ? perSide : perSide + 4,
        logged: null,
      })),
      clients: CLIENTS,
      members: pods.map((pod, index) => ({
        uid: `uid-pod-${pod}`,
        pod,
        ips: [`10.244.1.${String(12 + index)}`],
        from: null,
        until: null,
      })),
      membershipChanges: [],
      caveats: PLAN.caveats,
      left: wishes.left ?? [],
      unrestored: false,
      ...wishes.more,
    },
  };
}

function sideHits(
  side: SessionAffinity,
  pods: readonly string[],
  perSide: number,
  failEvery: number,
  random: () => number,
): readonly Hit[] {
  const kept = CLIENTS.map(() => Math.floor(random() * pods.length));
  return Array.from({ length: perSide }, (_, index): Hit => {
    const client = index % CLIENTS.length;
    const seq = Math.floor(index / CLIENTS.length) + 1;
    const choice = side === 'None' ? Math.floor(random() * pods.length) : (kept[client] ?? 0);
    const base = { seq, at: index * 20, side, client: CLIENTS[client]?.name ?? '' };
    if (failEvery > 0 && index % failEvery === failEvery - 1) {
      const error = index % 2 === 0 ? ('refused' as const) : ('timeout' as const);
      return { ...base, latencyMs: null, status: null, pod: null, rule: null, error };
    }
    return {
      ...base,
      latencyMs: 0.8 + random() * 3 + (random() > 0.98 ? 24 : 0),
      status: 200,
      pod: pods[choice] ?? null,
      rule: 'name',
      error: null,
    };
  });
}
