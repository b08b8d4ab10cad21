import { describe, expect, it } from 'vitest';
import { TYPES } from '../schema/schema.ts';
import { fieldShape, NAMED_SHAPES } from './shapes.ts';

describe('shapes', () => {
  it.each(NAMED_SHAPES)('%s is in the schema', (name) => {
    const [type = '', field] = name.split('.');
    expect(field === undefined ? TYPES.has(type) : TYPES.get(type)?.fields.has(field)).toBe(true);
  });

  it.each([
    ['PodSpec', 'containers', ['name']],
    ['Container', 'ports', ['containerPort', 'protocol']],
    ['Container', 'env', ['name']],
    ['ServiceSpec', 'ports', ['port', 'protocol']],
    ['ObjectMeta', 'ownerReferences', ['uid']],
    ['PodStatus', 'conditions', ['type']],
  ])('%s.%s is keyed by %j', (type, field, keys) => {
    const shape = fieldShape(type, field);
    expect(shape?.kind === 'keyed' && [...shape.keys.keys()]).toEqual(keys);
  });

  it.each([
    ['ObjectMeta', 'finalizers', 'set'],
    ['ObjectMeta', 'labels', 'map'],
    ['PodSpec', 'tolerations', 'leaf'],
    ['PodSpec', 'nodeSelector', 'leaf'],
    ['ServiceSpec', 'selector', 'leaf'],
    ['DeploymentSpec', 'selector', 'leaf'],
    ['Endpoints', 'subsets', 'leaf'],
    ['EndpointSlice', 'endpoints', 'leaf'],
    ['EndpointSlice', 'ports', 'leaf'],
    ['JobStatus', 'conditions', 'leaf'],
  ])('%s.%s is a %s', (type, field, kind) => {
    expect(fieldShape(type, field)?.kind).toBe(kind);
  });
});
