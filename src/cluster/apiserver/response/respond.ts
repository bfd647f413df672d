import type { ApiResponse } from '#client/transport.ts';
import { StatusError } from '#machinery/status-error.ts';
import { formatYaml } from '#machinery/yaml.ts';
import type { AcceptedForm } from './accepted-form.ts';

const JSON_HEADERS: ApiResponse['headers'] = { 'content-type': 'application/json' };

/** An answer with a body, as JSON (handed over as an object) or as a YAML text. @param warnings become `Warning` headers */
export function respond(status: number, body: object, { encoding }: AcceptedForm, warnings: readonly string[] = []): ApiResponse {
  const isYaml = encoding === 'yaml';
  if (!isYaml && warnings.length === 0) return { status, headers: JSON_HEADERS, body };
  const headers: Record<string, string> = { 'content-type': isYaml ? 'application/yaml' : 'application/json' };
  if (warnings.length > 0) headers['warning'] = [...new Set(warnings)].map(formatWarning).join(', ');
  return { status, headers, body: isYaml ? formatYaml(body as never) : body };
}

/** A plain text: `ok`. */
export function respondText(status: number, body: string): ApiResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** The Status of a request that was not carried out. @throws whatever is no StatusError: a bug */
export function respondError(error: unknown, form: AcceptedForm): ApiResponse {
  if (!(error instanceof StatusError)) throw error;
  const { code, status } = error;
  const answer = respond(code, status, form);
  const retry = status.details?.retryAfterSeconds;
  return retry === undefined ? answer : { ...answer, headers: { ...answer.headers, 'retry-after': String(retry) } };
}

/** One warning as RFC 7234 has it: `299 - "text"`. */
function formatWarning(text: string): string {
  return `299 - "${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
