import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,checkers,exercises,test}/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    setupFiles: ['test/setup.ts'],
    pool: 'threads',
    isolate: false,
    testTimeout: 60_000,
  },
});
