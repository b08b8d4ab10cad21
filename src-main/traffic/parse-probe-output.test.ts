import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BODY_CAP } from './client-script.ts';
import { createProbeParser, type ProbeRecord } from './parse-probe-output.ts';

const BOUNDARY = '0123456789abcdef0123456789abcdef';
const record = (body: string, fields = '0 200 1 0.0015 5 '): string => `${body}\n${BOUNDARY} ${fields} ${BOUNDARY}\n`;
const lineEnd = (from: number, to: number, exit = 0): string => `\n${BOUNDARY} end ${from} ${to} ${exit} ${BOUNDARY}\n`;

function parse(chunks: readonly Uint8Array[]): readonly ProbeRecord[] {
  const parser = createProbeParser(BOUNDARY);
  return chunks.flatMap((chunk) => parser.feed(chunk));
}
const parseText = (text: string): readonly ProbeRecord[] => parse([Buffer.from(text)]);

function slice(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const points = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...points].map((from, index) => bytes.subarray(from, points[index] ?? bytes.length));
}

describe('createProbeParser', () => {
  it('reads answers and line ends', () => {
    expect(
      parseText(
        record('HTTP/1.1 200 OK\r\n\r\nweb-1') + record('', '7 000 0 0.0001 0 Failed to connect') + lineEnd(1, 2, 7),
      ),
    ).toEqual([
      {
        kind: 'answer',
        text: 'HTTP/1.1 200 OK\r\n\r\nweb-1',
        cut: false,
        exit: 0,
        status: 200,
        connects: 1,
        totalSeconds: 0.0015,
        bodyBytes: 5,
        message: '',
      },
      {
        kind: 'answer',
        text: '',
        cut: false,
        exit: 7,
        status: 0,
        connects: 0,
        totalSeconds: 0.0001,
        bodyBytes: 0,
        message: 'Failed to connect',
      },
      { kind: 'line-end', from: 1, to: 2, exit: 7 },
    ]);
  });

  it('leaves the exit code open where curl does not tell it', () => {
    expect(parseText(record('x', ' 200 1 0.1 5 '))).toMatchObject([
      { exit: null, status: 200, connects: 1, totalSeconds: 0.1 },
    ]);
  });

  it('discards a record that is not whole', () => {
    const whole = record('web-1');
    for (let length = 0; length < whole.length; length += 1) expect(parseText(whole.slice(0, length))).toEqual([]);
  });

  it('is not deceived by a body that looks like our records under another boundary', () => {
    const forged = `\nffffffffffffffffffffffffffffffff 0 200 1 0.1  ffffffffffffffffffffffffffffffff\n`;
    expect(parseText(record(forged))).toMatchObject([{ kind: 'answer', text: forged }]);
    expect(parseText(record(`\n${BOUNDARY.slice(0, 31)}`))).toHaveLength(1);
  });

  it('keeps a bounded part of a large body and says that it was cut', () => {
    const [answer] = parseText(record('x'.repeat(BODY_CAP * 3)));
    expect(answer).toMatchObject({ kind: 'answer', cut: true });
    expect(answer?.kind === 'answer' && answer.text.length).toBeLessThan(BODY_CAP * 1.2);
    expect(parseText(record('x'.repeat(BODY_CAP)))).toMatchObject([{ cut: false }]);
  });

  it('gives the same records however the bytes are cut', () => {
    const body = fc.array(fc.constantFrom('web-1', '\n', ' ', BOUNDARY.slice(0, 20), '한국어', '🙂', '\r\n', '\0'), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.array(body, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 60 }), (bodies, cuts) => {
        const bytes = Buffer.from(
          bodies.map((parts) => record(parts.join(''))).join('') + lineEnd(1, bodies.length) + 'rest',
        );
        const whole = parse([bytes]);
        expect(whole).toHaveLength(bodies.length + 1);
        expect(whole.map((each) => (each.kind === 'answer' ? each.text : null))).toEqual([
          ...bodies.map((parts) => parts.join('')),
          null,
        ]);
        expect(parse(slice(bytes, cuts))).toEqual(whole);
        expect(parse([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });
});
