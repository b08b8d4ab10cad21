import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTEN = '0A';

/** The sockets a process holds, as `tcp listen 127.0.0.1:4711` or `unix`; those of one kind stand once each. Linux. */
export function socketsOf(pid: number): readonly string[] {
  const held = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return [/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? ''];
      } catch {
        return []; // closed since
      }
    }),
  );
  const network = ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6', 'icmp'].flatMap((table) =>
    rowsOf(pid, table).flatMap(([, local = '', , state, , , , , , inode = '']) =>
      held.has(inode) ? [`${table} ${state === LISTEN ? 'listen' : 'joined'} ${addressOf(local)}`] : [],
    ),
  );
  const unix = rowsOf(pid, 'unix')
    .filter((row) => held.has(row[6] ?? ''))
    .map(() => 'unix');
  return [...network, ...unix].sort();
}

function rowsOf(pid: number, table: string): readonly (readonly string[])[] {
  const [, ...lines] = readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n');
  return lines.map((line) => line.trim().split(/\s+/));
}

/** `0100007F:1267` is 127.0.0.1:4711: the bytes of an IPv4 address stand backwards. */
function addressOf(hex: string): string {
  const [address = '', port = ''] = hex.split(':');
  const bytes =
    address
      .match(/../g)
      ?.map((byte) => parseInt(byte, 16))
      .reverse() ?? [];
  return `${bytes.join('.')}:${parseInt(port, 16)}`;
}
