import { parseAddress } from '../addresses.ts';
import type { Tool } from './tool.ts';

/** `ip addr` (a), `ip route` (r), `ip link` (l). */
export const ip: Tool = async ({ args, facts, out, err }) => {
  const [object = 'addr'] = args.filter((argument) => !argument.startsWith('-'));
  if ('route'.startsWith(object)) {
    const gateway = gatewayOf(facts.podIP);
    await out(`default via ${gateway} dev eth0 \n${subnetOf(facts.podIP)} dev eth0 scope link  src ${facts.podIP} \n`);
    return 0;
  }
  if (!'address'.startsWith(object) && !'link'.startsWith(object)) {
    await err(`Object "${object}" is unknown, try "ip help".\n`);
    return 1;
  }
  const addresses = 'address'.startsWith(object);
  const lines = [
    '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN qlen 1000',
    '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
    ...(addresses ? ['    inet 127.0.0.1/8 scope host lo', '       valid_lft forever preferred_lft forever'] : []),
    '2: eth0@if5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UP',
    `    link/ether ${macOf(facts.podIP)} brd ff:ff:ff:ff:ff:ff`,
    ...(addresses
      ? [
          `    inet ${facts.podIP}/24 brd ${broadcastOf(facts.podIP)} scope global eth0`,
          '       valid_lft forever preferred_lft forever',
        ]
      : []),
  ];
  await out(`${lines.join('\n')}\n`);
  return 0;
};

export const ifconfig: Tool = async ({ facts, out }) => {
  const lines = [
    `eth0      Link encap:Ethernet  HWaddr ${macOf(facts.podIP).toUpperCase()}  `,
    `          inet addr:${facts.podIP}  Bcast:${broadcastOf(facts.podIP)}  Mask:255.255.255.0`,
    '          UP BROADCAST RUNNING MULTICAST  MTU:1450  Metric:1',
    '',
    'lo        Link encap:Local Loopback  ',
    '          inet addr:127.0.0.1  Mask:255.0.0.0',
    '          UP LOOPBACK RUNNING  MTU:65536  Metric:1',
  ];
  await out(`${lines.join('\n')}\n`);
  return 0;
};

function withLast(address: string, last: string): string {
  return [...address.split('.').slice(0, 3), last].join('.');
}

function gatewayOf(address: string): string {
  return withLast(address, '1');
}

function broadcastOf(address: string): string {
  return withLast(address, '255');
}

function subnetOf(address: string): string {
  return `${withLast(address, '0')}/24`;
}

/** Locally administered, made of the address: the same at every look. */
function macOf(address: string): string {
  const bits = (parseAddress(address) ?? 0).toString(16).padStart(8, '0');
  return ['0a', '58', ...(bits.match(/../g) ?? [])].join(':');
}
