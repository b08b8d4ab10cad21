/** The three ranges of the training cluster's network: the defaults of kubeadm with flannel, and the nodes'. */
export const POD_CIDR = '10.244.0.0/16';
export const SERVICE_CIDR = '10.96.0.0/16';
export const NODE_CIDR = '10.250.0.0/16';
/** Where the cluster's DNS stands, as kubeadm puts it. */
export const DNS_ADDRESS = '10.96.0.10';
export const CLUSTER_DOMAIN = 'cluster.local';

/** The 32 bits of an IPv4 address, or null where the text is none. */
export function parseAddress(text: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return null;
  return parts.reduce((bits, part) => bits * 256 + part, 0);
}

export function isInCidr(address: string, cidr: string): boolean {
  const [network = '', length = '32'] = cidr.split('/');
  const bits = parseAddress(address);
  const base = parseAddress(network);
  if (bits === null || base === null) return false;
  const size = 2 ** (32 - Number(length));
  return Math.floor(bits / size) === Math.floor(base / size);
}

export function isLoopback(address: string): boolean {
  return address.startsWith('127.') && parseAddress(address) !== null;
}
