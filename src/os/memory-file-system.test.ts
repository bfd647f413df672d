import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultLimits } from '#sim/limits.ts';
import { FileError, type FileSystem } from './file-system.ts';
import { createMemoryFileSystem } from './memory-file-system.ts';

const create = (): FileSystem => createMemoryFileSystem({ clock: { now: 1000 }, limits: defaultLimits });

function codeOf(action: () => unknown): string {
  try {
    action();
    return 'ok';
  } catch (error) {
    if (error instanceof FileError) return error.code;
    throw error;
  }
}

/** Every file below a directory with its content. */
function dump(fs: FileSystem, path = '/'): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name of fs.list(path)) {
    const full = path === '/' ? `/${name}` : `${path}/${name}`;
    if (fs.lstat(full).type === 'directory') Object.assign(out, dump(fs, full));
    else if (fs.lstat(full).type === 'file') out[full] = fs.readText(full);
  }
  return out;
}

describe('a file system', () => {
  test('keeps files, directories and links', () => {
    const fs = create();
    fs.makeDirectory('/a/b', { recursive: true });
    fs.write('/a/b/file', 'one\n');
    fs.append('/a/b/file', 'two\n');
    fs.link('b', '/a/link');
    expect(fs.readText('/a/link/file')).toBe('one\ntwo\n');
    expect(fs.realPath('/a/link/../b/./file')).toBe('/a/b/file');
    expect(fs.lstat('/a/link').type).toBe('link');
    fs.rename('/a/b/file', '/moved');
    expect(dump(fs)).toEqual({ '/moved': 'one\ntwo\n' });
  });

  test('fails with the code of the system call', () => {
    const fs = create();
    fs.makeDirectory('/d');
    fs.write('/d/f', '');
    fs.link('/loop', '/loop');
    expect({
      missing: codeOf(() => fs.read('/x')),
      directory: codeOf(() => fs.read('/d')),
      through: codeOf(() => fs.read('/d/f/g')),
      full: codeOf(() => fs.remove('/d')),
      again: codeOf(() => fs.makeDirectory('/d')),
      loop: codeOf(() => fs.read('/loop')),
      into: codeOf(() => fs.rename('/d', '/d/e')),
    }).toEqual({ missing: 'ENOENT', directory: 'EISDIR', through: 'ENOTDIR', full: 'ENOTEMPTY', again: 'EEXIST', loop: 'ELOOP', into: 'EINVAL' });
  });

  test('shows mounted trees, single files of them, and refuses to write where it may only read', () => {
    const [fs, volume] = [create(), create()];
    volume.makeDirectory('/data');
    volume.write('/data/key', 'value');
    fs.mount('/etc/config', volume, { readOnly: true, subPath: 'data' });
    fs.mount('/etc/app.conf', volume, { subPath: 'data/key' });
    expect(fs.list('/etc')).toEqual(['app.conf', 'config']);
    expect([fs.readText('/etc/config/key'), fs.readText('/etc/app.conf')]).toEqual(['value', 'value']);
    expect(codeOf(() => fs.write('/etc/config/key', 'x'))).toBe('EROFS');
    fs.write('/etc/app.conf', 'new');
    expect(volume.readText('/data/key')).toBe('new');
  });

  test('forks change on their own, however they are written', () => {
    const paths = ['/f', '/d/g', '/d/h', '/d/e/i'];
    const step = fc.record({
      at: fc.nat(3),
      path: fc.constantFrom(...paths),
      act: fc.constantFrom('write' as const, 'append' as const, 'remove' as const, 'fork' as const),
      text: fc.string({ maxLength: 5 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const start = create();
        start.makeDirectory('/d/e', { recursive: true });
        const systems = [{ fs: start, model: new Map<string, string>() }];
        for (const { at, path, act, text } of steps) {
          const world = systems[at % systems.length] as (typeof systems)[number];
          if (act === 'fork') systems.push({ fs: world.fs.fork(), model: new Map(world.model) });
          else if (act === 'remove') {
            world.fs.remove(path, { force: true });
            world.model.delete(path);
          } else {
            world.fs[act](path, text);
            world.model.set(path, (act === 'append' ? (world.model.get(path) ?? '') : '') + text);
          }
        }
        for (const { fs, model } of systems) expect(dump(fs)).toEqual(Object.fromEntries(model));
      }),
    );
  });
});
