import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeObject } from './decode.ts';

const MAGIC = [0x6b, 0x38, 0x73, 0x00];

/** A length-delimited field. */
function bytes(number: number, ...content: readonly (string | Uint8Array)[]): Buffer {
  const body = Buffer.concat(content.map((each) => Buffer.from(each)));
  return Buffer.concat([varint((number << 3) | 2), varint(body.length), body]);
}

function integer(number: number, value: number): Buffer {
  return Buffer.concat([varint(number << 3), varint(value)]);
}

function varint(value: number): Buffer {
  const out: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    out.push(rest < 128 ? rest : (rest % 128) | 128);
    if (rest < 128) return Buffer.from(out);
  }
}

function envelope(apiVersion: string, kind: string, ...object: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from(MAGIC), bytes(1, bytes(1, apiVersion), bytes(2, kind)), bytes(2, ...object)]);
}

describe('protobuf', () => {
  it('reads text, numbers, lists, maps and objects by their numbers', () => {
    const port = bytes(1, bytes(1, 'http'), integer(3, 80), bytes(4, integer(1, 1), bytes(3, 'web')));
    const metadata = bytes(1, bytes(1, 'svc'), bytes(11, bytes(1, 'app'), bytes(2, 'x')));
    const spec = bytes(
      2,
      port,
      bytes(1, integer(3, 443), bytes(4, integer(2, 8443))),
      bytes(2, bytes(1, 'k'), bytes(2, 'v')),
    );
    expect(decodeObject(envelope('v1', 'Service', metadata, spec))).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'svc', labels: { app: 'x' } },
      spec: {
        ports: [
          { name: 'http', port: 80, targetPort: 'web' },
          { port: 443, targetPort: 8443 },
        ],
        selector: { k: 'v' },
      },
    });
  });

  it('reads a message that JSON has inline, times and bytes', () => {
    const http = bytes(1, bytes(2, bytes(1, '/ready'), bytes(2, integer(1, 0), integer(2, 80))));
    const container = bytes(2, bytes(1, 'c'), bytes(11, http, integer(4, 5)));
    const pod = decodeObject(envelope('v1', 'Pod', bytes(2, container)));
    expect(pod.spec).toEqual({
      containers: [{ name: 'c', readinessProbe: { httpGet: { path: '/ready', port: 80 }, periodSeconds: 5 } }],
    });
    const metadata = bytes(1, bytes(8, integer(1, 1_700_000_000)), bytes(9));
    const map = decodeObject(envelope('v1', 'ConfigMap', metadata, bytes(3, bytes(1, 'k'), bytes(2, 'hi'))));
    expect(map).toMatchObject({ metadata: { creationTimestamp: '2023-11-14T22:13:20Z' }, binaryData: { k: 'aGk=' } });
  });

  it('ends with a RangeError on any bytes that are no message', () => {
    expect(() => decodeObject(Buffer.from('{}'))).toThrow(RangeError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        try {
          decodeObject(Buffer.concat([Buffer.from(MAGIC), noise]));
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
