import { stripVTControlCharacters } from 'node:util';

const SIDES = ['None', 'ClientIP'];
const HEADING = /^sessionAffinity: (\S+) \(\d+ requests\)$/m;

/**
 * What is wrong with the two tables per Pod of a demo that says it has kept its promises. Pure.
 * @param {string} output what it printed
 * @returns {string[]}
 */
export function demoTableFaults(output) {
  const [, ...parts] = stripVTControlCharacters(output).replaceAll('\r', '').split(HEADING);
  const sides = parts.filter((_, index) => index % 2 === 0);
  if (sides.join() !== SIDES.join()) return [`it prints the tables of ${sides.join(' and ') || 'no side'}`];
  return sides.flatMap((side, index) =>
    faultsOf(parts[index * 2 + 1] ?? '').map((fault) => `the table of ${side} ${fault}`),
  );
}

/** @param {string} text what follows a heading @returns {string[]} */
function faultsOf(text) {
  const [columns = [], ...rows] = text
    .split('\n')
    .map(cellsOf)
    .filter((cells) => cells.length > 0);
  if (columns.slice(-2).join() !== 'hits,counted by the Pod') return [`has the columns ${columns.join()}`];
  if (rows.length === 0) return ['names no Pod'];
  return rows
    .filter((cells) => cells.length !== columns.length || cells.at(-1) !== cells.at(-2))
    .map((cells) => `has the row ${cells.join()}`);
}

/** Of a line of console.table. @param {string} line @returns {string[]} none where it is no row */
function cellsOf(line) {
  return line.startsWith('│')
    ? line
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim().replace(/^'(.*)'$/, '$1'))
    : [];
}
