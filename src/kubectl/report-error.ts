import { TransportError } from '#client/transport.ts';
import { type StatusCause, StatusError } from '#machinery/status-error.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import { PlainError, SeveralErrors, SilentExit } from './kubectl-error.ts';
import { TemplateError } from './printers/object-printer.ts';

/**
 * Prints what made a command fail, as kubectl words it.
 * @param error a StatusError, TransportError, UsageError or one of kubectl's own; anything else is a bug and is thrown on
 * @param serverUrl for the message that nobody answers there
 * @returns the exit code
 */
export async function reportError(process: Process, error: unknown, serverUrl: () => string): Promise<number> {
  if (error instanceof SilentExit) return error.exitCode;
  if (error instanceof TemplateError) await process.print(error.details);
  const text = formatError(error, serverUrl);
  await process.printError(text.endsWith('\n') || text === '' ? text : `${text}\n`);
  return error instanceof UsageError || error instanceof PlainError ? error.exitCode : 1;
}

function formatError(error: unknown, serverUrl: () => string): string {
  if (error instanceof StatusError && error.reason === 'Invalid') return formatInvalid(error);
  if (error instanceof SeveralErrors) return error.errors.map((one) => `${shortMessage(one, serverUrl)}\n`).join('');
  const standard = standardMessage(error, serverUrl);
  if (standard !== undefined) return standard;
  if (error instanceof PlainError) return error.message;
  if (isReportable(error)) return error.message.startsWith('error: ') ? error.message : `error: ${error.message}`;
  throw error;
}

/** An error among several, or behind a prefix: without kubectl's `error: `. */
function shortMessage(error: Error, serverUrl: () => string): string {
  return standardMessage(error, serverUrl) ?? error.message;
}

/** The wording for errors of a server and of the way to it; undefined for others. */
function standardMessage(error: unknown, serverUrl: () => string): string | undefined {
  if (error instanceof StatusError) {
    if (error.reason === 'Unauthorized') return `error: You must be logged in to the server (${error.message})`;
    return error.reason === '' ? `Error from server: ${error.message}` : `Error from server (${error.reason}): ${error.message}`;
  }
  if (error instanceof TransportError) {
    if (/refused/.test(error.message)) {
      return `The connection to the server ${serverUrl().replace(/^https?:\/\//, '')} was refused - did you specify the right host or port?`;
    }
    return `Unable to connect to the server: ${error.message}`;
  }
  return undefined;
}

/** Errors that a person can do something about; the rest are bugs. */
function isReportable(error: unknown): error is Error {
  return (
    error instanceof Error &&
    (error instanceof UsageError || /^(FileError|ExecError|NetworkError|YamlError|PatchError|SelectorError|QuantityError|JsonPathError)$/.test(error.name))
  );
}

function formatInvalid(error: StatusError): string {
  const { details, message = '' } = error.status;
  if (details === undefined) return message === '' ? 'The request is invalid' : `The request is invalid: ${message}`;
  const { kind = '', name = '', causes = [] } = details;
  const isNamed = kind !== '' || name !== '';
  const head = isNamed ? `The ${kind} ${JSON.stringify(name)} is invalid` : 'The request is invalid';
  if (causes.length === 0) return isNamed || message === '' ? head : `${head}: ${message}`;
  return formatCauses(`${head}: `, causes);
}

function formatCauses(head: string, causes: readonly StatusCause[]): string {
  const lines = [...new Set(causes.map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`))];
  if (lines.length === 1) return `${head}${lines[0]}\n`;
  return `${head}\n${lines.map((line) => `* ${line}\n`).join('')}`;
}
