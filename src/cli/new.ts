// Starts something new in its room: npm run new exercise MODULE/NAME
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './exercise-files.ts';

const NAME = /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/;

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

const camelCase = (text: string): string => text.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Every file of a new exercise, to be filled in. It keeps no part of the contract yet, and `drydock verify` says which. */
function exerciseFiles(id: string): Readonly<Record<string, string>> {
  const folder = `exercises/${id}`;
  return {
    [`${folder}/exercise.ts`]: `import { defineExercise } from '#course/exercise.ts';

export default defineExercise({
  uuid: '${randomUUID()}',
  title: { en: '', 'zh-CN': '' },
  difficulty: 'easy',
  minutes: 10,
  cluster: { nodes: [{ name: 'control-plane', roles: ['control-plane'], cpu: '2', memory: '4Gi' }, { name: 'worker-1', cpu: '2', memory: '4Gi' }] },
  setup: [],
  hints: [],
  wrong: [],
});
`,
    [`${folder}/task.en.mdx`]: '',
    [`${folder}/task.zh-cn.mdx`]: '',
    [`${folder}/solution.sh`]: '',
    [`checkers/${id}.ts`]: `import { defineChecker } from '#course/checker.ts';

export default defineChecker({});
`,
  };
}

/** Adds an import and a line to a catalog, each at its place in the alphabet. */
function addToCatalog(file: string, id: string, target: string): void {
  const path = join(root, file);
  const name = camelCase(id.split('/')[1] ?? '');
  const lines = readFileSync(path, 'utf8').split('\n');
  const importLine = `import ${name} from './${target}';`;
  const entryLine = `  '${id}': ${name},`;
  const insertSorted = (pattern: RegExp, line: string): void => {
    const places = lines.flatMap((text, i) => (pattern.test(text) ? [i] : []));
    const before = places.find((i) => (lines[i] ?? '') > line);
    lines.splice(before ?? (places.at(-1) ?? 0) + 1, 0, line);
  };
  insertSorted(/^import \w+ from '\.\//, importLine);
  insertSorted(/^ {2}'[a-z].*': \w+,$/, entryLine);
  writeFileSync(path, lines.join('\n'));
}

const [what, id = ''] = process.argv.slice(2);
if (what !== 'exercise') fail('usage: npm run new exercise MODULE/NAME');
if (!NAME.test(id)) fail(`"${id}" is no name: expected MODULE/NAME in small letters, digits and hyphens, such as services/expose-a-deployment`);
if (existsSync(join(root, 'exercises', id))) fail(`exercises/${id} is there already`);
for (const [file, text] of Object.entries(exerciseFiles(id))) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  console.log(`made ${file}`);
}
addToCatalog('exercises/catalog.ts', id, `${id}/exercise.ts`);
addToCatalog('checkers/catalog.ts', id, `${id}.ts`);
console.log(`added ${id} to both catalogs\nnext: fill the files in, then bin/drydock verify ${id}`);
