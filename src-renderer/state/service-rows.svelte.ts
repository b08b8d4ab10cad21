import type { KindChange } from '#shared/ipc/batch.ts';
import { isLoading, isWhole } from '#shared/ipc/watch-state.ts';
import type { DeniedKind, LastTraffic } from '#shared/findings/diagnosis-input.ts';
import { type OverviewFindings, overviewFindings } from '#shared/findings/overview-findings.ts';
import { namedBy, type NamespacedName, namespacedName, type WatchedKind } from '#shared/kube/object-key.ts';
import type { Pod } from '#shared/kube/pod.ts';
import type { Service } from '#shared/kube/service.ts';
import type { Membership, MembershipInput } from '#shared/membership/member.ts';
import { membershipOf } from '#shared/membership/membership.ts';
import { type Overview, overviewOf } from '#shared/membership/overview.ts';
import { ServiceIndex } from '#shared/membership/service-index.ts';
import type { Clock } from './clock.svelte.ts';
import type { ClusterView } from './cluster-view.svelte.ts';
import { comparableSince } from './comparable-since.ts';
import { deniedKinds } from './denied-kinds.ts';
import { changedNodes, factsOfNode, knownNodes, type KnownNodes } from './known-nodes.ts';
import { LastChanges } from './last-changes.ts';
import { learnedBy, RunsRead } from './last-run.ts';
import type { TrafficRuns } from './traffic-runs.svelte.ts';

export interface ServiceRow {
  readonly service: Service;
  readonly overview: Overview;
  readonly diagnosis: OverviewFindings;
}

const INDEXED = ['Service', 'EndpointSlice', 'Pod'] as const;

/**
 * The Services of the view with their endpoints, kept up by what changed: an event costs the Services it affects. Computed
 * when read, so a page that shows no list pays nothing.
 */
export class ServiceRows {
  /** In no order; a new array whenever a row changed, with the same row objects where they did not. */
  readonly all: readonly ServiceRow[] = $derived.by(() => this.#refresh());
  /** EndpointSlices or Pods are being read for the first time: why somebody is absent cannot be told yet. */
  readonly loading: boolean = $derived.by(() => {
    const { Pod, EndpointSlice } = this.#cluster.states;
    return isLoading(EndpointSlice) || isLoading(Pod);
  });
  readonly #nodes = $derived.by(() => knownNodes(this.#cluster));
  /** Everything of the Nodes that findings may follow from, as one word: a heartbeat leaves it as it is. */
  readonly #nodeFacts = $derived.by(() =>
    this.#nodes === null ? '?' : Array.from(this.#nodes.values(), factsOfNode).join(' '),
  );
  readonly #denied: readonly DeniedKind[] = $derived.by(() =>
    deniedKinds(this.#cluster.states, ['Pod', 'EndpointSlice']),
  );
  /** Now, where time alone may have changed the findings of a row; else null. Each time it is due it is another value. */
  readonly #due: number | null = $derived.by(() => {
    const now = this.#now(this.#clock.now);
    return now >= this.#nextLook ? now : null;
  });
  readonly #cluster: ClusterView;
  readonly #clock: Clock;
  readonly #runs: Pick<TrafficRuns, 'ended'>;
  readonly #changes = new LastChanges();
  readonly #index = new ServiceIndex();
  readonly #rows = new Map<string, ServiceRow>();
  readonly #dirty = new Set<string>();
  /** How often something of a Service changed, by `namespace/name`. */
  readonly #versions = new Map<string, number>();
  /** The membership made last: a page shows one Service. */
  #made: { readonly input: MembershipInput; readonly version: number; readonly membership: Membership } | null = null;
  /** What has been read; when it changes, everything is computed anew. */
  #readable = '';
  /** As the rows were computed with. */
  #nodesRead: { readonly facts: string; readonly nodes: KnownNodes } = { facts: '', nodes: null };
  #flapping: ClusterView['flapping'] = new Map();
  /** The ended runs as the rows were computed with. */
  readonly #runsRead = new RunsRead();
  #list: readonly ServiceRow[] = [];
  /** When the first row has to be looked at again though nothing changes, by the API server's clock. */
  #nextLook = Number.POSITIVE_INFINITY;

  constructor(cluster: ClusterView, clock: Clock, runs: Pick<TrafficRuns, 'ended'>) {
    this.#cluster = cluster;
    this.#clock = clock;
    this.#runs = runs;
    cluster.onChange((change) => this.#note(change));
  }

  /** Membership of one Service, whole: the same object until something of it changed. Undefined: no such Service. */
  membership(name: NamespacedName): Membership | undefined {
    for (const kind of INDEXED) void this.#cluster.revision(kind);
    const service = this.#index.service(name);
    if (service === undefined) return undefined;
    const input = this.#wholeInput(service);
    const version = this.#versions.get(namespacedName(name)) ?? 0;
    const made = this.#made;
    const same =
      made?.version === version &&
      made.input.service === service &&
      made.input.nodes === input.nodes &&
      made.input.endpoints === input.endpoints &&
      (made.input.pods === null) === (input.pods === null) &&
      (made.input.slices === null) === (input.slices === null);
    if (same) return made.membership;
    const membership = membershipOf(input);
    this.#made = { input, version, membership };
    return membership;
  }

  /** What membership and findings of one Service are computed from. Undefined: no such Service. */
  input(name: NamespacedName): MembershipInput | undefined {
    for (const kind of INDEXED) void this.#cluster.revision(kind);
    const service = this.#index.service(name);
    return service === undefined ? undefined : this.#wholeInput(service);
  }

  /**
   * When something of the Service was last seen to change, by the API server's clock, and later where a kind was behind the
   * others. Null: never, or a kind is behind now.
   */
  lastChange(name: NamespacedName): number | null {
    const at = this.#changes.of(namespacedName(name));
    const since = at === null ? null : comparableSince(this.#cluster.states, at);
    return since === null ? null : this.#now(since);
  }

  /** When ports or selector of the Service were last seen to change, by this computer's clock; null: not since it is known. */
  lastEdit(name: NamespacedName): number | null {
    return this.#changes.ofSpec(namespacedName(name));
  }

  service(name: NamespacedName): Service | undefined {
    void this.#cluster.revision('Service');
    return this.#index.service(name);
  }

  slicesOf(name: NamespacedName): ReturnType<ServiceIndex['slicesOf']> {
    void this.#cluster.revision('EndpointSlice');
    return this.#index.slicesOf(name);
  }

  #note(change: KindChange): void {
    if (change.kind === 'Endpoints') {
      for (const { meta } of change.put) this.#changes.note(namespacedName(meta), this.#clock.read());
    }
    if (!isIndexed(change.kind)) return;
    if (change.replace) {
      this.#mark(this.#allNames());
      this.#index.clear(change.kind);
    }
    for (const uid of change.remove) this.#mark(this.#index.remove(change.kind, uid));
    for (const object of change.put) {
      if (object.kind === 'Service' || object.kind === 'EndpointSlice' || object.kind === 'Pod') {
        this.#mark(this.#index.put(object));
        if (object.kind === 'Service') this.#changes.noteSpec(object, this.#clock.read());
      }
    }
  }

  #mark(names: ReadonlySet<string>): void {
    const at = this.#clock.read();
    for (const name of names) {
      this.#changes.note(name, at);
      this.#markComputed(name);
    }
  }

  #markComputed(name: string): void {
    this.#dirty.add(name);
    this.#versions.set(name, (this.#versions.get(name) ?? 0) + 1);
  }

  #allNames(): ReadonlySet<string> {
    return new Set(Array.from(this.#index.services(), ({ meta }) => namespacedName(meta)));
  }

  #refresh(): readonly ServiceRow[] {
    for (const kind of INDEXED) void this.#cluster.revision(kind);
    const { states } = this.#cluster;
    const fresh = INDEXED.map((kind) => `${states[kind].phase} ${String(isWhole(states[kind]))}`).join(' ');
    const denied = this.#denied.map(({ kind }) => kind).join(' ');
    const readable = `${fresh} ${denied}`;
    if (readable !== this.#readable) {
      this.#readable = readable;
      this.#mark(this.#allNames());
    }
    this.#markNodes();
    this.#markFlapping();
    this.#markRuns();
    const now = this.#now(this.#clock.read());
    if (this.#due !== null) this.#markDue(now);
    if (this.#dirty.size === 0) return this.#list;
    for (const name of this.#dirty) this.#compute(name, now);
    this.#dirty.clear();
    this.#list = [...this.#rows.values()];
    return this.#list;
  }

  /**
   * Any row may follow from any Node. But something of a Service changed, which its slices are to follow, only where one of
   * its Pods is on a Node that changed: elsewhere Nodes that come and go would have a fault never grow old.
   */
  #markNodes(): void {
    const facts = this.#nodeFacts;
    if (facts === this.#nodesRead.facts) return;
    const changed = changedNodes(this.#nodesRead.nodes, this.#nodes);
    this.#nodesRead = { facts, nodes: this.#nodes };
    const at = this.#clock.read();
    for (const service of this.#index.services()) {
      const name = namespacedName(service.meta);
      this.#markComputed(name);
      const isOn = ({ nodeName }: Pod): boolean => nodeName !== null && changed?.has(nodeName) === true;
      if (changed === null || this.#index.podsOf(service).some(isOn)) this.#changes.note(name, at);
    }
  }

  #markFlapping(): void {
    const before = this.#flapping;
    const after = this.#cluster.flapping;
    this.#flapping = after;
    if (before === after) return;
    for (const name of [...before.keys(), ...after.keys()]) {
      if (before.get(name) !== after.get(name)) this.#dirty.add(name);
    }
  }

  #markRuns(): void {
    const { ended } = this.#runs;
    // Whether a run still holds may have been seen on the page of its Service, where NetworkPolicies are read.
    if (ended.size > 0) void this.#cluster.revision('NetworkPolicy');
    for (const name of this.#runsRead.changed(ended)) this.#dirty.add(name);
  }

  #markDue(now: number): void {
    this.#nextLook = Number.POSITIVE_INFINITY;
    for (const [name, { diagnosis }] of this.#rows) {
      if (diagnosis.nextLook === null) continue;
      if (diagnosis.nextLook <= now) this.#dirty.add(name);
      else this.#nextLook = Math.min(this.#nextLook, diagnosis.nextLook);
    }
  }

  /** A time of this computer's clock as the API server's. */
  #now(local: number): number {
    return local + this.#cluster.clockSkewMs;
  }

  #compute(name: string, now: number): void {
    const service = this.#index.service(namedBy(name));
    if (service === undefined) this.#changes.forget(name);
    if (service === undefined || isTemporary(service)) {
      this.#rows.delete(name);
      return;
    }
    const input = this.#inputOf(service);
    const lastChange = this.lastChange(service.meta);
    const flapping = (this.#flapping.get(name) ?? []).filter(({ until }) => until > now);
    const lastTraffic = this.#lastTraffic(name, input);
    const deniedKinds = this.#denied;
    const diagnosis = overviewFindings({ ...input, now, lastChange, flapping, deniedKinds, lastTraffic });
    this.#nextLook = Math.min(this.#nextLook, diagnosis.nextLook ?? Number.POSITIVE_INFINITY);
    this.#rows.set(name, { service, overview: overviewOf(input), diagnosis });
  }

  #lastTraffic(name: string, members: Omit<MembershipInput, 'endpoints'>): LastTraffic | null {
    const { clockSkewMs: skew } = this.#cluster;
    const edited = this.lastEdit(members.service.meta);
    return learnedBy(this.#runs.ended.get(name), { members, edited, skew })?.traffic ?? null;
  }

  #wholeInput(service: Service): MembershipInput {
    return { ...this.#inputOf(service), endpoints: this.#endpointsOf(service) };
  }

  #inputOf(service: Service): Omit<MembershipInput, 'endpoints'> {
    const { Pod, EndpointSlice } = this.#cluster.states;
    return {
      service,
      slices: isWhole(EndpointSlice) ? this.#index.slicesOf(service.meta) : null,
      pods: isWhole(Pod) ? this.#index.podsOf(service) : null,
      nodes: this.#nodes,
    };
  }

  #endpointsOf(service: Service): MembershipInput['endpoints'] {
    if (!isWhole(this.#cluster.states.Endpoints)) return null;
    for (const endpoints of this.#cluster.all('Endpoints').values()) {
      if (namespacedName(endpoints.meta) === namespacedName(service.meta)) return endpoints;
    }
    return undefined;
  }
}

function isIndexed(kind: WatchedKind): kind is (typeof INDEXED)[number] {
  return INDEXED.some((indexed) => indexed === kind);
}

/** A twin of a traffic test: temporary, and no Service of the user's. */
function isTemporary({ meta }: Service): boolean {
  return (
    meta.labels['app.kubernetes.io/managed-by'] === 'servicescope' && meta.labels['servicescope.dev/run'] !== undefined
  );
}
