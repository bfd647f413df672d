import { concatBytes, decodeText, encodeText } from './bytes.ts';

/** Header lines in the order they are sent. Names compare without regard to case. */
export type HttpHeaders = readonly (readonly [name: string, value: string])[];

export interface HttpRequest {
  readonly method: string;
  /** What stands in the request line: `/path?query`. */
  readonly target: string;
  readonly headers: HttpHeaders;
  readonly body: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  /** The text behind the status; empty: the usual one. */
  readonly reason?: string;
  readonly headers: HttpHeaders;
  readonly body: Uint8Array;
}

/** The other side does not speak HTTP, or stopped in the middle of a message. */
export class HttpProtocolError extends Error {
  override readonly name = 'HttpProtocolError';
}

const reasons: Readonly<Record<number, string>> = {
  100: 'Continue',
  101: 'Switching Protocols',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  413: 'Payload Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The usual text of a status: 404 → `Not Found`; empty for one we don't know. */
export function reasonOf(status: number): string {
  return reasons[status] ?? '';
}

/** The value of a header; undefined when it is not there. */
export function headerOf(headers: HttpHeaders, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/** Adds a header unless one of its name is there. */
export function withHeader(headers: HttpHeaders, name: string, value: string): HttpHeaders {
  return headerOf(headers, name) === undefined ? [...headers, [name, value]] : headers;
}

/** A request as it goes over the wire; a body gets its Content-Length. */
export function formatRequest(request: HttpRequest): Uint8Array {
  const { body } = request;
  const headers = body.length > 0 ? withHeader(request.headers, 'Content-Length', String(body.length)) : request.headers;
  return formatMessage(`${request.method} ${request.target} HTTP/1.1`, headers, body);
}

/** A response as it goes over the wire, with Content-Length. @param method of the request: a HEAD gets no body */
export function formatResponse(response: HttpResponse, method: string): Uint8Array {
  const { status, body } = response;
  const isBodyless = status < 200 || status === 204 || status === 304;
  const headers =
    isBodyless || headerOf(response.headers, 'Transfer-Encoding') ? response.headers : withHeader(response.headers, 'Content-Length', String(body.length));
  const startLine = `HTTP/1.1 ${status} ${response.reason || reasonOf(status)}`;
  return formatMessage(startLine, headers, isBodyless || method === 'HEAD' ? new Uint8Array(0) : body);
}

function formatMessage(startLine: string, headers: HttpHeaders, body: Uint8Array): Uint8Array {
  const head = [startLine, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
  return concatBytes([encodeText(head), body]);
}

/** Start line and headers, parsed. */
export interface MessageHead {
  readonly startLine: string;
  readonly headers: HttpHeaders;
}

/** @throws HttpProtocolError */
export function parseHead(bytes: Uint8Array): MessageHead {
  const [startLine = '', ...lines] = decodeText(bytes).split(/\r?\n/);
  const headers = lines.map((line): readonly [string, string] => {
    const colon = line.indexOf(':');
    if (colon <= 0) throw new HttpProtocolError(`malformed header line ${JSON.stringify(line)}`);
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { startLine, headers };
}
