import type { Hit } from '#shared/traffic/hit.ts';
import type { CurrentMember } from '#shared/traffic/current-members.ts';
import type { Caveat } from '#shared/traffic/run-plan.ts';
import type { RunClient, RunMember, RunPhase, RunSide, RunStatus, RunUpdate } from '#shared/traffic/run-update.ts';
import type { SessionAffinity } from '#shared/kube/service.ts';
import type { Clock } from '../kube/clock.ts';
import { createSoon } from './soon.ts';

/** Hits are sent at most this often, and so many in one message: it stays below 64 KB. */
const BATCH_MS = 100;
const BATCH_HITS = 200;

/**
 * Where a run stands, kept in one place. What changes is told to the listener: phases at once, the rest in batches. Every
 * hit is told exactly once.
 */
export interface RunState {
  status(): RunStatus;
  readonly hits: readonly Hit[];
  setPhase(phase: RunPhase): void;
  setSides(sides: readonly RunSide[]): void;
  setLogged(side: SessionAffinity, logged: RunSide['logged']): void;
  setClients(clients: readonly RunClient[]): void;
  addCaveat(caveat: Caveat): void;
  addLeft(name: string): void;
  setLeft(names: readonly string[]): void;
  setUnrestored(): void;
  addAsked(side: SessionAffinity, client: string, requests: number): void;
  /** Requests this client was told to send to this side so far. */
  askedOf(side: SessionAffinity, client: string): number;
  /** Hits of this side that are answers, not failures. */
  answersOf(side: SessionAffinity): number;
  addHit(hit: Hit): void;
  /** @param at milliseconds since counting began; null before */
  noteMembers(members: readonly CurrentMember[], at: number | null): void;
  /** Sends what has gathered, now. */
  flush(): void;
}

interface Mutable {
  phase: RunPhase;
  sides: readonly RunSide[];
  clients: readonly RunClient[];
  members: readonly RunMember[];
  membershipChanges: readonly number[];
  caveats: readonly Caveat[];
  left: readonly string[];
  unrestored: boolean;
}

const NOTHING: Mutable = {
  phase: { phase: 'creating' },
  sides: [],
  clients: [],
  members: [],
  membershipChanges: [],
  caveats: [],
  left: [],
  unrestored: false,
};

export function createRunState(
  run: string,
  fixed: Pick<RunStatus, 'request' | 'serviceUid' | 'own' | 'caveats'>,
  clock: Clock,
  onUpdate: (update: RunUpdate) => void,
): RunState {
  const { request, serviceUid, own, caveats } = fixed;
  const state: Mutable = { ...NOTHING, caveats };
  const hits: Hit[] = [];
  let told = 0;
  // Counted as they come: going through all hits again and again would take as long as the run is.
  const answers = { None: 0, ClientIP: 0 };
  const asked = { None: new Map<string, number>(), ClientIP: new Map<string, number>() };
  const status = (): RunStatus => ({ request, serviceUid, own, ...state });
  const flush = (): void => {
    soon.cancel();
    do {
      const some = hits.slice(told, told + BATCH_HITS);
      told += some.length;
      onUpdate({ run, status: status(), hits: some });
    } while (told < hits.length);
  };
  const soon = createSoon(clock, BATCH_MS, flush);
  const change = (some: Partial<Mutable>): void => {
    Object.assign(state, some);
    soon.wish();
  };
  const editSide = (affinity: SessionAffinity, edit: (side: RunSide) => RunSide): void =>
    change({ sides: state.sides.map((side) => (side.affinity === affinity ? edit(side) : side)) });
  return {
    status,
    hits,
    flush,
    setPhase: (phase) => {
      state.phase = phase;
      flush();
    },
    setSides: (sides) => change({ sides }),
    setLogged: (affinity, logged) => editSide(affinity, (side) => ({ ...side, logged })),
    setClients: (clients) => change({ clients }),
    addCaveat: (caveat) => change({ caveats: [...without(state.caveats, caveat.code), caveat] }),
    addLeft: (name) => change({ left: [...state.left.filter((each) => each !== name), name] }),
    setLeft: (left) => change({ left }),
    setUnrestored: () => change({ unrestored: true }),
    addAsked: (affinity, client, requests) => {
      asked[affinity].set(client, (asked[affinity].get(client) ?? 0) + requests);
      editSide(affinity, (side) => ({ ...side, asked: side.asked + requests }));
    },
    askedOf: (affinity, client) => asked[affinity].get(client) ?? 0,
    answersOf: (affinity) => answers[affinity],
    addHit: (hit) => {
      hits.push(hit);
      if (hit.error === null) answers[hit.side] += 1;
      soon.wish();
    },
    noteMembers: (members, at) => change(membersAfter(state, members, at)),
  };
}

/**
 * Spans of readiness: a Pod that leaves and comes back has two. Before counting nothing is a change. A change of those
 * that are ready is noted; one among the unready is none.
 */
function membersAfter(
  { members, membershipChanges, caveats }: Mutable,
  current: readonly CurrentMember[],
  at: number | null,
): Partial<Mutable> {
  const ready = current.filter((member) => member.ready);
  if (at === null) return { members: ready.map(({ uid, pod, ips }) => ({ uid, pod, ips, from: null, until: null })) };
  const open = new Set(members.filter((member) => member.until === null).map((member) => member.uid));
  const now = new Set(ready.map((member) => member.uid));
  const joined = ready.filter((member) => !open.has(member.uid));
  if (joined.length === 0 && [...open].every((uid) => now.has(uid))) return {};
  const times = membershipChanges.length + 1;
  return {
    members: [
      ...members.map((member) => (member.until === null && !now.has(member.uid) ? { ...member, until: at } : member)),
      ...joined.map(({ uid, pod, ips }) => ({ uid, pod, ips, from: at, until: null })),
    ],
    membershipChanges: [...membershipChanges, at],
    caveats: [...without(caveats, 'membership-changed'), { code: 'membership-changed', times }],
  };
}

function without(caveats: readonly Caveat[], code: Caveat['code']): readonly Caveat[] {
  return caveats.filter((caveat) => caveat.code !== code);
}
