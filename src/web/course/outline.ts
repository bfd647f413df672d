import { type CollectionEntry, getCollection } from 'astro:content';
import { z } from 'astro/zod';
import { load } from 'js-yaml';
import { type Language, languages } from '#course/exercise.ts';
import { contentFolder } from '#web/i18n/languages.ts';
import source from '../../../content/course.yaml?raw';

const localText = z.strictObject({ en: z.string(), 'zh-CN': z.string() });
const courseFile = z.strictObject({
  modules: z.array(z.strictObject({ id: z.string(), title: localText, about: localText, lessons: z.array(z.string()) })),
});

/** One lesson in one language. `path` is its address below the language's root: `pods/rollouts/`. */
export interface Lesson {
  readonly path: string;
  readonly entry: CollectionEntry<'lessons'>;
  readonly module: Module;
  /** Ids of the exercises the text sets, in the order of their `<Exercise id="…" />`. */
  readonly exercises: readonly string[];
}

export interface Module {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly lessons: readonly Lesson[];
}

/** The exercises a lesson's text sets. */
function exercisesIn(body: string): readonly string[] {
  return [...body.matchAll(/<Exercise\s+id="([^"]+)"/g)].map((match) => match[1] ?? '');
}

/**
 * The course in one language, in the order of `content/course.yaml`.
 * @throws Error naming the file when a lesson is listed but not written in this language, or written but not listed
 */
export async function courseIn(language: Language): Promise<readonly Module[]> {
  const folder = contentFolder(language);
  const written = new Map((await getCollection('lessons')).map((entry) => [entry.id, entry]));
  const file = courseFile.parse(load(source));
  const listed = new Set(languages.flatMap((each) => file.modules.flatMap((m) => m.lessons.map((lesson) => `${contentFolder(each)}/${m.id}/${lesson}`))));
  for (const id of written.keys()) if (!listed.has(id)) throw new Error(`content/${id}.mdx is not listed in content/course.yaml`);
  return file.modules.map((m) => {
    const lessons: Lesson[] = [];
    const module: Module = { id: m.id, title: m.title[language], about: m.about[language], lessons };
    for (const lesson of m.lessons) {
      const entry = written.get(`${folder}/${m.id}/${lesson}`);
      if (!entry) throw new Error(`content/course.yaml lists ${m.id}/${lesson}, but content/${folder}/${m.id}/${lesson}.mdx is missing`);
      lessons.push({ path: `${m.id}/${lesson}/`, entry, module, exercises: exercisesIn(entry.body ?? '') });
    }
    return module;
  });
}
