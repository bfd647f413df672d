import { podKind } from '#kinds/pod/pod.ts';
import type { Pod } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { formatResourcePath } from '#machinery/resource-type.ts';
import { lastName, parentPath } from '#os/path.ts';
import type { Process } from '#os/process.ts';
import { emptyReader, readerOf } from '#os/readers.ts';
import { formatTar, parseTar, type TarEntry } from '#os/tar-format.ts';
import { createCapture } from '#os/writers.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../command.ts';
import { printWarning } from '../create-context.ts';
import { PlainError } from '../kubectl-error.ts';
import { chooseContainer } from '../resources/pods-of-object.ts';
import { runRemoteSession } from '../resources/remote-session.ts';

/** A file here (`pod` is '') or in a container. */
interface FileSpec {
  readonly namespace: string;
  readonly pod: string;
  readonly path: string;
}

interface CopyOptions {
  readonly from: FileSpec;
  readonly to: FileSpec;
}

const flags: readonly Flag[] = [
  { name: 'container', shorthand: 'c', type: 'string', default: '', usage: 'The container; by default the one the pod names as its default, or its first.' },
  { name: 'no-preserve', type: 'bool', default: false, usage: 'Whether owner and permissions of the files are left behind.' },
  { name: 'retries', type: 'int', default: 0, usage: 'How often copying from a container is tried again when it breaks off; negative for ever.' },
];

const specError = 'filespec must match the canonical format: [[namespace/]pod:]file/path';

/** `pod:/path`, `namespace/pod:/path`, or a path here. */
function parseFileSpec(text: string): FileSpec {
  const colon = text.indexOf(':');
  if (colon === 0) throw new UsageError(specError);
  if (colon < 0) return { namespace: '', pod: '', path: text };
  const [place, path] = [text.slice(0, colon), text.slice(colon + 1)];
  const parts = place.split('/');
  if (parts.length === 1) return { namespace: '', pod: place, path };
  const [namespace = '', pod = ''] = parts;
  if (parts.length === 2 && namespace !== '' && pod !== '') return { namespace, pod, path };
  throw new UsageError(specError);
}

/** Runs a command in the container. @returns what it printed; what it said of errors goes to the standard output, as upstream has it */
async function runInContainer(spec: FileSpec, command: readonly string[], input: Uint8Array | undefined, invocation: Invocation): Promise<Uint8Array> {
  const { kubectl, process, flags: given } = invocation;
  const namespace = spec.namespace || kubectl.namespace;
  const pod: Stored<Pod> = await kubectl.client().get(podKind, namespace, spec.pod);
  const phase = pod.status?.phase ?? '';
  if (phase === 'Succeeded' || phase === 'Failed') throw new UsageError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  const { name, notice } = chooseContainer(pod, given.string('container'));
  if (notice !== '') await process.printError(notice);
  const stdout = createCapture();
  const query = { command, container: name, ...(input === undefined ? {} : { stdin: 'true' }), stdout: 'true', stderr: 'true' };
  const streams = { stdin: input === undefined ? emptyReader() : readerOf(input), stdout: stdout.writer, stderr: process.stdout };
  const path = formatResourcePath(podKind, namespace, spec.pod, 'exec');
  const code = await runRemoteSession(invocation, { path, query, stdin: input !== undefined, tty: false, streams });
  if (code !== 0) throw new PlainError(`error: command terminated with exit code ${code}`, 1);
  return stdout.bytes;
}

async function copyToPod({ from, to }: CopyOptions, invocation: Invocation): Promise<void> {
  const { process, flags: given } = invocation;
  const source = process.resolvePath(from.path);
  if (!process.fs.exists(source)) throw new UsageError(`${from.path} doesn't exist in local filesystem`);
  const target = await targetInPod(from, to, invocation);
  const archive = formatTar(entriesOf(process, source, lastName(target)));
  const preserve = given.bool('no-preserve') ? ['--no-same-permissions', '--no-same-owner'] : [];
  const folder = parentPath(target);
  await runInContainer(to, ['tar', ...preserve, '-xmf', '-', ...(folder === '' ? [] : ['-C', folder])], archive, invocation);
}

/** Into a folder that is there a file goes under its own name. */
async function targetInPod(from: FileSpec, to: FileSpec, invocation: Invocation): Promise<string> {
  const path = to.path.length > 1 ? to.path.replace(/\/+$/, '') : to.path;
  try {
    await runInContainer(to, ['test', '-d', path], undefined, invocation);
    return `${path === '/' ? '' : path}/${lastName(from.path.replace(/\/+$/, ''))}`;
  } catch (error) {
    if (error instanceof PlainError) return path;
    throw error;
  }
}

function entriesOf(process: Process, path: string, name: string): TarEntry[] {
  const { fs } = process;
  const stat = fs.lstat(path);
  const { name: userName } = process.user;
  const entry = {
    mode: stat.mode,
    uid: stat.uid,
    gid: stat.gid,
    userName,
    groupName: userName,
    modifiedMs: stat.modifiedMs,
    target: '',
    bytes: new Uint8Array(),
  };
  if (stat.type === 'link') return [{ ...entry, name, type: 'link', target: fs.readLink(path) }];
  if (stat.type !== 'directory') return [{ ...entry, name, type: 'file', bytes: fs.read(path) }];
  return [{ ...entry, name: `${name}/`, type: 'directory' }, ...fs.list(path).flatMap((child) => entriesOf(process, `${path}/${child}`, `${name}/${child}`))];
}

async function copyFromPod({ from, to }: CopyOptions, invocation: Invocation): Promise<void> {
  const { process } = invocation;
  const archive = await runInContainer(from, ['tar', 'cf', '-', from.path], undefined, invocation);
  const entries = parseTar(archive);
  if (entries.length === 0) throw new UsageError(`${from.path} no such file or directory`);
  const prefix = from.path.replace(/^\/+/, '').replace(/\/+$/, '');
  const wanted = process.resolvePath(to.path);
  const isFolder = process.fs.exists(wanted) && process.fs.stat(wanted).type === 'directory';
  const base = isFolder && entries[0]?.type !== 'directory' ? `${wanted}/${lastName(prefix)}` : wanted;
  for (const entry of entries) {
    const rest = entry.name.replace(/^\/+/, '').replace(/\/+$/, '').slice(prefix.length);
    const path = `${base}${rest}`;
    if (entry.type === 'link')
      await printWarning(
        process,
        `skipping symlink: ${JSON.stringify(path)} -> ${JSON.stringify(entry.target)} (consider using "kubectl exec -n ${JSON.stringify(from.namespace)} ${JSON.stringify(from.pod)} -- tar cf - ${JSON.stringify(from.path)} | tar xf -")`,
      );
    else if (entry.type === 'directory') process.fs.makeDirectory(path, { recursive: true });
    else {
      process.fs.makeDirectory(parentPath(path), { recursive: true });
      process.fs.write(path, entry.bytes, entry.mode);
    }
  }
}

export const cp = defineCommand<CopyOptions>({
  name: 'cp',
  usage: 'cp <file-spec-src> <file-spec-dest>',
  short: 'Copy files and directories to and from containers',
  long: `Copies files and folders to and from containers. The image needs a program "tar".`,
  examples: `  # Copy a folder here into the container of a pod
  kubectl cp /tmp/foo_dir some-pod:/tmp/bar_dir
  
  # Copy a file from a pod
  kubectl cp some-namespace/some-pod:/tmp/foo /tmp/bar
  
  # Into another container than the first
  kubectl cp /tmp/foo some-pod:/tmp/bar -c specific-container`,
  flags,
  complete({ args }) {
    if (args.length !== 2) throw new UsageError('source and destination are required');
    const [from, to] = [parseFileSpec(args[0] ?? ''), parseFileSpec(args[1] ?? '')];
    if (from.pod !== '' && to.pod !== '') throw new UsageError('one of src or dest must be a local file specification');
    if (from.path === '' || to.path === '') throw new UsageError('filepath can not be empty');
    return { from, to };
  },
  async run(options, invocation) {
    if (options.from.pod !== '') await copyFromPod(options, invocation);
    else if (options.to.pod !== '') await copyToPod(options, invocation);
    else throw new UsageError('one of src or dest must be a remote file specification');
    return 0;
  },
});
