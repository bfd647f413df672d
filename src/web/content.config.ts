import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';

/** Lessons are `content/<language>/<module>/<lesson>.mdx`; `content/course.yaml` orders them. */
const lessons = defineCollection({
  loader: glob({ base: './content', pattern: '*/*/*.mdx' }),
  schema: z.strictObject({
    title: z.string(),
    /** One sentence: what the reader can do afterwards. */
    summary: z.string(),
    minutes: z.number().int().positive(),
  }),
});

export const collections = { lessons };
