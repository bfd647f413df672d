/** Bytes that cannot be read as the message they should be. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
}

/** One field of a message. Numbers stand in `value`, everything else in `bytes`. */
export interface WireField {
  readonly number: number;
  readonly value: bigint;
  readonly bytes: Uint8Array;
}

const nothing = new Uint8Array();

/** The fields of a message in the order in which they come. @throws ProtobufError */
export function readFields(message: Uint8Array): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined || shift > 63n) throw new ProtobufError('unexpected EOF');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const take = (length: number): Uint8Array => {
    if (at + length > message.length) throw new ProtobufError('unexpected EOF');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        fields.push({ number, value: varint(), bytes: nothing });
        break;
      case 1:
        fields.push({ number, value: 0n, bytes: take(8) });
        break;
      case 2:
        fields.push({ number, value: 0n, bytes: take(Number(varint())) });
        break;
      case 5:
        fields.push({ number, value: 0n, bytes: take(4) });
        break;
      default:
        throw new ProtobufError(`illegal wireType ${tag % 8}`);
    }
  }
  return fields;
}

/** Zero, false, an empty text or an empty message. */
export function isEmptyField({ value, bytes }: WireField): boolean {
  return value === 0n && bytes.every((byte) => byte === 0);
}
