import { validateConfigMapKey, validateEnvVarName } from '#machinery/names.ts';
import { FileError } from '#os/file-system.ts';
import type { Process } from '#os/process.ts';
import { UsageError } from '#sim/usage-error.ts';
import type { Flag, FlagValues } from '../../command.ts';

/** The flags that say where the data of a ConfigMap or Secret come from. */
export const dataSourceFlags: readonly Flag[] = [
  { name: 'append-hash', type: 'bool', default: false, usage: 'Whether to append a hash of the content to the name.' },
  { name: 'from-env-file', type: 'strings', default: [], usage: 'File of lines KEY=VALUE, each of which becomes an entry.' },
  {
    name: 'from-file',
    type: 'strings',
    default: [],
    usage: 'File whose content becomes an entry under its name, or under the key of key=path; or a directory, whose files all become entries.',
  },
  { name: 'from-literal', type: 'string-array', default: [], usage: 'Entry as key=value (such as key1=value1).' },
];

/** One entry, its content as bytes. */
export interface DataEntry {
  readonly key: string;
  readonly bytes: Uint8Array;
}

const encoder = new TextEncoder();

/**
 * Reads `--from-file`, `--from-literal` and `--from-env-file`.
 * @throws UsageError with kubectl's text
 */
export function readDataSources(process: Process, flags: FlagValues): DataEntry[] {
  const files = flags.strings('from-file');
  const literals = flags.strings('from-literal');
  const envFiles = flags.strings('from-env-file');
  if (envFiles.length > 0 && (files.length > 0 || literals.length > 0)) {
    throw new UsageError('from-env-file cannot be combined with from-file or from-literal');
  }
  return [
    ...files.flatMap((source) => readFileSource(process, source)),
    ...literals.map(parseLiteral),
    ...envFiles.flatMap((path) => readEnvFile(process, path)),
  ];
}

function parseLiteral(source: string): DataEntry {
  const equals = source.indexOf('=');
  if (equals <= 0) throw new UsageError(`invalid literal source ${source}, expected key=value`);
  return { key: source.slice(0, equals), bytes: encoder.encode(source.slice(equals + 1).replace(/^(["'])(.*)\1$/s, '$2')) };
}

function readFileSource(process: Process, source: string): DataEntry[] {
  const parts = source.split('=');
  const [first = '', second = ''] = parts;
  if (parts.length > 2) throw new UsageError("key names or file paths cannot contain '='");
  if (parts.length === 2 && first === '') throw new UsageError(`key name for file path ${second} missing`);
  if (parts.length === 2 && second === '') throw new UsageError(`file path for key name ${first} missing`);
  const path = parts.length === 2 ? second : first;
  const absolute = process.resolvePath(path);
  try {
    if (process.fs.stat(absolute).type !== 'directory') {
      const key = parts.length === 2 ? first : path.slice(path.lastIndexOf('/') + 1);
      return [{ key, bytes: process.fs.read(absolute) }];
    }
    if (parts.length === 2) throw new UsageError('cannot give a key name for a directory path');
    return process.fs.list(absolute).flatMap((name) => {
      const file = `${absolute}/${name}`;
      return process.fs.stat(file).type === 'file' && validateConfigMapKey(name).length === 0 ? [{ key: name, bytes: process.fs.read(file) }] : [];
    });
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new UsageError(`error reading ${path}: ${error.message.toLowerCase()}`);
  }
}

function readEnvFile(process: Process, path: string): DataEntry[] {
  let text: string;
  try {
    text = process.fs.readText(process.resolvePath(path));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new UsageError(`error reading ${path}: ${error.message.toLowerCase()}`);
  }
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const equals = line.indexOf('=');
      const key = equals < 0 ? line : line.slice(0, equals);
      const problems = validateEnvVarName(key);
      if (problems.length > 0) throw new UsageError(`${JSON.stringify(key)} is not a valid key name: ${problems.join(';')}`);
      // A name alone takes its value from kubectl's own environment.
      return { key, bytes: encoder.encode(equals < 0 ? (process.env.get(key) ?? '') : line.slice(equals + 1)) };
    });
}
