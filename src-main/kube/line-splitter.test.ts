import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineTooLongError, splitLines } from './line-splitter.ts';

async function* give(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

async function lines(chunks: readonly Uint8Array[]): Promise<string[]> {
  const all: string[] = [];
  for await (const line of splitLines(give(chunks))) all.push(line.toString('utf8'));
  return all;
}

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

describe('lines of a watch', () => {
  it.each([
    ['two in a packet', [bytes('a\nb\n')], ['a', 'b']],
    ['a partial last one', [bytes('a\nb')], ['a']],
    ['U+2028 and U+0085 within', [bytes('a\u2028b\u0085c\n')], ['a\u2028b\u0085c']],
    ['empty ones', [bytes('\n\na\n\n')], ['a']],
    ['nothing', [], []],
  ])('%s', async (_name, chunks, expected) => expect(await lines(chunks)).toEqual(expected));

  it('are the same however they are cut, in the middle of characters too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => text.replaceAll('\n', ' ')),
          { maxLength: 6 },
        ),
        fc.integer({ min: 1, max: 7 }),
        async (texts, size) => {
          const whole = bytes(texts.map((text) => `${text}\n`).join(''));
          const cut: Buffer[] = [];
          for (let at = 0; at < whole.length; at += size) cut.push(whole.subarray(at, at + size));
          expect(await lines(cut)).toEqual(texts);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('end somewhere', async () => {
    const chunk = Buffer.alloc(1_048_576, 'x');
    await expect(lines(Array<Buffer>(40).fill(chunk))).rejects.toThrow(LineTooLongError);
  });
});
