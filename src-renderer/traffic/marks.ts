// A Pod is a colour, a letter and a dark pattern, a client is a light pattern: the same in chart, strip and table. All
// colours have a contrast of 3:1 or more on both themes' surfaces, and white letters one of 4.5:1 or more on them.
const COLOURS = ['#2f74d0', '#bf5319', '#1b8456', '#8a56c8', '#c2417f', '#0f8191', '#94690c', '#66748a'] as const;

const LETTERS = 26;

export interface PodMark {
  readonly letter: string;
  readonly colour: string;
  /** Index of its pattern, for eyes that tell no colours. */
  readonly pattern: number;
}

export function podMark(index: number): PodMark {
  const round = Math.floor(index / COLOURS.length);
  // A colour that comes again has another pattern: 64 Pods, no two alike.
  return { letter: letterOf(index), colour: COLOURS[index % COLOURS.length] ?? COLOURS[0], pattern: index + round };
}

/** A to Z, then AA, AB … as columns of a spreadsheet. */
function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % LETTERS));
  return index < LETTERS ? last : letterOf(Math.floor(index / LETTERS) - 1) + last;
}

const TILE = 8;
const CLIENT_INK = 'rgb(255 255 255 / 62%)';
// Dark under the white letter, which is read on it more easily than on the plain colour.
const POD_INK = 'rgb(0 0 0 / 42%)';

type Paint = (tile: CanvasRenderingContext2D) => void;
type Line = readonly [x1: number, y1: number, x2: number, y2: number];

const RISING: readonly Line[] = [
  [0, 8, 8, 0],
  [-4, 4, 4, -4],
  [4, 12, 12, 4],
];
const FALLING: readonly Line[] = RISING.map(([x1, y1, x2, y2]) => [x1, TILE - y1, x2, TILE - y2]);
const BETWEEN_RISING: readonly Line[] = [
  [-2, 6, 6, -2],
  [2, 10, 10, 2],
];
const BETWEEN_FALLING: readonly Line[] = BETWEEN_RISING.map(([x1, y1, x2, y2]) => [x1, TILE - y1, x2, TILE - y2]);

// Both stand on one card: a client is told by diagonals, a Pod never, so that neither is taken for the other.
const CLIENT_PATTERNS: readonly Paint[] = [
  () => undefined,
  lines(1.6, ...RISING),
  lines(1.6, ...FALLING),
  lines(1.6, ...RISING, ...FALLING),
  lines(3.4, ...RISING),
  lines(3.4, ...FALLING),
  lines(1.2, ...RISING, ...BETWEEN_RISING),
  lines(1.2, ...FALLING, ...BETWEEN_FALLING),
];

const POD_PATTERNS: readonly Paint[] = [
  () => undefined,
  lines(1.6, [0, 4, 8, 4]),
  squares(2, [1, 1], [5, 5]),
  lines(1.6, [4, 0, 4, 8]),
  lines(3.4, [0, 2, 8, 2]),
  lines(3.4, [2, 0, 2, 8]),
  lines(1.6, [0, 4, 8, 4], [4, 0, 4, 8]),
  squares(4, [0, 0], [4, 4]),
];

/** A small picture that repeats: the Pod's colour with the client's pattern. */
export function clientTile(document: Document, client: number, colour: string): HTMLCanvasElement {
  return patternTile(document, CLIENT_PATTERNS[client % CLIENT_PATTERNS.length], colour, CLIENT_INK);
}

/** A small picture that repeats: the Pod's colour with its own pattern. */
export function podTile(document: Document, { pattern, colour }: Omit<PodMark, 'letter'>): HTMLCanvasElement {
  return patternTile(document, POD_PATTERNS[pattern % POD_PATTERNS.length], colour, POD_INK);
}

function patternTile(document: Document, paint: Paint | undefined, colour: string, ink: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = TILE;
  canvas.height = TILE;
  const tile = canvas.getContext('2d');
  if (tile === null) return canvas;
  tile.fillStyle = colour;
  tile.fillRect(0, 0, TILE, TILE);
  tile.strokeStyle = ink;
  tile.fillStyle = ink;
  paint?.(tile);
  return canvas;
}

function lines(width: number, ...strokes: readonly Line[]): Paint {
  return (tile) => {
    tile.lineWidth = width;
    for (const [x1, y1, x2, y2] of strokes) {
      tile.beginPath();
      tile.moveTo(x1, y1);
      tile.lineTo(x2, y2);
      tile.stroke();
    }
  };
}

function squares(side: number, ...corners: readonly (readonly [x: number, y: number])[]): Paint {
  return (tile) => {
    for (const [x, y] of corners) tile.fillRect(x, y, side, side);
  };
}
