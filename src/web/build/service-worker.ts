import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/** One file to keep for offline use: its path under the base, and a revision unless its name already holds a hash. */
type Kept = readonly [path: string, revision: string | null];

const shortHash = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex').slice(0, 12);

/** Lists what was built, in a stable order, and a version that changes when any byte of it does. */
async function listFiles(root: string): Promise<{ readonly files: readonly Kept[]; readonly version: string }> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path !== 'sw.js' && !path.endsWith('.map'))
    .sort();
  const files: Kept[] = [];
  let all = '';
  for (const path of paths) {
    const revision = shortHash(await readFile(join(root, path)));
    all += `${path} ${revision}\n`;
    files.push([path.replace(/(^|\/)index\.html$/, '$1'), path.startsWith('_astro/') ? null : revision]);
  }
  return { files, version: shortHash(all) };
}

/**
 * The last step of a build: writes `sw.js`, which keeps every file of the site for offline use. The worker's code is
 * `src/web/build/service-worker-script.js`; this puts the list of files and their version in front of it.
 */
export function serviceWorker(): AstroIntegration {
  let base = '/';
  return {
    name: 'drydock:service-worker',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = config.base.endsWith('/') ? config.base : `${config.base}/`;
      },
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const { files, version } = await listFiles(root);
        const script = await readFile(new URL('./service-worker-script.js', import.meta.url), 'utf8');
        const constants = { VERSION: `drydock-${version}`, BASE: base, FILES: files };
        const head = Object.entries(constants).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`);
        await writeFile(join(root, 'sw.js'), head.join('') + script);
        logger.info(`${files.length} files kept for offline use, version ${version}`);
      },
    },
  };
}
