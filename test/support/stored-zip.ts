import { crc32 } from 'node:zlib';

/** Little-endian fields: `[bytes, value]`. */
function fields(...of: readonly (readonly [2 | 4, number])[]): Buffer {
  const parts = of.map(([bytes, value]) => {
    const part = Buffer.alloc(bytes);
    part.writeUIntLE(value, 0, bytes);
    return part;
  });
  return Buffer.concat(parts);
}

/** 1 January 1980, the first day of the format. */
const DAY = 0x21;
const MADE_BY_UNIX = 0x03_14;
const VERSION = 20;
/** A regular file, rwxr-xr-x, where Unix keeps its mode. */
const PROGRAM = 0o100755 * 2 ** 16;

/** A ZIP archive of programs, not compressed: name -> text. Format: PKWARE APPNOTE 4.3. */
export function storedZip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [title, body] = [Buffer.from(name), Buffer.from(text)];
    const described = [
      ...([
        [2, VERSION],
        [2, 0],
        [2, 0],
        [2, 0],
        [2, DAY],
      ] as const),
      ...([
        [4, crc32(body)],
        [4, body.length],
        [4, body.length],
        [2, title.length],
        [2, 0],
      ] as const),
    ];
    const local = Buffer.concat([fields([4, 0x04_03_4b_50], ...described), title, body]);
    const outside = [
      [2, 0],
      [2, 0],
      [2, 0],
      [4, PROGRAM],
      [4, offset],
    ] as const;
    directory.push(fields([4, 0x02_01_4b_50], [2, MADE_BY_UNIX], ...described, ...outside), title);
    parts.push(local);
    offset += local.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const count = parts.length;
  const end = fields([4, 0x06_05_4b_50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]);
  return Buffer.concat([...parts, ...directory, end]);
}
