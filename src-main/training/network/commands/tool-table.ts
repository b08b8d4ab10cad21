import { curl } from './curl.ts';
import { dig, getent, host, nslookup } from './dns-tools.ts';
import { id, ps, trap, uname, whoami } from './host-facts.ts';
import { ifconfig, ip } from './interfaces.ts';
import { hostname } from './hostname.ts';
import { nc } from './nc.ts';
import { ping } from './ping.ts';
import { sleep } from './sleep.ts';
import type { Tool } from './tool.ts';
import { wget } from './wget.ts';

/** In every image that has a shell. */
export const BASE_TOOLS: Readonly<Record<string, Tool>> = { sleep, hostname, id, trap, uname, whoami };

/** In an image that names them (programs/image-table.ts). */
export const NETWORK_TOOLS: Readonly<Record<string, Tool>> = {
  curl,
  wget,
  nc,
  ping,
  ip,
  ifconfig,
  nslookup,
  dig,
  host,
  getent,
  ps,
};
