// @ts-check
import { satteri } from '@astrojs/markdown-satteri';
import mdx from '@astrojs/mdx';
import { defineConfig } from 'astro/config';
import { searchIndex } from './src/web/build/search-index.ts';
import { serviceWorker } from './src/web/build/service-worker.ts';
import { colourVariables, metaAttributes, stylesToClasses } from './src/web/build/shiki-classes.ts';

// A course is served from the root of a host or from a folder of it (DRYDOCK_BASE=/course/).
const base = process.env['DRYDOCK_BASE'] ?? '/';

export default defineConfig({
  base,
  srcDir: './src/web',
  trailingSlash: 'always',
  devToolbar: { enabled: false },
  integrations: [mdx(), searchIndex(), serviceWorker()],
  i18n: { defaultLocale: 'en', locales: ['en', { path: 'zh-cn', codes: ['zh-CN'] }], routing: { prefixDefaultLocale: false } },
  markdown: {
    // Smart punctuation would turn the `--` of `--dry-run` in prose into a dash.
    processor: satteri({ features: { smartPunctuation: false } }),
    shikiConfig: { theme: colourVariables, transformers: [stylesToClasses, metaAttributes] },
  },
  // Hashes of one page's inline styles would be missing from the policy of the page it is navigated from.
  build: { inlineStylesheets: 'never' },
  vite: {
    worker: { format: 'es' },
    // No inline module scripts: the router would run them again through data: URLs, which the policy refuses.
    build: {
      assetsInlineLimit: 0,
      rollupOptions: {
        onwarn(warning, warn) {
          // Astro marks every MDX file with a directive that it takes out itself.
          if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
        },
      },
    },
  },
  security: {
    csp: {
      directives: [
        "default-src 'self'",
        "img-src 'self' data:",
        "worker-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'none'",
      ],
      // The search is WebAssembly of our own origin; this permits no eval of scripts.
      scriptDirective: { resources: ["'self'", "'wasm-unsafe-eval'"] },
      styleDirective: { resources: ["'self'"] },
    },
  },
});
