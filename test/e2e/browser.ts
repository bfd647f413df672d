import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** A browser to test with, and how to start it. */
export interface Browser {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Chromium from the npm package; it brings the libraries a bare machine lacks, and unpacks them where it believes itself in a Lambda. */
async function bundled(): Promise<Browser> {
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  const executablePath = await packaged.executablePath();
  return { executablePath, args: quiet, env: { LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'] ?? '' } };
}

/** Finds a Chromium: $CHROMIUM, one of Playwright's own, one that is installed, else the one from npm. */
export async function findBrowser(): Promise<Browser> {
  const candidates = [process.env['CHROMIUM'], chromium.executablePath(), ...installed];
  const executablePath = candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
  return executablePath === undefined ? bundled() : { executablePath, args: quiet, env: {} };
}
