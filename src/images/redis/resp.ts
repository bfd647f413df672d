import { concatBytes, decodeText, encodeText } from '#os/bytes.ts';
import type { Socket } from '#os/network.ts';
import type { CancelToken } from '#sim/cancel.ts';

/** A value of the Redis protocol. */
export type Reply =
  | { readonly kind: 'status' | 'error'; readonly text: string }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'bulk'; readonly text: string }
  | { readonly kind: 'nil' }
  | { readonly kind: 'array'; readonly items: readonly Reply[] };

export const ok: Reply = { kind: 'status', text: 'OK' };
export const nil: Reply = { kind: 'nil' };
export const bulk = (text: string): Reply => ({ kind: 'bulk', text });
export const integer = (value: number): Reply => ({ kind: 'integer', value });
export const failure = (text: string): Reply => ({ kind: 'error', text });
export const list = (texts: readonly string[]): Reply => ({ kind: 'array', items: texts.map(bulk) });

/** A reply as it goes over the wire (RESP2). */
export function formatReply(reply: Reply): string {
  switch (reply.kind) {
    case 'status':
      return `+${reply.text}\r\n`;
    case 'error':
      return `-${reply.text}\r\n`;
    case 'integer':
      return `:${reply.value}\r\n`;
    case 'nil':
      return '$-1\r\n';
    case 'bulk':
      return `$${encodeText(reply.text).length}\r\n${reply.text}\r\n`;
    case 'array':
      return `*${reply.items.length}\r\n${reply.items.map(formatReply).join('')}`;
  }
}

/** A command as a client sends it. */
export function formatCommand(words: readonly string[]): Uint8Array {
  return encodeText(formatReply(list(words)));
}

/** Reads values of the protocol from a connection. */
export interface RespReader {
  /** The next value; a line that is no value of the protocol is a command typed by hand. undefined at the end. */
  next(): Promise<Reply | undefined>;
}

export function createRespReader(socket: Socket, cancel: CancelToken): RespReader {
  let rest = new Uint8Array(0);

  const fill = async (): Promise<boolean> => {
    const bytes = await socket.read(cancel);
    if (!bytes) return false;
    rest = new Uint8Array(concatBytes([rest, bytes]));
    return true;
  };
  const line = async (): Promise<string | undefined> => {
    for (;;) {
      const end = rest.indexOf(10);
      if (end >= 0) {
        const text = decodeText(rest.subarray(0, end)).replace(/\r$/, '');
        rest = rest.slice(end + 1);
        return text;
      }
      if (!(await fill())) return undefined;
    }
  };
  const exactly = async (count: number): Promise<string | undefined> => {
    while (rest.length < count + 2) if (!(await fill())) return undefined;
    const text = decodeText(rest.subarray(0, count));
    rest = rest.slice(count + 2);
    return text;
  };

  const next = async (): Promise<Reply | undefined> => {
    const head = await line();
    if (head === undefined) return undefined;
    const value = head.slice(1);
    switch (head[0]) {
      case '+':
        return { kind: 'status', text: value };
      case '-':
        return failure(value);
      case ':':
        return integer(Number(value));
      case '$': {
        if (Number(value) < 0) return nil;
        const text = await exactly(Number(value));
        return text === undefined ? undefined : bulk(text);
      }
      case '*': {
        const items: Reply[] = [];
        for (let index = 0; index < Number(value); index++) {
          const item = await next();
          if (!item) return undefined;
          items.push(item);
        }
        return { kind: 'array', items };
      }
      default:
        return list(head.split(/\s+/).filter((word) => word !== ''));
    }
  };
  return { next };
}
