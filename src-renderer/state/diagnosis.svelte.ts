import { diagnose } from '#shared/findings/diagnose.ts';
import type { DiagnosisInput, RefusedLook } from '#shared/findings/diagnosis-input.ts';
import { nextLook } from '#shared/findings/facts.ts';
import type { Finding } from '#shared/findings/finding.ts';
import { kubeProxyState, refusedDataPlane } from '#shared/findings/kube-proxy-state.ts';
import { flappingPods } from '#shared/history/flapping.ts';
import type { ServiceHistory } from '#shared/history/history.ts';
import type { Failure } from '#shared/ipc/failure.ts';
import { isLoading, isWhole } from '#shared/ipc/watch-state.ts';
import { DATA_PLANE_FRESH_MS, type DataPlane } from '#shared/kube/data-plane.ts';
import { formatSelector, selects } from '#shared/kube/label-selector.ts';
import type { NetworkPolicy } from '#shared/kube/network-policy.ts';
import { type NamespacedName, namespacedName, type WatchedKind } from '#shared/kube/object-key.ts';
import type { Pod } from '#shared/kube/pod.ts';
import type { Service } from '#shared/kube/service.ts';
import type { Workload } from '#shared/kube/workload.ts';
import type { MembershipInput } from '#shared/membership/member.ts';
import type { LearnedTraffic } from '#shared/traffic/last-traffic.ts';
import type { AppState } from './app-state.ts';
import { deniedKinds } from './denied-kinds.ts';
import { learnedBy } from './last-run.ts';

type Reads = Pick<AppState, 'api' | 'clock' | 'cluster' | 'services' | 'runs'>;

const WORKLOADS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'] as const;
/** Kinds a Service's findings are silent of where they may not be read; workloads tell only why there is no Pod. */
const MATTER = ['Pod', 'EndpointSlice', 'Node', 'Endpoints', 'Event', 'NetworkPolicy'] as const;

/** A little later than the main process would ask the cluster again. */
const ASK_AGAIN_MS = DATA_PLANE_FRESH_MS + 1_000;

interface Elsewhere {
  readonly question: string;
  readonly places: DiagnosisInput['elsewhere'];
  readonly refused: RefusedLook | null;
}

/**
 * The findings of the Service whose page is open: its objects as the window has them, and what is asked of the main process
 * once. Level-triggered: computed anew when any of it changes, and when the passing of time alone may change it.
 */
export class Diagnosis {
  /** Along the debug path. Empty while `reading`, and where there is no such Service. */
  readonly findings: readonly Finding[] = $derived.by(() => {
    const input = this.#input;
    return input === null || this.reading ? [] : diagnose(input);
  });
  /** Something findings follow from is being read for the first time: what is not there yet is not missing. */
  readonly reading: boolean = $derived.by(() => {
    const { states } = this.#app.cluster;
    if (this.#service === undefined) return true;
    if (this.#service.type === 'ExternalName') return false;
    return this.#app.services.loading || (this.#nobody && WORKLOADS.some((kind) => isLoading(states[kind])));
  });
  /** Pods the Service selects; empty where Pods may not be read. */
  readonly selected: readonly Pod[] = $derived.by(() => {
    const selector = this.#service?.selector;
    return selector == null ? [] : (this.#members?.pods ?? []).filter(({ meta }) => selects(selector, meta.labels));
  });
  /** What the last traffic run learned, as far as it still holds. */
  readonly learned: LearnedTraffic | null = $derived.by(() =>
    this.#members === undefined ? null : this.#learned(this.#members),
  );
  readonly kubeProxy: DiagnosisInput['kubeProxy'] = $derived.by(() => {
    const nodes = this.#members?.nodes;
    return this.#plane === null || nodes === undefined ? null : kubeProxyState(this.#plane, nodes);
  });
  readonly #plane = $derived.by(() => (this.#dataPlane?.cluster === this.#cluster ? this.#dataPlane.plane : null));
  readonly #members = $derived.by(() => this.#app.services.input(this.#name()));
  readonly #service: Service | undefined = $derived(this.#members?.service);
  /** The selector selects no Pod: the rest of the namespace, and of the cluster, may tell why. */
  readonly #nobody = $derived.by(
    () =>
      Object.keys(this.#service?.selector ?? {}).length > 0 &&
      this.#members?.pods != null &&
      this.selected.length === 0,
  );
  readonly #input = $derived.by(() => this.#gather());
  /** Now, where time alone may have changed the findings; else null. Each time it is due it is another value. */
  readonly #due: number | null = $derived.by(() => {
    const now = this.#app.clock.now + this.#skew;
    return this.#next !== null && now >= this.#next ? now : null;
  });
  readonly #skew = $derived.by(() => this.#app.cluster.clockSkewMs);
  /** What is asked of other namespaces, as one word; null: nothing. */
  readonly #question = $derived.by(() =>
    this.#nobody && !this.reading && this.#service !== undefined
      ? `${this.#cluster} ${namespacedName(this.#service.meta)} ${formatSelector(this.#service.selector)}`
      : null,
  );
  readonly #cluster = $derived.by(() => this.#app.cluster.opened?.context ?? '');
  #elsewhere: Elsewhere | null = $state.raw(null);
  #dataPlane: { readonly cluster: string; readonly asked: number; readonly plane: DataPlane | null } | null =
    $state.raw(null);
  readonly #isOld = $derived.by(() => this.#app.clock.now - (this.#dataPlane?.asked ?? 0) > ASK_AGAIN_MS);
  /** When time alone may change the findings, by the API server's clock. */
  #next: number | null = null;
  readonly #app: Reads;
  readonly #name: () => NamespacedName;
  readonly #history: () => ServiceHistory | null;

  /**
   * @param name of the Service that is open; may change
   * @param history of it, as far as it is known
   */
  constructor(app: Reads, name: () => NamespacedName, history: () => ServiceHistory | null) {
    this.#app = app;
    this.#name = name;
    this.#history = history;
  }

  /** Asks for what is not watched, each question once, and for the data plane now and then. To be called whenever what it reads changes. */
  ask(): void {
    const question = this.#question;
    const cluster = this.#cluster;
    if (question !== null && this.#elsewhere?.question !== question) void this.#askElsewhere(question);
    if (cluster !== '' && (this.#dataPlane?.cluster !== cluster || this.#isOld)) void this.#askDataPlane(cluster);
  }

  async #askElsewhere(question: string): Promise<void> {
    const { selector, meta } = this.#service ?? {};
    if (selector == null || meta === undefined) return;
    this.#elsewhere = { question, places: null, refused: null };
    const result = await this.#app.api.podsElsewhere(selector, meta.namespace);
    if (this.#question !== question) return;
    this.#elsewhere = result.ok
      ? { question, places: result.value.namespaces, refused: null }
      : { question, places: null, refused: refusedElsewhere(result.failure) };
  }

  async #askDataPlane(cluster: string): Promise<void> {
    const asked = this.#app.clock.read();
    // Until the answer comes the last one stands.
    const known = this.#dataPlane?.cluster === cluster ? this.#dataPlane.plane : null;
    this.#dataPlane = { cluster, asked, plane: known };
    const result = await this.#app.api.dataPlane();
    if (this.#cluster === cluster) this.#dataPlane = { cluster, asked, plane: result.ok ? result.value : null };
  }

  #gather(): DiagnosisInput | null {
    const members = this.#members;
    if (members === undefined) return null;
    void this.#due;
    const { clock, cluster, services } = this.#app;
    const { service } = members;
    const { namespace } = service.meta;
    const nobody = this.#nobody;
    const now = clock.read() + this.#skew;
    const lastChange = services.lastChange(service.meta);
    const history = this.#history();
    const plane = this.#plane;
    const elsewhere = this.#elsewhere?.question === this.#question ? this.#elsewhere : null;
    const looks = [elsewhere?.refused ?? null, plane === null ? null : refusedDataPlane(plane)];
    const flapping = history === null ? null : flappingPods(history.entries, now);
    this.#next = nextLook({ now, lastChange, pods: members.pods, flapping });
    return {
      ...members,
      // Beside slices that go on they would be behind.
      endpoints: cluster.states.Endpoints.phase === 'stale' ? null : members.endpoints,
      now,
      lastChange,
      // Only who finds nobody is looked at more widely: each costs as much as the namespace holds.
      namespacePods: nobody ? inNamespace(cluster.all('Pod').values(), namespace) : null,
      namespaceServices: nobody ? inNamespace(cluster.all('Service').values(), namespace) : null,
      workloads: this.#workloads(namespace),
      networkPolicies: this.#whole('NetworkPolicy')
        ? inNamespace(cluster.all('NetworkPolicy').values(), namespace)
        : null,
      events: this.#whole('Event') ? [...cluster.all('Event').values()] : null,
      elsewhere: elsewhere?.places ?? null,
      kubeProxy: this.kubeProxy,
      portAsked: this.#portAsked(service),
      lastTraffic: this.learned?.traffic ?? null,
      flapping,
      deniedKinds: deniedKinds(cluster.states, nobody ? [...MATTER, ...WORKLOADS] : MATTER),
      refusedLooks: looks.filter((look) => look !== null),
    };
  }

  /** Null unless all kinds of them have been read: a missing one would be taken for none. */
  #workloads(namespace: string): readonly Workload[] | null {
    if (!WORKLOADS.every((kind) => this.#whole(kind))) return null;
    return WORKLOADS.flatMap((kind) => inNamespace<Workload>(this.#app.cluster.all(kind).values(), namespace));
  }

  #whole(kind: WatchedKind): boolean {
    return isWhole(this.#app.cluster.states[kind]);
  }

  /** What they say, as one text: who was let through then may be kept out now, and the other way about. */
  #policies(namespace: string): string {
    const policies = inNamespace<NetworkPolicy>(this.#app.cluster.all('NetworkPolicy').values(), namespace);
    return policies
      .map((policy) => JSON.stringify({ ...policy, meta: policy.meta.uid }))
      .sort()
      .join();
  }

  /** The port the last run was to ask, where the Service has lost it since. */
  #portAsked({ meta, ports }: Service): number | null {
    const run = this.#app.runs.latestOf(meta);
    const asked = run?.status.serviceUid === meta.uid ? run.status.request.port : undefined;
    return asked === undefined || ports.some(({ port }) => port === asked) ? null : asked;
  }

  #learned(members: MembershipInput): LearnedTraffic | null {
    const { meta } = members.service;
    const run = this.#app.runs.endedOf(meta);
    if (this.#whole('NetworkPolicy')) run?.lookUnder(this.#policies(meta.namespace));
    return learnedBy(run, { members, edited: this.#app.services.lastEdit(meta), skew: this.#skew });
  }
}

function refusedElsewhere(failure: Failure): RefusedLook | null {
  if (failure.code !== 'api.forbidden') return null;
  const { verb, resource, namespace } = failure.parameters;
  return { look: 'elsewhere', kind: 'Pod', verb, resource, namespace };
}

function inNamespace<T extends { readonly meta: NamespacedName }>(all: Iterable<T>, namespace: string): readonly T[] {
  return [...all].filter(({ meta }) => meta.namespace === namespace);
}
