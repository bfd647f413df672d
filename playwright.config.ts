import { defineConfig } from '@playwright/test';
import { findBrowser } from './test/e2e/browser.ts';

const PORT = 4477;
const address = `http://127.0.0.1:${PORT}/`;
const browser = await findBrowser();

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '*.spec.ts',
  outputDir: '.cache/e2e',
  workers: 2,
  fullyParallel: true,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/reports/e2e.json' }]],
  use: {
    baseURL: address,
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath: browser.executablePath, args: [...browser.args], env: { ...process.env, ...browser.env } as Record<string, string> },
  },
  webServer: {
    command: `astro build && astro preview --host 127.0.0.1 --port ${PORT}`,
    url: address,
    reuseExistingServer: false,
    timeout: 180_000,
    stdout: 'ignore',
  },
});
