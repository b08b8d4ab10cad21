/**
 * What a file of test/known-bad/tree says about itself in its first lines:
 * `known-bad: GATE: TEXT` (that gate must reject it, saying TEXT) or `known-good` (no gate may).
 * @typedef {{ gate: string, text: string }} Expectation
 */

const HEADER = /^(?:\/\/|<!--) known-(?:good|bad: (?<gate>[^:]+): (?<text>.+?))(?: -->)?$/;

/** @param {string} source @returns {Expectation[] | null} null: it says nothing; empty: it is good */
export function readExpectations(source) {
  const lines = source.split('\n');
  const first = lines.findIndex((line) => !HEADER.test(line));
  if (first === 0) return null;
  return lines.slice(0, first).flatMap((line) => {
    const { gate, text } = HEADER.exec(line)?.groups ?? {};
    return gate === undefined || text === undefined ? [] : [{ gate, text }];
  });
}

/**
 * What a gate printed about a file. Tools name it in each line, or once above a paragraph of lines.
 * @param {string} output @param {string} file
 */
export function saidAbout(output, file) {
  const paragraphs = output.split(/\n\s*\n/).filter((paragraph) => {
    const heading = paragraph.trimStart().split('\n', 1)[0]?.trimEnd() ?? '';
    return heading.replace(/:\d+:\d+$/, '').endsWith(file);
  });
  const lines = output.split('\n').filter((line) => line.includes(file));
  return [...paragraphs, ...lines].join('\n');
}
