import type { FieldType } from '../schema/parse-schema.ts';
import { TYPES } from '../schema/schema.ts';

/**
 * How a value is owned: as a whole (`leaf`), by named fields (`struct`), by keys (`map`), by the items of a list that have
 * keys (`keyed`) or are plain values (`set`).
 */
export type Shape =
  | { readonly kind: 'leaf' | 'set' }
  | { readonly kind: 'struct'; readonly type: string }
  | { readonly kind: 'map'; readonly of: Shape }
  | {
      readonly kind: 'keyed';
      /** The fields that identify an item, with what counts where one is absent. */
      readonly keys: ReadonlyMap<string, string | number>;
      readonly of: Shape;
    };

// Source of the lists below: x-kubernetes-list-type, x-kubernetes-list-map-keys and x-kubernetes-map-type, as client-go 0.34.4
// has them in applyconfigurations/internal/internal.go. Any list that is not named here, and has no merge key, is atomic.

const LEAF: Shape = { kind: 'leaf' };
const SET: Shape = { kind: 'set' };

/** Objects owned as a whole. */
const ATOMIC_TYPES = new Set([
  'ConfigMapKeySelector',
  'EndpointAddress',
  'EndpointPort',
  'FileKeySelector',
  'LabelSelector',
  'LocalObjectReference',
  'NodeSelector',
  'NodeSelectorTerm',
  'ObjectFieldSelector',
  'ObjectReference',
  'OwnerReference',
  'ResourceFieldSelector',
  'SecretKeySelector',
  'SlicePort',
  'TypedLocalObjectReference',
]);

/** Maps and lists owned as a whole, though a strategic merge patch merges some of them. */
const ATOMIC_FIELDS = new Set([
  'JobStatus.conditions',
  'PodSpec.nodeSelector',
  'PodStatus.hostIPs',
  'ServiceSpec.selector',
]);

/** Keys of lists where they are others than the one key that a strategic merge patch merges by. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'Container.ports': ['containerPort', 'protocol'],
  'EphemeralContainer.ports': ['containerPort', 'protocol'],
  'PodSpec.topologySpreadConstraints': ['topologyKey', 'whenUnsatisfiable'],
  'ResourceRequirements.claims': ['name'],
  'ResourceStatus.resources': ['resourceID'],
  'ServiceSpec.ports': ['port', 'protocol'],
};

const SETS = new Set([
  'ContainerRestartRuleOnExitCodes.values',
  'Endpoint.addresses',
  'PodFailurePolicyOnExitCodesRequirement.values',
  'UncountedTerminatedPods.failed',
  'UncountedTerminatedPods.succeeded',
]);

/** The names above, as TYPE or TYPE.FIELD. */
export const NAMED_SHAPES: readonly string[] = [...ATOMIC_TYPES, ...ATOMIC_FIELDS, ...Object.keys(KEYS), ...SETS];

const SHAPES = new Map<string, ReadonlyMap<string, Shape>>();

/** Undefined where the type has no such field. */
export function fieldShape(type: string, field: string): Shape | undefined {
  let shapes = SHAPES.get(type);
  if (shapes === undefined) {
    const fields = [...(TYPES.get(type)?.fields.values() ?? [])];
    shapes = new Map(fields.map((each) => [each.name, shapeOfField(type, each.name, each.type)]));
    SHAPES.set(type, shapes);
  }
  return shapes.get(field);
}

/** Of what is in an object: a field of a struct, or an entry of a map. What no schema knows is owned as a whole. */
export function innerShape(shape: Shape, key: string): Shape {
  if (shape.kind === 'map') return shape.of;
  return shape.kind === 'struct' ? (fieldShape(shape.type, key) ?? LEAF) : LEAF;
}

function shapeOfField(type: string, field: string, of: FieldType): Shape {
  const place = `${type}.${field}`;
  if (ATOMIC_FIELDS.has(place)) return LEAF;
  if (SETS.has(place)) return SET;
  return of.kind === 'list' ? shapeOfList(of, KEYS[place]) : shapeOfType(of);
}

function shapeOfType(of: FieldType): Shape {
  if (of.kind === 'object') return ATOMIC_TYPES.has(of.type) ? LEAF : { kind: 'struct', type: of.type };
  return of.kind === 'map' ? { kind: 'map', of: shapeOfType(of.of) } : LEAF;
}

function shapeOfList(list: Extract<FieldType, { readonly kind: 'list' }>, named: readonly string[] | undefined): Shape {
  if (list.mergeKey === '') return SET;
  const keys = named ?? (list.mergeKey === undefined ? [] : [list.mergeKey]);
  if (keys.length === 0 || list.of.kind !== 'object') return LEAF;
  const fields = TYPES.get(list.of.type)?.fields;
  const absent = (key: string): string | number => {
    if (key === 'protocol') return 'TCP';
    return fields?.get(key)?.type.kind === 'integer' ? 0 : '';
  };
  return { kind: 'keyed', keys: new Map(keys.map((key) => [key, absent(key)])), of: shapeOfType(list.of) };
}
