import { readFileSync } from 'node:fs';
import { test as base, expect, type Page } from '@playwright/test';

export { expect };

const axeSource = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

interface Watched {
  /** What must not happen on any page: errors, refused by the policy, requests to another host. */
  readonly misdeeds: string[];
}

/** Every test watches its page: an error, a policy violation or a request to another host fails it. */
export const test = base.extend<Watched>({
  misdeeds: [
    async ({ page, baseURL }, use) => {
      const misdeeds: string[] = [];
      page.on('pageerror', (error) => misdeeds.push(`error: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') misdeeds.push(`console: ${message.text()}`);
      });
      page.on('request', (request) => {
        const url = new URL(request.url());
        if (/^https?:$/.test(url.protocol) && url.origin !== new URL(baseURL ?? '').origin) misdeeds.push(`foreign request: ${request.url()}`);
      });
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
        });
      });
      await use(misdeeds);
      expect(misdeeds).toEqual([]);
    },
    { auto: true },
  ],
});

/** What axe has against the page as it is. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
  });
}

/** Opens a lesson and starts its lab with the keyboard; resolves when the shell shows its prompt. */
export async function startLab(page: Page, lesson: string): Promise<void> {
  await page.goto(lesson);
  await page.locator('[data-action="start"]').focus();
  await page.keyboard.press('Enter');
  await atPrompt(page);
}

/** The rows of the terminal. */
export const terminal = (page: Page) => page.locator('.xterm-rows');

/** Waits until the last line that is not empty is a prompt. */
export async function atPrompt(page: Page): Promise<void> {
  await expect(async () => {
    const lines = (await terminal(page).locator('> div').allTextContents()).map((line) => line.replaceAll('\u00a0', ' ').trimEnd());
    expect(lines.findLast((line) => line !== '')).toMatch(/\$$/);
  }).toPass({ timeout: 30_000 });
}

/** Types a command and waits until the prompt is back. */
export async function run(page: Page, command: string): Promise<void> {
  await page.keyboard.type(command);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(150);
  await atPrompt(page);
}

/** The state of a check in the task list. */
export const check = (page: Page, id: string) => page.locator(`[data-check="${id}"]`);
