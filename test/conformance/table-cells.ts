import type { Target, Wire } from './target.ts';

/** What kubectl asks for to print a list. */
export const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
/** Columns that tell a time. */
const TIMES = ['Age', 'Duration'];

interface TableBody {
  readonly columnDefinitions: readonly Wire[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: Wire }[];
}

/** Columns, and the rows without times and without what each cluster names in its own way. */
export function cellsOf(body: unknown, own: Readonly<Record<string, string>>): unknown {
  const { columnDefinitions, rows } = body as TableBody;
  const columns = columnDefinitions.map(({ name, type, format, priority }) => [name, type, format, priority]);
  const cell = (value: unknown, at: number): unknown => {
    const name = String(columnDefinitions[at]?.name);
    return TIMES.includes(name) ? `<${name.toLowerCase()}>` : (own[String(value)] ?? value);
  };
  return [columns, rows.map(({ cells }) => cells.map(cell))];
}

/** One object with the cells of these columns that kubectl prints of it at this very moment; null where it is gone. */
export async function printed(
  target: Target,
  path: string,
  columns: readonly string[],
): Promise<{ readonly object: Wire; readonly cells: readonly unknown[] } | null> {
  const { code, body } = await target.send('GET', `${path}?includeObject=Object`, { accept: TABLE });
  if (code !== 200) return null;
  const { columnDefinitions, rows } = body as TableBody;
  const [row] = rows;
  if (row === undefined) return null;
  const cells = columns.map((name) => row.cells[columnDefinitions.findIndex((column) => column.name === name)]);
  return { object: row.object, cells };
}
