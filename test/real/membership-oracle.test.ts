import { describe, expect, it } from 'vitest';
import type { FindingCode } from '../../src-shared/findings/finding.ts';
import { withBareControlPlane } from '../cluster/bare-control-plane.mjs';
import { OWN_CLUSTER } from '../support/kubectl.ts';
import { openBareApi } from '../support/oracle/bare-api.ts';
import { coverage, missing, table } from '../support/oracle/coverage.ts';
import { findingCodes, findingsFaults } from '../support/oracle/findings-faults.ts';
import { tellFaults } from '../support/oracle/tell-faults.ts';
import { contentOf, NODES, play } from '../support/oracle/run.ts';

const seed = Number(process.env.ORACLE_SEED ?? Math.floor(Math.random() * 2 ** 31));
const run = { seed, states: 300, rounds: 4 };
/** How many different states a run has to have looked at. */
const LEAST_STATES = 1_000;
/** How many Services of a round may have had to be written anew: about as many have a Pod on a missing Node; others, few. */
const MOST_NUDGED = run.states / 4;
const MOST_STRANGE = run.states / 25;
/** Codes that random objects raise by themselves: a run that does not is no proof that no alarm is false. */
const RAISED: readonly FindingCode[] = [
  'all-terminating',
  'endpoints-differ',
  'endpoints-truncated',
  'external-local-without-endpoint',
  'external-name',
  'headless',
  'hints-narrow',
  'internal-local-without-endpoint',
  'named-port-missing',
  'named-port-other-protocol',
  'no-address-of-family',
  'no-endpoint-ready',
  'no-selector',
  'no-selector-no-address',
  'node-missing',
  'not-ready-gets-traffic',
  'nothing-visible',
  'one-endpoint',
  'only-ended-pods-match',
  'pod-completed',
  'pod-failed',
  'pod-not-ready',
  'pod-terminating',
  'pod-unscheduled',
  'pod-without-ip',
  'selector-matches-no-pod',
  'slice-lacks-port',
  'startup-probe-pending',
];

/** More than five rests at their longest. */
const LIMIT = { timeout: 1_200_000 };

// The real API server and controller-manager decide, over random Services and Pods: without a kubelet a Pod's status is what
// the test writes. On other clusters kubelets would have a say.
describe.runIf(OWN_CLUSTER)('membership beside the controllers of Kubernetes', () => {
  it('is what they write in every state of the facts, and no false alarm is raised', LIMIT, async () => {
    const reached = coverage();
    const seen = new Set<string>();
    const found = new Map<FindingCode, number>();
    const ended = new AbortController();
    console.log(`ORACLE_SEED=${seed}`);
    await withBareControlPlane(async (kubeconfig) => {
      const api = await openBareApi(kubeconfig, NODES, ended.signal);
      let turn = 0;
      for await (const { states, faults, nudged, strange } of play(api, run)) {
        const before = seen.size;
        for (const state of states) {
          const content = contentOf(state);
          if (!seen.has(content)) reached.add(state, turn > 0);
          seen.add(content);
        }
        console.log(
          `round ${turn}: ${seen.size - before} states, ${nudged} Services nudged, ${strange.length} of them strange`,
        );
        expect(strange.length, strange.join()).toBeLessThanOrEqual(MOST_STRANGE);
        expect(nudged).toBeLessThanOrEqual(MOST_NUDGED);
        if (faults.length > 0) throw new Error(`ORACLE_SEED=${seed}, round ${turn}\n${tellFaults(faults)}`);
        const alarms = states
          .map((state) => ({ state, faults: findingsFaults(state) }))
          .filter(({ faults: found }) => found.length > 0);
        if (alarms.length > 0) throw new Error(`ORACLE_SEED=${seed}, round ${turn}, findings\n${tellFaults(alarms)}`);
        for (const code of states.flatMap(findingCodes)) found.set(code, (found.get(code) ?? 0) + 1);
        turn += 1;
      }
    }).finally(() => ended.abort());
    console.log(table(reached));
    console.log(
      Array.from(found, ([code, states]) => `${code} in ${states} states`)
        .sort()
        .join('\n'),
    );
    expect(seen.size).toBeGreaterThanOrEqual(LEAST_STATES);
    expect(
      RAISED.filter((code) => !found.has(code)),
      `never found with ORACLE_SEED=${seed}`,
    ).toEqual([]);
    expect(missing(reached), `never reached with ORACLE_SEED=${seed}`).toEqual([]);
  });
});
