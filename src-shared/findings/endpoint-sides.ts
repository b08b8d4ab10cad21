import type { ReadConditions } from '../kube/endpoint-slice.ts';
import { expectedEndpoint } from '../membership/expected-endpoint.ts';
import type { MemberRow } from '../membership/member.ts';
import type { DiagnosisInput } from './diagnosis-input.ts';
import type { Finding } from './finding.ts';
import { listed } from './side-by-side.ts';

/** The endpoint that the controller would write for a row, and the one that stands there, as far as they differ. */
export function endpointSides({ service, nodes }: DiagnosisInput, row: MemberRow): Finding['values'] {
  const wanted = row.pod === null || !row.selected ? null : expectedEndpoint(service, row.pod, nodes);
  const expected =
    wanted?.kind === 'endpoint'
      ? parts(
          wanted,
          wanted.ports.map(({ number }) => number),
        )
      : null;
  const found =
    row.conditions === null ? null : parts({ addresses: row.addresses, conditions: row.conditions }, carried(row));
  if (expected === null || found === null) {
    return {
      expected: expected === null ? '<none>' : expected.join(' '),
      found: found === null ? '<none>' : found.join(' '),
    };
  }
  const differing = expected.map((part, index) => part !== found[index]);
  const side = (of: readonly string[]): string => of.filter((_, index) => differing[index]).join(' ');
  return differing.includes(true) ? { expected: side(expected), found: side(found) } : null;
}

function parts(
  { addresses, conditions }: { readonly addresses: readonly string[]; readonly conditions: ReadConditions },
  ports: readonly number[],
): readonly string[] {
  const { ready, serving, terminating } = conditions;
  const named = { addresses: listed([...addresses].sort()), ports: listed(ports), ready, serving, terminating };
  return Object.entries(named).map(([name, value]) => `${name}=${String(value)}`);
}

function carried({ ports }: MemberRow): readonly number[] {
  return ports.flatMap(({ inSlice, number }) => (inSlice && number !== null ? [number] : []));
}
