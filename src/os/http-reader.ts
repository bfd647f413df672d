import type { CancelToken } from '#sim/cancel.ts';
import { concatBytes, decodeText } from './bytes.ts';
import { type HttpHeaders, HttpProtocolError, type HttpRequest, type HttpResponse, headerOf, type MessageHead, parseHead } from './http-message.ts';

const MAX_HEAD_BYTES = 64 * 1024;

/** Reads HTTP/1.1 messages from a connection, one after the other. All methods throw HttpProtocolError and Cancelled. */
export interface HttpMessageReader {
  /** The next request; undefined when the other side has closed. */
  request(): Promise<HttpRequest | undefined>;
  /** @param method of the request this answers: a HEAD has no body */
  response(method: string): Promise<HttpResponse>;
}

type Source = (cancel?: CancelToken) => Promise<Uint8Array | undefined>;

export function createHttpReader(read: Source, cancel?: CancelToken): HttpMessageReader {
  let buffer: Uint8Array = new Uint8Array(0);

  const more = async (): Promise<boolean> => {
    const bytes = await read(cancel);
    if (bytes) buffer = buffer.length === 0 ? bytes : concatBytes([buffer, bytes]);
    return bytes !== undefined;
  };
  const take = (count: number): Uint8Array => {
    const bytes = buffer.subarray(0, count);
    buffer = buffer.subarray(count);
    return bytes;
  };
  const takeExactly = async (count: number): Promise<Uint8Array> => {
    while (buffer.length < count) if (!(await more())) throw new HttpProtocolError('the connection ended in the middle of a body');
    return take(count);
  };
  const takeLine = async (): Promise<string> => {
    for (let searched = 0; ; ) {
      const end = buffer.indexOf(10, searched);
      if (end >= 0) return decodeText(take(end + 1)).trimEnd();
      searched = buffer.length;
      if (searched > MAX_HEAD_BYTES || !(await more())) throw new HttpProtocolError('the connection ended in the middle of a line');
    }
  };

  const head = async (): Promise<MessageHead | undefined> => {
    while (buffer.length === 0) if (!(await more())) return undefined;
    for (;;) {
      const end = endOfHead(buffer);
      if (end) {
        const bytes = take(end.next).subarray(0, end.end);
        return parseHead(bytes);
      }
      if (buffer.length > MAX_HEAD_BYTES || !(await more())) throw new HttpProtocolError('the connection ended in the middle of the headers');
    }
  };

  const chunkedBody = async (): Promise<Uint8Array> => {
    const chunks: Uint8Array[] = [];
    for (;;) {
      const size = Number.parseInt(await takeLine(), 16);
      if (!(size >= 0)) throw new HttpProtocolError('malformed chunk size');
      if (size === 0) break;
      chunks.push(await takeExactly(size));
      await takeLine();
    }
    while ((await takeLine()) !== '');
    return concatBytes(chunks);
  };

  const restOfConnection = async (): Promise<Uint8Array> => {
    while (await more());
    return take(buffer.length);
  };

  const body = async (headers: HttpHeaders, untilEnd: boolean): Promise<Uint8Array> => {
    if (headerOf(headers, 'Transfer-Encoding')?.toLowerCase().includes('chunked')) return chunkedBody();
    const length = headerOf(headers, 'Content-Length');
    if (length !== undefined) return takeExactly(Number(length));
    return untilEnd ? restOfConnection() : new Uint8Array(0);
  };

  return {
    async request() {
      const parsed = await head();
      if (!parsed) return undefined;
      const line = /^(\S+) (\S+) HTTP\/1\.[01]$/.exec(parsed.startLine);
      if (!line) throw new HttpProtocolError(`malformed request line ${JSON.stringify(parsed.startLine)}`);
      return { method: line[1] ?? '', target: line[2] ?? '', headers: parsed.headers, body: await body(parsed.headers, false) };
    },
    async response(method) {
      const parsed = await head();
      if (!parsed) throw new HttpProtocolError('the connection ended without an answer');
      const line = /^HTTP\/1\.[01] (\d{3}) ?(.*)$/.exec(parsed.startLine);
      if (!line) throw new HttpProtocolError(`malformed status line ${JSON.stringify(parsed.startLine)}`);
      const status = Number(line[1]);
      const isBodyless = method === 'HEAD' || status < 200 || status === 204 || status === 304;
      return { status, reason: line[2] ?? '', headers: parsed.headers, body: isBodyless ? new Uint8Array(0) : await body(parsed.headers, true) };
    },
  };
}

/** Where the headers end and where the body begins; undefined when they are not complete yet. */
function endOfHead(bytes: Uint8Array): { end: number; next: number } | undefined {
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    const end = at > 0 && bytes[at - 1] === 13 ? at - 1 : at;
    if (bytes[at + 1] === 10) return { end, next: at + 2 };
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return { end, next: at + 3 };
  }
  return undefined;
}
