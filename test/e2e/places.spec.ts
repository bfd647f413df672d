import { readFileSync } from 'node:fs';
import { accessibilityProblems, atPrompt, expect, run, startLab, terminal, test } from './site.ts';

const pages = ['exercises/', 'exercises/rollouts/roll-back/', 'playground/', 'glossary/', 'pods/'];

for (const language of ['', 'zh-cn/']) {
  test(`exercises, playground, glossary and modules are accessible (${language || 'en'})`, async ({ page }) => {
    for (const path of pages) {
      await page.goto(language + path);
      expect(await accessibilityProblems(page), path).toEqual([]);
    }
  });
}

test('the playground boots each of its clusters', async ({ page }) => {
  await startLab(page, 'playground/');
  await run(page, 'kubectl get nodes -o name');
  await expect(terminal(page)).toContainText('node/control-plane');
  await page.locator('[data-choose]').selectOption('playground/empty');
  await atPrompt(page);
  await page.locator('.xterm-helper-textarea').focus();
  await run(page, 'kubectl get nodes');
  await expect(terminal(page)).toContainText('No resources found');
});

test('an exercise is done by typing its solution step by step, taken back and done again', async ({ page }) => {
  await startLab(page, 'exercises/rollouts/roll-back/');
  await page.locator('.solution summary').click();
  for (const button of await page.locator('[data-action="step"]').all()) {
    await button.click();
    await page.waitForTimeout(150);
    await atPrompt(page);
  }
  await page.locator('[data-action="settle"]').click();
  await expect(page.locator('[data-all-passed]')).toBeVisible();
  const lines = await terminal(page).textContent();
  await page.locator('[data-action="undo"]').click();
  await expect(page.locator('[data-action="redo"]')).toBeEnabled();
  await atPrompt(page);
  await page.locator('[data-action="redo"]').click();
  await expect(page.locator('[data-action="redo"]')).toBeDisabled();
  await expect(terminal(page)).toHaveText(lines ?? '');
});

test('a shared link opens the lab in a browser that has never been here', async ({ page, browser }) => {
  await startLab(page, 'exercises/rollouts/roll-back/');
  await run(page, 'kubectl create namespace from-a-friend');
  await page.locator('[data-action="share"]').click();
  await expect(page.locator('[data-action="share"]')).toHaveAttribute('data-link', /#lab=/);
  const link = (await page.locator('[data-action="share"]').getAttribute('data-link')) ?? '';
  const fresh = await browser.newContext();
  const other = await fresh.newPage();
  await other.goto(link);
  await expect(terminal(other)).toContainText('namespace/from-a-friend created');
  expect(new URL(other.url()).hash).toBe('');
  await fresh.close();
});

test('progress is taken along as a file and merged without loss', async ({ page, browser }) => {
  await page.goto('exercises/rollouts/roll-back/');
  await page.getByRole('button', { name: 'Hint 1 of 3' }).click();
  await page.goto('');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export progress' }).click();
  const file = await (await downloading).path();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ format: 'drydock-progress' });
  const fresh = await browser.newContext();
  const other = await fresh.newPage();
  await other.goto(page.url());
  const choosing = other.waitForEvent('filechooser');
  await other.getByRole('button', { name: 'Import progress' }).click();
  await (await choosing).setFiles(file);
  await expect(other.getByText('Imported and merged.')).toBeVisible();
  await other.goto(new URL('exercises/rollouts/roll-back/', page.url()).href);
  await expect(other.getByRole('button', { name: 'Hint 2 of 3' })).toBeVisible();
  await fresh.close();
});

test('the sheet of shortcuts opens with ? and the course is searched from the keyboard', async ({ page }) => {
  await page.goto('pods/rollouts/');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('taint');
  await expect(page.locator('.search-results a').first()).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('the course is searched in Chinese', async ({ page }) => {
  await page.goto('zh-cn/');
  await page.getByRole('button', { name: '搜索' }).click();
  await page.getByRole('searchbox').fill('污点');
  await expect(page.locator('.search-results a[href*="zh-cn"]').first()).toBeVisible();
});
