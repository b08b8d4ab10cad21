import { diagnose } from '#shared/findings/diagnose.ts';
import type { DiagnosisInput, KubeProxyState, LastTraffic } from '#shared/findings/diagnosis-input.ts';
import { nextLook } from '#shared/findings/facts.ts';
import type { Finding } from '#shared/findings/finding.ts';
import { flappingPods } from '#shared/history/flapping.ts';
import type { ServiceHistory } from '#shared/history/history.ts';
import { isLoading, isWhole } from '#shared/ipc/watch-state.ts';
import type { DataPlane } from '#shared/kube/data-plane.ts';
import { formatSelector, selects } from '#shared/kube/label-selector.ts';
import { type NamespacedName, namespacedName, type WatchedKind } from '#shared/kube/object-key.ts';
import type { Pod } from '#shared/kube/pod.ts';
import type { Service } from '#shared/kube/service.ts';
import type { Workload } from '#shared/kube/workload.ts';
import { lastTrafficOf } from '#shared/traffic/last-traffic.ts';
import type { AppState } from './app-state.ts';
import { deniedKinds } from './denied-kinds.ts';

type Reads = Pick<AppState, 'api' | 'clock' | 'cluster' | 'services' | 'runs'>;

const WORKLOADS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'] as const;
/** Kinds a Service's findings are silent of where they may not be read; workloads tell only why there is no Pod. */
const MATTER = ['Pod', 'EndpointSlice', 'Node', 'Endpoints', 'Event', 'NetworkPolicy'] as const;

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
  #elsewhere: { readonly question: string; readonly places: DiagnosisInput['elsewhere'] } | null = $state.raw(null);
  #dataPlane: { readonly cluster: string; readonly state: KubeProxyState | null } | null = $state.raw(null);
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

  /** Asks for what is not watched, each question once. To be called whenever what it reads changes. */
  ask(): void {
    const question = this.#question;
    const cluster = this.#cluster;
    if (question !== null && this.#elsewhere?.question !== question) void this.#askElsewhere(question);
    if (cluster !== '' && this.#dataPlane?.cluster !== cluster) void this.#askDataPlane(cluster);
  }

  async #askElsewhere(question: string): Promise<void> {
    const { selector, meta } = this.#service ?? {};
    if (selector == null || meta === undefined) return;
    this.#elsewhere = { question, places: null };
    const result = await this.#app.api.podsElsewhere(selector, meta.namespace);
    if (result.ok && this.#question === question) this.#elsewhere = { question, places: result.value.namespaces };
  }

  async #askDataPlane(cluster: string): Promise<void> {
    this.#dataPlane = { cluster, state: null };
    const result = await this.#app.api.dataPlane();
    if (result.ok && this.#cluster === cluster) this.#dataPlane = { cluster, state: kubeProxyOf(result.value) };
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
    const flapping = history === null ? null : flappingPods(history.entries, now);
    this.#next = nextLook({ now, lastChange, pods: members.pods, flapping });
    return {
      ...members,
      now,
      lastChange,
      // Only who finds nobody is looked at more widely: each costs as much as the namespace holds.
      namespacePods: nobody ? inNamespace(cluster.all('Pod').values(), namespace) : null,
      namespaceServices: nobody ? inNamespace(cluster.all('Service').values(), namespace) : null,
      workloads: this.#workloads(namespace),
      networkPolicies: this.#whole('NetworkPolicy')
        ? inNamespace(cluster.all('NetworkPolicy').values(), namespace)
        : null,
      elsewhere: this.#placesElsewhere(),
      kubeProxy: this.#dataPlane?.cluster === this.#cluster ? this.#dataPlane.state : null,
      portAsked: this.#portAsked(service),
      lastTraffic: this.#lastTraffic(service),
      flapping,
      deniedKinds: deniedKinds(cluster.states, nobody ? [...MATTER, ...WORKLOADS] : MATTER),
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

  #placesElsewhere(): DiagnosisInput['elsewhere'] {
    const known = this.#elsewhere;
    return known !== null && known.question === this.#question ? known.places : null;
  }

  /** The port the last run was to ask, where the Service has lost it since. */
  #portAsked({ meta, ports }: Service): number | null {
    const asked = this.#app.runs.latestOf(meta)?.status.request.port;
    return asked === undefined || ports.some(({ port }) => port === asked) ? null : asked;
  }

  /** What the last run learned, as long as the Service still is the one it asked. */
  #lastTraffic({ meta }: Service): LastTraffic | null {
    const run = this.#app.runs.endedOf(meta);
    const edited = this.#app.services.lastEdit(meta);
    if (run?.endedAt == null || (edited !== null && edited > run.began)) return null;
    const { request, sides } = run.status;
    const tallies = sides.map(({ affinity }) => run.tally(affinity));
    return lastTrafficOf(request.port, tallies, run.endedAt + this.#skew);
  }
}

function kubeProxyOf(plane: DataPlane): KubeProxyState | null {
  if (plane.kind === 'kube-proxy') return { kind: 'kube-proxy', ready: plane.ready, total: plane.total };
  return plane.kind === 'other' ? { kind: 'other', name: plane.name } : null;
}

function inNamespace<T extends { readonly meta: NamespacedName }>(all: Iterable<T>, namespace: string): readonly T[] {
  return [...all].filter(({ meta }) => meta.namespace === namespace);
}
