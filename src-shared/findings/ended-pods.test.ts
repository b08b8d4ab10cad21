import { describe, expect, it } from 'vitest';
import { anEndpointOf, aSlice, conditionsOf } from '../../test/support/builders.ts';
import { aWorld, inputOf, twoPods } from '../../test/support/findings/world.ts';
import { diagnose } from './diagnose.ts';

const NOT_READY = { ready: false, serving: false };
const codes = (...args: Parameters<typeof world>): readonly string[] =>
  diagnose(world(...args)).map(({ code }) => code);

/** A Pod of a Job that has ended beside one that runs, and what the controller's slice still says of it. */
function world(phase: 'Succeeded' | 'Running', conditions: Parameters<typeof anEndpointOf>[1]) {
  const [running, job] = twoPods();
  if (running === undefined || job === undefined) throw new Error('no Pods');
  const ended = { ...job, phase, conditions: conditionsOf(false) };
  const slices = [aSlice({ endpoints: [anEndpointOf(running), anEndpointOf(ended, conditions)] })];
  return inputOf(aWorld({ pods: [running, ended], slices }));
}

describe('a Pod that has ended', () => {
  it('stays in its slice as not ready where the controller saw it turn before it ended: nobody is behind', () => {
    expect(codes('Succeeded', NOT_READY)).not.toContain('slices-lag');
  });

  it('is behind where the slice still sends it traffic', () => {
    expect(codes('Succeeded', {})).toContain('slices-lag');
  });

  it('is behind where it has not ended and the slice says it is ready', () => {
    expect(codes('Running', {})).toContain('slices-lag');
  });
});
