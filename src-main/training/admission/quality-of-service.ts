import { at, jsonListOf, jsonOf, sameJson, type Json } from '../json.ts';

const COMPUTE = ['cpu', 'memory'];

/** `status.qosClass`. Source: k/k 1.34.4 pkg/apis/core/helper/qos. */
export function qosClassOf(spec: Json): 'BestEffort' | 'Guaranteed' | 'Burstable' {
  const containers = [...jsonListOf(spec.containers), ...jsonListOf(spec.initContainers)];
  const asks = containers.map((container) => ({
    limits: jsonOf(at(container, 'resources', 'limits')),
    requests: jsonOf(at(container, 'resources', 'requests')),
  }));
  const named = asks.some(({ limits, requests }) => COMPUTE.some((name) => name in limits || name in requests));
  if (!named) return 'BestEffort';
  const guaranteed = asks.every(({ limits, requests }) =>
    COMPUTE.every((name) => limits[name] !== undefined && sameJson(limits[name], requests[name])),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
