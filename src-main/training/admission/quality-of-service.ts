import { at, jsonListOf, type Json } from '../json.ts';
import { inBillionths } from '../schema/canonical-quantity.ts';

const COMPUTE = ['cpu', 'memory'];

/**
 * `status.qosClass`, of what the containers ask for; a quantity of 0 asks for nothing. Source: k/k 1.34.4
 * pkg/apis/core/helper/qos ComputePodQOS, less `spec.resources`, which docs/training.md says.
 */
export function qosClassOf(spec: Json): 'BestEffort' | 'Guaranteed' | 'Burstable' {
  const containers = [...jsonListOf(spec.containers), ...jsonListOf(spec.initContainers)];
  const sums = (list: 'limits' | 'requests'): readonly bigint[] =>
    COMPUTE.map((name) => containers.reduce((sum, container) => sum + asked(container, list, name), 0n));
  const limits = sums('limits');
  const requests = sums('requests');
  if ([...limits, ...requests].every((sum) => sum === 0n)) return 'BestEffort';
  const limited = containers.every((each) => COMPUTE.every((name) => asked(each, 'limits', name) > 0n));
  return limited && limits.every((limit, index) => limit === requests[index]) ? 'Guaranteed' : 'Burstable';
}

function asked(container: Json, list: 'limits' | 'requests', name: string): bigint {
  const quantity = at(container, 'resources', list, name);
  const amount = typeof quantity === 'string' ? inBillionths(quantity) : 0n;
  return amount > 0n ? amount : 0n;
}
