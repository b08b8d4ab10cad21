import { expect, it } from 'vitest';
import { demoTableFaults } from './demo-tables.mjs';

const table = (side: string, ...rows: readonly string[]): string =>
  `sessionAffinity: ${side} (20 requests)\n┌───┐\n│ (index) │ client-0 │ hits │ counted by the Pod │\n├───┤\n${rows.join('\n')}\n└───┘\n`;
const NONE = table('None', '│ a       │ 12       │ 12   │ 12                 │', '│ b │ 8 │ 8 │ 8 │');
const STICKY = table('ClientIP', '│ a       │ 20       │ 20   │ 20                 │');

it('takes the tables of both sides, whatever else is printed', () => {
  expect(demoTableFaults(`set-up: done\n${NONE}\n${STICKY}\nwritten\n`)).toEqual([]);
  expect(demoTableFaults(`${NONE}${STICKY}`.replace(/ 12 /g, ' \x1b[33m12\x1b[39m ').replaceAll('\n', '\r\n'))).toEqual(
    [],
  );
});

it.each<[string, string, RegExp]>([
  ['no table', 'written\n', /of no side/],
  ['one side', NONE, /of None$/],
  ['the sides the other way round', STICKY + NONE, /of ClientIP and None/],
  ['no Pod', NONE + table('ClientIP'), /ClientIP names no Pod/],
  ['a Pod that counted otherwise', table('None', '│ a │ 12 │ 12 │ 11 │') + STICKY, /None has the row a,12,12,11/],
  ['a row that is cut off', table('None', '│ a │ 12 │') + STICKY, /None has the row a,12/],
  ['no hits', NONE.replace('hits', 'x') + STICKY, /has the columns/],
])('refuses %s', (_what, output, fault) => {
  expect(demoTableFaults(output)).toEqual([expect.stringMatching(fault)]);
});
