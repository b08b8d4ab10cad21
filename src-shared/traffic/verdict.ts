/** What a finished (or running) side shows, with the numbers behind it. The sentence is made in messages/traffic.*.ts. */
export type Verdict =
  | { readonly kind: 'nothing-yet' }
  /** Answers came, nobody could be told apart. */
  | { readonly kind: 'unidentified'; readonly answers: number }
  | { readonly kind: 'no-answer'; readonly failures: number }
  | { readonly kind: 'one-endpoint'; readonly pod: string; readonly answers: number }
  /** None: as random choice would. */
  | { readonly kind: 'spread'; readonly pods: number; readonly answers: number; readonly test: ChiSquared | null }
  /**
   * None: further from even than random choice is, but for 1 run in 1000. `unhit`: ready Pods without a hit although the
   * number of answers makes that as improbable; then `test` may be above p = 0.001 by itself.
   */
  | {
      readonly kind: 'uneven';
      readonly pods: number;
      readonly answers: number;
      readonly test: ChiSquared;
      readonly unhit: readonly string[];
    }
  /** Fewer answers than are needed to tell (None: to reach every ready Pod; ClientIP: to rule out chance). */
  | { readonly kind: 'too-few'; readonly answers: number; readonly needed: number; readonly pods: number }
  /** ClientIP: each client had one Pod for each interval of constant membership. */
  | {
      readonly kind: 'sticky';
      readonly clients: readonly { readonly client: string; readonly pods: readonly string[] }[];
      readonly answers: number;
      readonly shared: SharedPod | null;
    }
  /** ClientIP: these clients had more Pods than membership changes explain. */
  | {
      readonly kind: 'not-sticky';
      readonly clients: readonly { readonly client: string; readonly pods: number }[];
      readonly answers: number;
    }
  /**
   * Answers say nothing of the affinity. keep-alive: they are not as many choices as there are answers, and how many is not
   * known. affinity-expires: a client had several Pods, and asks so seldom that ClientIP had forgotten it in between.
   */
  | {
      readonly kind: 'not-judged';
      readonly why: 'keep-alive' | 'affinity-expires';
      readonly pods: number;
      readonly answers: number;
    }
  /** None, but one Pod took all of many answers, each a choice of its own: sticky without affinity (SNAT, mesh …). */
  | { readonly kind: 'stuck'; readonly pod: string; readonly answers: number; readonly chance: number };

/**
 * With ClientIP all clients had the same one Pod, although others were ready. `chance`: of that, were a Pod chosen for each
 * client by itself. `likely`: whether so small a chance is to be believed in; else the Node may see the clients as one address.
 */
export interface SharedPod {
  readonly chance: number;
  readonly likely: boolean;
}

/** One test per interval of constant membership; the worst is told, its `p` multiplied by how many there were. */
export interface ChiSquared {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
  readonly intervals: number;
}
