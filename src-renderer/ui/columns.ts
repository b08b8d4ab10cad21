import type { Component } from 'svelte';

/** One column of a table. */
export interface Column<Key extends string> {
  readonly key: Key;
  readonly text: string;
  /** Stands in the header in the place of its text, which is then its name only. */
  readonly icon?: Component<{ size?: number | string; 'aria-hidden'?: 'true' }>;
  /** Words for the header's tooltip, where its name alone does not say it. */
  readonly title?: string;
  /** Least width in pixels. */
  readonly min: number;
  /** Share of what is left over; 0: always `min`. */
  readonly grow: number;
  readonly align?: 'end';
  readonly sortable?: boolean;
  /** Columns leave a narrow window in this order, 1 first; absent: never. */
  readonly leaves?: number;
}

export interface Sort<Key extends string> {
  readonly key: Key;
  readonly descending: boolean;
}

export const COLUMN_GAP = 10;

/** The columns that fit into `width` pixels, those that matter most staying; widths depend on the window only, never on the data. */
export function fitColumns<Key extends string>(columns: readonly Column<Key>[], width: number): readonly Column<Key>[] {
  const shown = [...columns];
  const leaving = columns.filter((column) => column.leaves !== undefined);
  leaving.sort((a, b) => (a.leaves ?? 0) - (b.leaves ?? 0));
  for (const column of leaving) {
    if (neededWidth(shown) <= width) break;
    shown.splice(shown.indexOf(column), 1);
  }
  return shown;
}

export function gridTemplate(columns: readonly Column<string>[]): string {
  return columns
    .map(({ min, grow }) => (grow === 0 ? `${String(min)}px` : `minmax(${String(min)}px, ${String(grow)}fr)`))
    .join(' ');
}

function neededWidth(columns: readonly Column<string>[]): number {
  return columns.reduce((sum, column) => sum + column.min, 0) + COLUMN_GAP * Math.max(0, columns.length - 1);
}
