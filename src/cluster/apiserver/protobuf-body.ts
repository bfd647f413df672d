import type { ApiRequest } from '#client/transport.ts';

export const PROTOBUF_MEDIA_TYPE = 'application/vnd.kubernetes.protobuf';

type Decode = (bytes: Uint8Array) => Readonly<Record<string, unknown>>;

// Part of the program, not of a server's state: it is the same for all of them, and most sessions never need it.
let decode: Decode | undefined;

export function isProtobuf(request: ApiRequest): boolean {
  return request.headers?.['content-type']?.startsWith(PROTOBUF_MEDIA_TYPE) ?? false;
}

/** Loads what reads protobuf, when a request needs it; undefined when nothing has to be loaded. */
export function prepareProtobuf(request: ApiRequest): Promise<void> | undefined {
  return decode || !isProtobuf(request) ? undefined : load();
}

async function load(): Promise<void> {
  decode = (await import('#machinery/protobuf/decode-protobuf.ts')).decodeProtobuf;
}

/** An object read from protobuf, or what is wrong with it; undefined as long as nothing is loaded. */
export function readProtobuf(bytes: Uint8Array): { readonly value?: object; readonly error?: string } | undefined {
  if (!decode) return undefined;
  try {
    return { value: decode(bytes) };
  } catch (error) {
    if (error instanceof Error && (error.name === 'ProtobufError' || error instanceof SyntaxError)) return { error: error.message };
    throw error;
  }
}
