import { describe, expect, it } from 'vitest';
import { POD_CASES } from '../../test/support/findings/cases-pods.ts';
import { SERVICE_CASES } from '../../test/support/findings/cases-service.ts';
import { TRAFFIC_CASES } from '../../test/support/findings/cases-traffic.ts';
import { differences } from '../../test/support/findings/differences.ts';
import type { World } from '../../test/support/findings/world.ts';
import { aWorld, inputOf } from '../../test/support/findings/world.ts';
import { CATALOGUE } from './catalogue.ts';
import { diagnose } from './diagnose.ts';
import { STAGES } from './finding.ts';

const CASES = [...SERVICE_CASES, ...POD_CASES, ...TRAFFIC_CASES];
const found = (world: World) => diagnose(inputOf(world));
const codes = (world: World): readonly string[] => found(world).map(({ code }) => code);

describe.each(CASES)('$code', ({ code, raised, nearMiss, beside = [] }) => {
  it('is raised, with what else is true of that world and nothing more', () => {
    expect(codes(raised)).toContain(code);
    const serious = found(raised).filter(({ severity, code: each }) => severity !== 'info' && each !== code);
    expect(serious.map((each) => each.code).sort()).toEqual([...beside].sort());
  });

  it('is not raised where one field is another', () => {
    expect(differences(raised, nearMiss)).toHaveLength(1);
    expect(codes(nearMiss)).not.toContain(code);
  });

  it('stands where the catalogue says, no worse than it says, and names an object', () => {
    const entry = CATALOGUE[code];
    const order = ['error', 'warning', 'info'];
    for (const each of found(raised).filter((finding) => finding.code === code)) {
      expect(each.stage).toBe(entry.stage);
      expect(order.indexOf(each.severity)).toBeGreaterThanOrEqual(order.indexOf(entry.severity));
      expect(each.object.name).not.toBe('');
    }
  });
});

it('every code of the catalogue has a world that raises it and a near miss', () => {
  expect(CASES.map(({ code }) => code).sort()).toEqual(Object.keys(CATALOGUE).sort());
});

it('every rule has a code', () => {
  const rules = new Set(Object.values(CATALOGUE).map(({ rule }) => rule));
  expect([...rules].map((rule) => Number(rule.slice(1))).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
});

it('a Service that is well has one finding: nothing wrong is visible', () => {
  expect(codes(aWorld())).toEqual(['nothing-visible']);
});

it('findings stand along the debug path, the worst first inside a stage', () => {
  const order = ['error', 'warning', 'info'];
  for (const { raised } of CASES) {
    const places = found(raised).map(({ stage, severity }) => STAGES.indexOf(stage) * 10 + order.indexOf(severity));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }
});
