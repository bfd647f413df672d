import { createServer } from 'node:net';
import { defineConfig } from '@playwright/test';
import { findBrowser } from './test/e2e/browser.ts';

/** A port nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

// Playwright reads this file again in each of its workers: they find the port that the first has chosen.
process.env['DRYDOCK_E2E_PORT'] ??= String(await freePort());
const port = process.env['DRYDOCK_E2E_PORT'];
const address = `http://127.0.0.1:${port}/`;
const site = '.cache/e2e-site';
const browser = await findBrowser();

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '*.spec.ts',
  outputDir: '.cache/e2e',
  workers: 2,
  fullyParallel: true,
  // A machine that is busy elsewhere makes a page slow, not wrong; what is wrong is wrong twice.
  retries: 1,
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
    command: `astro build --outDir ${site} && astro preview --outDir ${site} --host 127.0.0.1 --port ${port}`,
    url: address,
    reuseExistingServer: false,
    timeout: 180_000,
    stdout: 'ignore',
  },
});
