import { accessibilityProblems, expect, test } from './site.ts';

const paths = ['', 'zh-cn/', 'pods/rollouts/', 'zh-cn/pods/rollouts/', 'pods/taints/', 'zh-cn/pods/taints/', '404.html'];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page is accessible in ${colorScheme} colours`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    for (const path of paths) {
      await page.goto(path);
      expect(await accessibilityProblems(page), path).toEqual([]);
    }
  });
}

test('the path leads to a lesson, and switching the language keeps the place', async ({ page }) => {
  await page.goto('');
  await page.getByRole('link', { name: /^Roll out, roll back/ }).click();
  await expect(page).toHaveTitle('Roll out, roll back · Drydock');
  await page.getByRole('link', { name: '简体中文' }).click();
  await expect(page).toHaveTitle('发布与回滚 · Drydock');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page).toHaveURL(/\/pods\/rollouts\/$/);
});

test('the start page leads back to the lesson that was left', async ({ page }) => {
  await page.goto('pods/taints/');
  await page.goto('');
  const link = page.getByRole('link', { name: 'Continue where you left' });
  await expect(link).toHaveAttribute('href', /pods\/taints\/$/);
});

test('an address that is not there answers 404 with a page', async ({ page, misdeeds }) => {
  const answer = await page.goto('no/such/page/');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  misdeeds.splice(0, misdeeds.length, ...misdeeds.filter((line) => !line.includes('status of 404')));
});

test('the chosen colours last over pages and reloads', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('');
  await page.getByRole('button', { name: /^Colours/ }).click();
  await page.getByRole('button', { name: 'Colours: light' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('link', { name: /^Roll out, roll back/ }).click();
  await expect(page).toHaveTitle('Roll out, roll back · Drydock');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('button', { name: 'Colours: dark' })).toBeVisible();
});

test('hints come one by one and are counted, also over a reload', async ({ page }) => {
  await page.goto('pods/rollouts/');
  const hints = page.locator('.hint-list li:visible');
  await expect(hints).toHaveCount(0);
  await page.getByRole('button', { name: 'Hint 1 of 3' }).click();
  await page.getByRole('button', { name: 'Hint 2 of 3' }).click();
  await expect(hints).toHaveCount(2);
  await page.reload();
  await expect(hints).toHaveCount(2);
  await page.getByRole('button', { name: 'Hint 3 of 3' }).click();
  await expect(page.getByRole('button', { name: '3 hints used' })).toBeDisabled();
});

test('no placeholder is left in a lesson', async ({ page }) => {
  for (const path of ['pods/rollouts/', 'zh-cn/pods/taints/']) {
    await page.goto(path);
    await expect(page.locator('main')).not.toContainText(/@[a-z]\w*@/);
  }
});

test('the divider moves with the arrow keys and stays where it was put', async ({ page }) => {
  await page.goto('pods/rollouts/');
  const divider = page.getByRole('separator');
  await divider.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(divider).toHaveAttribute('aria-valuenow', '50');
  await page.reload();
  await expect(divider).toHaveAttribute('aria-valuenow', '50');
});

test('the course opens without a network after the first visit', async ({ page, context }) => {
  await page.goto('');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await context.setOffline(true);
  await page.goto('zh-cn/pods/rollouts/');
  await expect(page).toHaveTitle('发布与回滚 · Drydock');
});
