// A Pod is a colour, a letter and a dark pattern, a client is a light pattern: the same in chart, strip and table. All
// colours have a contrast of 3:1 or more on both themes' surfaces, and white letters on them can be read.
const COLOURS = ['#2f74d0', '#c8591f', '#1f8a5b', '#8a56c8', '#c2417f', '#0f8191', '#94690c', '#66748a'] as const;

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
// Dark under the white letter, which stays as readable as on the plain colour.
const POD_INK = 'rgb(0 0 0 / 42%)';

type Paint = (tile: CanvasRenderingContext2D) => void;

const PATTERNS: readonly Paint[] = [
  () => undefined,
  lines([0, 8, 8, 0], [-4, 4, 4, -4], [4, 12, 12, 4]),
  dots([2, 2], [6, 6]),
  lines([0, 4, 8, 4]),
  lines([4, 0, 4, 8]),
  lines([0, 0, 8, 8], [-4, 4, 4, 12], [4, -4, 12, 4]),
  lines([0, 4, 8, 4], [4, 0, 4, 8]),
  lines([0, 8, 8, 0], [0, 0, 8, 8]),
];

/** A small picture that repeats: the Pod's colour with the client's pattern. */
export function clientTile(document: Document, client: number, colour: string): HTMLCanvasElement {
  return patternTile(document, client, colour, CLIENT_INK);
}

/** A small picture that repeats: the Pod's colour with its own pattern. */
export function podTile(document: Document, { pattern, colour }: Omit<PodMark, 'letter'>): HTMLCanvasElement {
  return patternTile(document, pattern, colour, POD_INK);
}

function patternTile(document: Document, pattern: number, colour: string, ink: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = TILE;
  canvas.height = TILE;
  const tile = canvas.getContext('2d');
  if (tile === null) return canvas;
  tile.fillStyle = colour;
  tile.fillRect(0, 0, TILE, TILE);
  tile.strokeStyle = ink;
  tile.fillStyle = ink;
  tile.lineWidth = 1.6;
  PATTERNS[pattern % PATTERNS.length]?.(tile);
  return canvas;
}

function lines(...strokes: readonly (readonly [number, number, number, number])[]): Paint {
  return (tile) => {
    for (const [x1, y1, x2, y2] of strokes) {
      tile.beginPath();
      tile.moveTo(x1, y1);
      tile.lineTo(x2, y2);
      tile.stroke();
    }
  };
}

function dots(...centres: readonly (readonly [number, number])[]): Paint {
  return (tile) => {
    for (const [x, y] of centres) {
      tile.beginPath();
      tile.arc(x, y, 1.3, 0, 2 * Math.PI);
      tile.fill();
    }
  };
}
