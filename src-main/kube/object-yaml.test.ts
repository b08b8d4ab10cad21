import { describe, expect, it } from 'vitest';
import { presentable } from './object-yaml.ts';

describe('presentable', () => {
  it('leaves out managedFields and what kubectl applied last, and keeps the other annotations', () => {
    const raw = {
      kind: 'Service',
      metadata: {
        name: 'a',
        managedFields: [{}],
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"password":1}', note: 'kept' },
      },
    };
    expect(presentable(raw)).toEqual({ kind: 'Service', metadata: { name: 'a', annotations: { note: 'kept' } } });
  });

  it('hides the values of environment variables in every kind of container, and keeps their names and sources', () => {
    const env = [
      { name: 'PASSWORD', value: 'hunter2' },
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    ];
    const container = { name: 'web', image: 'x', env };
    const raw = {
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { nodeName: 'n', containers: [container], initContainers: [container], ephemeralContainers: [container] },
    };
    const shown = JSON.stringify(presentable(raw));
    expect(shown).not.toContain('hunter2');
    expect(shown.match(/PASSWORD/g)).toHaveLength(3);
    expect(shown.match(/spec\.nodeName/g)).toHaveLength(3);
    expect(shown).toContain('"nodeName":"n"');
  });
});
