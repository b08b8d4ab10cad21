// @ts-check
// Pod and Service ranges are those of kubeadm's documentation, so that what a test sees is what a user's cluster shows.

export const namespaceName = 'servicescope';
export const namespaceFile = `/run/netns/${namespaceName}`;

export const nodeName = 'servicescope-node';
export const nodeAddress = '10.250.0.1';
export const nodeSubnetLength = 24;

export const podRange = '10.244.0.0/16';
/** What the controller-manager gives to the first Node; the CNI configuration needs it before there is a Node. */
export const nodePodRange = '10.244.0.0/24';
export const serviceRange = '10.96.0.0/16';
/** ClusterIP of Service default/kubernetes: always the first address of `serviceRange`. */
export const apiServiceAddress = '10.96.0.1';
export const dnsServiceAddress = '10.96.0.10';

export const apiUrl = 'https://127.0.0.1:6443';
export const etcdUrl = 'http://127.0.0.1:2379';
