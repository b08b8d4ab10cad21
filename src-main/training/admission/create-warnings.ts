import { at, jsonListOf, listOf, textOf, type Json } from '../json.ts';
import type { KubeObject } from '../cluster-api.ts';
import { isWhole } from '../schema/canonical-quantity.ts';
import { labelErrors } from './name-rules.ts';

// Source: WarningsOnCreate and WarningsOnUpdate of k/k 1.34.4 pkg/registry, and pkg/api/{pod,service}/warnings.go.

const IN_HOSTNAME = "this is used in the Pod's hostname";
const IN_NAMES = 'this is used in Pod names and hostnames';

export function podWarnings(object: Json, old?: KubeObject): readonly string[] {
  return [...nameWarnings(object, IN_HOSTNAME, old), ...podSpecWarnings(object, 'spec')];
}

export function workloadWarnings(object: Json, old?: KubeObject): readonly string[] {
  return [
    ...nameWarnings(object, IN_NAMES, old),
    ...podSpecWarnings(at(object, 'spec', 'template'), 'spec.template.spec'),
  ];
}

export function serviceWarnings(object: Json): readonly string[] {
  const headless = at(object, 'spec', 'clusterIP') === 'None';
  return [
    ...(headless && listOf(at(object, 'spec', 'externalIPs')).length > 0
      ? ['spec.externalIPs is ignored for headless services']
      : []),
    ...(headless && at(object, 'spec', 'sessionAffinity') !== 'None'
      ? ['spec.SessionAffinity is ignored for headless services']
      : []),
  ];
}

export function sliceWarnings(object: Json): readonly string[] {
  return object.addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : [];
}

/** A name that is no DNS label can be stored, but not be a hostname. */
function nameWarnings(object: Json, where: string, old: KubeObject | undefined): readonly string[] {
  const wrong = labelErrors(textOf(at(object, 'metadata', 'name')));
  if (old !== undefined || wrong.length === 0) return [];
  const rule = textOf(at(object, 'metadata', 'name')).includes('.') ? ['must not contain dots'] : wrong;
  return [
    `metadata.name: ${where}, which can result in surprising behavior; a DNS label is recommended: [${rule.join(' ')}]`,
  ];
}

/** Of a Pod, or of a template, whose spec stands under `field`. */
function podSpecWarnings(holder: unknown, field: string): readonly string[] {
  const grace = at(holder, 'spec', 'terminationGracePeriodSeconds');
  const late = `${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`;
  return [
    ...['initContainers', 'containers'].flatMap((list) =>
      jsonListOf(at(holder, 'spec', list)).flatMap((container, index) => {
        const path = `${field}.${list}[${index}]`;
        return [...brokenBytes(container, path), ...hiddenVariables(container, path)];
      }),
    ),
    ...(typeof grace === 'number' && grace < 0 ? [late] : []),
  ];
}

/** `memory: 100m` is a tenth of a byte, and most often meant to be `100M`. */
function brokenBytes(container: Json, field: string): readonly string[] {
  return ['memory', 'ephemeral-storage'].flatMap((name) =>
    ['limits', 'requests'].flatMap((list) => {
      const bytes = at(container, 'resources', list, name);
      if (typeof bytes !== 'string' || isWhole(bytes)) return [];
      const detail = `fractional byte value "${bytes}" is invalid, must be an integer`;
      return [`${field}.resources.${list}[${name}]: ${detail}`];
    }),
  );
}

function hiddenVariables(container: Json, field: string): readonly string[] {
  const names = jsonListOf(container.env).map(({ name }) => textOf(name));
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [`${field}.env[${index}]: hides previous definition of "${name}", which may be dropped when using apply`]
      : [],
  );
}
