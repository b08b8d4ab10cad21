import { createHash } from 'node:crypto';
import type { EndpointPort, EndpointSubset, EndpointAddress } from './membership-shapes.ts';

/**
 * Kubernetes puts ports and subsets in the order of MD5 sums over what go-spew prints of their Go structs (`%#v`, types
 * shown, addresses not). kubectl prints them in that order, so it is written here as spew would.
 * Source: k/k pkg/util/hash, apimachinery dump.ForHash; go-spew format.go.
 */
const hash = (text: string): string => createHash('md5').update(text).digest('hex');

const pointer = (type: string, value: number | string | undefined): string => `(*${type})${value ?? '<nil>'}`;

function corePort({ name = '', port = 0, protocol = '', appProtocol }: EndpointPort): string {
  return `{Name:(string)${name} Port:(int32)${port} Protocol:(v1.Protocol)${protocol} AppProtocol:${pointer('string', appProtocol)}}`;
}

/** Of a port of an Endpoints object. */
export function corePortHash(port: EndpointPort): string {
  return hash(`(v1.EndpointPort)${corePort(port)}`);
}

/** Of a port of an EndpointSlice. */
export function slicePortHash({ name, protocol, port, appProtocol }: EndpointPort): string {
  const fields = [
    `Name:${pointer('string', name)}`,
    `Protocol:${pointer('v1.Protocol', protocol)}`,
    `Port:${pointer('int32', port)}`,
    `AppProtocol:${pointer('string', appProtocol)}`,
  ];
  return hash(`(v1.EndpointPort){${fields.join(' ')}}`);
}

/** Of a subset whose addresses and ports are in order. */
export function subsetHash({ addresses, notReadyAddresses, ports }: EndpointSubset): string {
  const fields = [
    `Addresses:${slice('EndpointAddress', addresses?.map(address))}`,
    `NotReadyAddresses:${slice('EndpointAddress', notReadyAddresses?.map(address))}`,
    `Ports:${slice('EndpointPort', ports?.map(corePort))}`,
  ];
  return hash(`(v1.EndpointSubset){${fields.join(' ')}}`);
}

function slice(type: string, elements: readonly string[] | undefined): string {
  return `([]v1.${type})${elements === undefined || elements.length === 0 ? '<nil>' : `[${elements.join(' ')}]`}`;
}

function address({ ip, hostname = '', nodeName, targetRef }: EndpointAddress): string {
  return `{IP:(string)${ip} Hostname:(string)${hostname} NodeName:${pointer('string', nodeName)} TargetRef:${reference(targetRef)}}`;
}

function reference(target: EndpointAddress['targetRef']): string {
  if (target === undefined) return '(*v1.ObjectReference)<nil>';
  const text = (field: string): string => {
    const value = target[field];
    return typeof value === 'string' ? value : '';
  };
  const fields = [
    `Kind:(string)${text('kind')}`,
    `Namespace:(string)${text('namespace')}`,
    `Name:(string)${text('name')}`,
    `UID:(types.UID)${text('uid')}`,
    `APIVersion:(string)${text('apiVersion')}`,
    `ResourceVersion:(string)${text('resourceVersion')}`,
    `FieldPath:(string)${text('fieldPath')}`,
  ];
  return `(*v1.ObjectReference){${fields.join(' ')}}`;
}
