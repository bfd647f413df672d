import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { createIndex } from 'pagefind';

/** Near the end of a build: writes the search index of the pages, one for each language, which a page loads when it is asked to search. */
export function searchIndex(): AstroIntegration {
  return {
    name: 'drydock:search-index',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const { index, errors } = await createIndex({ excludeSelectors: ['drydock-lab', '.lesson-ends', 'drydock-command button', '.exercise-facts'] });
        if (!index) throw new Error(`the search index could not be made: ${errors.join(', ')}`);
        const { page_count: pageCount } = await index.addDirectory({ path: root });
        await index.writeFiles({ outputPath: `${root}pagefind` });
        logger.info(`${pageCount} pages can be searched`);
      },
    },
  };
}
