import type { KubeObject } from '../cluster-api.ts';
import { at, jsonListOf, listOf, textOf, type Json } from '../json.ts';
import { cidrOf } from './cidr.ts';
import type { FieldErrors } from './field-errors.ts';
import { portErrors, qualifiedNameErrors } from './name-rules.ts';
import { validateIP } from './validate-address.ts';

// What a Service says to its load balancer. Source: k/k 1.34.4 pkg/apis/core/validation/validation.go.

const ONLY_THERE = "may only be used when `type` is 'LoadBalancer'";

/** What a Service of another type may not have. Source: validateService, validateLoadBalancerClassField. */
export function validateBalanced(spec: Json, errors: FieldErrors, old?: KubeObject): void {
  const isBalanced = spec.type === 'LoadBalancer';
  const ranges = listOf(spec.loadBalancerSourceRanges);
  if (ranges.length > 0 && !isBalanced) errors.forbidden('spec.LoadBalancerSourceRanges', ONLY_THERE);
  // Spaces around a range are let through: it came from an annotation once.
  ranges.forEach((range, index) => cidrOf(textOf(range).trim(), `spec.LoadBalancerSourceRanges[${index}]`, errors));
  if (spec.allocateLoadBalancerNodePorts !== undefined && !isBalanced) {
    errors.forbidden('spec.allocateLoadBalancerNodePorts', ONLY_THERE);
  }
  const { loadBalancerClass } = spec;
  const field = 'spec.loadBalancerClass';
  if (!isBalanced) {
    if (loadBalancerClass !== undefined) errors.forbidden(field, ONLY_THERE);
    return;
  }
  if (at(old, 'spec', 'type') === 'LoadBalancer' && at(old, 'spec', 'loadBalancerClass') !== loadBalancerClass) {
    errors.invalid(field, loadBalancerClass, 'may not change once set');
  }
  if (loadBalancerClass !== undefined) {
    errors.eachInvalid(field, loadBalancerClass, qualifiedNameErrors(textOf(loadBalancerClass)));
  }
}

/** Whether a load balancer asks each Node if it has a Pod. Source: apiservice.NeedsHealthCheck. */
export function needsHealthCheck(spec: Json): boolean {
  return spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
}

/** Source: validateServiceExternalTrafficPolicy. */
export function validateHealthCheck(spec: Json, errors: FieldErrors): void {
  const port = spec.healthCheckNodePort;
  const field = 'spec.healthCheckNodePort';
  if (port === undefined || port === 0) return;
  if (needsHealthCheck(spec)) errors.eachInvalid(field, port, portErrors(port));
  else {
    const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.invalid(field, port, detail);
  }
}

/** Source: ValidateLoadBalancerStatus. */
export function validateLoadBalancerStatus(service: Json, errors: FieldErrors): void {
  const path = 'status.loadBalancer.ingress';
  const ingress = jsonListOf(at(service, 'status', 'loadBalancer', 'ingress'));
  for (const [index, { ip }] of ingress.entries()) {
    if (textOf(ip) !== '') validateIP(ip, `${path}[${String(index)}].ip`, errors);
  }
  if (ingress.length > 0 && at(service, 'spec', 'type') !== 'LoadBalancer') {
    errors.forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'");
  }
}
