import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Linux only: what /proc knows of a process and all it started. */
export function processTree(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    // The name in parentheses may itself hold spaces and parentheses.
    const parent = /\) \S (\d+)/.exec(read(`/proc/${entry}/stat`))?.[1];
    if (parent !== undefined) parents.set(pid, Number(parent));
  }
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

/** Sockets of these processes that take connections or datagrams from others, as `tcp 127.0.0.1:9229`. */
export function listeningSockets(pids: readonly number[]): readonly string[] {
  const own = new Set(pids.flatMap(socketsOf));
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) =>
    read(`/proc/net/${table}`)
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      // 0A is LISTEN; a UDP socket that is bound and not connected is 07.
      .filter(([, , , state, , , , , , inode]) => (state === '0A' || state === '07') && own.has(inode ?? ''))
      .map(([, local = '']) => `${table} ${local}`),
  );
}

function socketsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${String(pid)}/fd`).flatMap((fd) => {
      const target = link(`/proc/${String(pid)}/fd/${fd}`);
      return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
    });
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

export interface Confinement {
  readonly type: string;
  readonly uid: number;
  /** 2: a filter of system calls is in force. */
  readonly seccomp: number;
  /** Effective capabilities, hexadecimal. */
  readonly capabilities: string;
  readonly userNamespace: string;
  readonly networkNamespace: string;
}

/** How far a process of Chromium's is shut in. */
export function confinementOf(pid: number): Confinement {
  const status = read(`/proc/${String(pid)}/status`);
  const field = (name: string): string => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
  const commandLine = read(`/proc/${String(pid)}/cmdline`).replaceAll('\0', ' ');
  return {
    type: /--type=(\S+)/.exec(commandLine)?.[1] ?? 'browser',
    uid: Number(field('Uid')),
    seccomp: Number(field('Seccomp')),
    capabilities: field('CapEff'),
    userNamespace: link(`/proc/${String(pid)}/ns/user`),
    networkNamespace: link(`/proc/${String(pid)}/ns/net`),
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
