/** One field of a message as it stands on the wire: its number, and a number or bytes. */
export interface WireField {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

const VARINT = 0n;
const FIXED_64 = 1n;
const BYTES = 2n;
const FIXED_32 = 5n;

/** The fields of a message, in order. Throws RangeError where the bytes end too early or are none. */
export function readFields(bytes: Uint8Array): readonly WireField[] {
  const fields: WireField[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = BigInt(view.getUint8(offset++));
      value |= (byte & 127n) << shift;
      if (byte < 128n) return value;
    }
    throw new RangeError('a varint of more than ten bytes');
  };
  const take = (length: number): Uint8Array => {
    if (offset + length > bytes.length) throw new RangeError('the message ends too early');
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  while (offset < bytes.length) {
    const key = varint();
    const number = Number(key >> 3n);
    switch (key & 7n) {
      case VARINT:
        fields.push({ number, value: varint() });
        break;
      case BYTES:
        fields.push({ number, value: take(Number(varint())) });
        break;
      case FIXED_64:
        fields.push({ number, value: view.getBigUint64(offset, true) });
        offset += 8;
        break;
      case FIXED_32:
        fields.push({ number, value: BigInt(view.getUint32(offset, true)) });
        offset += 4;
        break;
      default:
        throw new RangeError(`wire type ${key & 7n}`);
    }
  }
  return fields;
}

export function asText(value: bigint | Uint8Array | undefined): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : '';
}

/** Integers are two's complement of 64 bits. */
export function asInteger(value: bigint | Uint8Array | undefined): number {
  return typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : 0;
}

export function asBytes(value: bigint | Uint8Array | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}
