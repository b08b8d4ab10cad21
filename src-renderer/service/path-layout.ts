import type { MemberRow, Membership } from '#shared/membership/member.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** What an edge says: live gets connections; idle is listed and gets none; dim belongs to another port. */
export type EdgeTone = 'live' | 'idle' | 'dim';

export interface Edge {
  readonly key: string;
  readonly tone: EdgeTone;
  readonly d: string;
}

export interface PathRow {
  readonly key: string;
  readonly row: MemberRow;
  readonly endpoint: Box;
  readonly pod: Box;
  readonly tone: EdgeTone | 'out';
}

export interface PathLayout {
  readonly height: number;
  readonly client: Box;
  readonly ports: readonly Box[];
  readonly rows: readonly PathRow[];
  /** Members that are not drawn one by one. */
  readonly others: { readonly count: number; readonly endpoint: Box; readonly pod: Box } | null;
  /** Where it is said that there is nobody; null where there is somebody. */
  readonly nobody: Box | null;
  readonly edges: readonly Edge[];
  readonly columns: readonly [Box, Box, Box, Box];
}

/** Above this many the rest is one box, even where there is room: more lines than one can follow say less. */
export const DRAWN_MEMBERS = 12;
const FEWEST_DRAWN = 5;
export const BOX_HEIGHT = 28;
const PITCH = 35;
const TOP = 24;

/**
 * Where everything of the picture stands, in pixels, for one port of the Service: a function of membership and width only,
 * so that a Pod that joins moves what must move and nothing else.
 */
export function layOutPath(membership: Membership, portIndex: number, ports: number, space: Space): PathLayout {
  const columns = columnsOf(space.width);
  const most = Math.max(FEWEST_DRAWN, Math.min(DRAWN_MEMBERS, Math.floor(space.height / PITCH)));
  const drawn = membership.rows.length > most + 1 ? most : membership.rows.length;
  const rest = membership.rows.length - drawn;
  const lines = Math.max(1, drawn + (rest > 0 ? 1 : 0), ports);
  const at = (column: 0 | 1 | 2 | 3, line: number): Box => ({ ...columns[column], y: TOP + line * PITCH });
  const rows = membership.rows.slice(0, drawn).map((row, line): PathRow => {
    return { key: row.key, row, endpoint: at(2, line), pod: at(3, line), tone: toneOf(row, portIndex) };
  });
  const firstPort = (Math.max(1, drawn + (rest > 0 ? 1 : 0)) - ports) / 2;
  const portBoxes = Array.from({ length: ports }, (_, index) => at(1, Math.max(0, firstPort) + index));
  const client = at(0, Math.max(0, firstPort) + (ports - 1) / 2);
  const others = rest > 0 ? { count: rest, endpoint: at(2, drawn), pod: at(3, drawn) } : null;
  const end = columns[3].x + columns[3].width;
  const nobody = rows.length > 0 ? null : { ...at(2, 0), y: portBoxes[portIndex]?.y ?? TOP, width: end - columns[2].x };
  const edges = edgesOf({
    client,
    ports: portBoxes,
    portIndex,
    rows,
    others,
    nobody,
    rest: membership.rows.slice(drawn),
  });
  return { height: TOP + lines * PITCH, client, ports: portBoxes, rows, others, nobody, edges, columns };
}

/** What there is to draw on, in pixels. */
export interface Space {
  readonly width: number;
  readonly height: number;
}

interface EdgeInput {
  readonly client: Box;
  readonly ports: readonly Box[];
  readonly portIndex: number;
  readonly rows: readonly PathRow[];
  readonly others: PathLayout['others'];
  readonly nobody: Box | null;
  /** The members behind `others`. */
  readonly rest: readonly MemberRow[];
}

function edgesOf({ client, ports, portIndex, rows, others, nobody, rest }: EdgeInput): readonly Edge[] {
  const edges: Edge[] = [];
  const restLive = rest.some((row) => toneOf(row, portIndex) === 'live');
  const anyLive = restLive || rows.some(({ tone }) => tone === 'live');
  for (const [index, port] of ports.entries()) {
    const tone: EdgeTone = index === portIndex ? (anyLive ? 'live' : 'idle') : 'dim';
    edges.push({ key: `port-${String(index)}`, tone, d: curve(client, port) });
  }
  const port = ports[portIndex];
  for (const { key, endpoint, pod, tone, row } of rows) {
    if (tone === 'out') continue;
    if (port !== undefined) edges.push({ key: `${key} endpoint`, tone, d: curve(port, endpoint) });
    if (row.pod !== null) edges.push({ key: `${key} pod`, tone, d: curve(endpoint, pod) });
  }
  if (others !== null && port !== undefined) {
    const tone = restLive ? 'live' : 'idle';
    edges.push({ key: 'others endpoint', tone, d: curve(port, others.endpoint) });
    edges.push({ key: 'others pod', tone, d: curve(others.endpoint, others.pod) });
  }
  if (nobody !== null && port !== undefined) edges.push({ key: 'nobody', tone: 'idle', d: curve(port, nobody) });
  return edges;
}

function toneOf(row: MemberRow, portIndex: number): EdgeTone | 'out' {
  const port = row.ports[portIndex];
  // A headless Service may have no ports at all: then the row speaks for itself.
  if (port === undefined) return row.state === 'in' ? 'live' : row.state === 'not-ready' ? 'idle' : 'out';
  if (!port.inSlice) return 'out';
  return port.traffic ? 'live' : 'idle';
}

function columnsOf(width: number): PathLayout['columns'] {
  const client = 104;
  const service = Math.min(320, Math.max(168, width * 0.175));
  const endpoint = Math.min(300, Math.max(158, width * 0.16));
  const left = Math.max(0, width - client - service - endpoint);
  const gap = Math.min(160, Math.max(28, left * 0.15));
  const pod = Math.min(720, Math.max(150, left - 3 * gap));
  const widths = [client, service, endpoint, pod] as const;
  const x = (column: number): number => widths.slice(0, column).reduce((sum, wide) => sum + wide + gap, 0);
  return [
    { x: 0, y: 0, width: client },
    { x: x(1), y: 0, width: service },
    { x: x(2), y: 0, width: endpoint },
    { x: x(3), y: 0, width: pod },
  ];
}

/** From the right edge of one box to the left edge of the other, leaving and arriving level. */
function curve(from: Box, to: Box): string {
  const [x1, y1] = [from.x + from.width, from.y + BOX_HEIGHT / 2];
  const [x2, y2] = [to.x, to.y + BOX_HEIGHT / 2];
  const bend = (x2 - x1) / 2;
  return `M ${x1} ${y1} C ${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
