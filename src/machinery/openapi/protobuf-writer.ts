const encoder = new TextEncoder();

/** Writes protobuf messages: fields with a length in front, booleans, and messages inside messages. */
export class ProtobufWriter {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }

  #varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest & 127) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  #delimited(field: number, bytes: Uint8Array): void {
    this.#varint(field * 8 + 2);
    this.#varint(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** An empty text is the default and is left out. */
  text(field: number, value: string | undefined): void {
    if (value !== undefined && value !== '') this.#delimited(field, encoder.encode(value));
  }

  /** `false` is the default and is left out. */
  boolean(field: number, value: boolean): void {
    if (!value) return;
    this.#varint(field * 8);
    this.#varint(1);
  }

  message(field: number, write: (inner: ProtobufWriter) => void): void {
    const start = this.#length;
    write(this);
    // The length is known only now: the content moves up to make room for it.
    const content = this.#bytes.slice(start, this.#length);
    this.#length = start;
    this.#delimited(field, content);
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
