import { accessibilityProblems, atPrompt, expect, run, startLab, test } from './site.ts';

const openMap = 'button[data-action="map"]';

test('the map shows what a command sets off, and why it came to that', async ({ page }) => {
  await startLab(page, 'pods/rollouts/');
  await page.locator(openMap).click();
  await expect(page.locator('.map-node')).toHaveCount(3);
  await page.locator('.xterm-helper-textarea').focus();
  await run(page, 'kubectl create deployment broken --image=nginx:9.99');
  const pod = page.locator('.map-pod[title*="broken"]');
  await expect(pod).toHaveAttribute('title', /ErrImagePull|ImagePullBackOff/);
  await pod.click();
  const why = page.locator('.map-why li');
  await expect(why.first()).toContainText('kubectl create deployment broken --image=nginx:9.99');
  await expect(why.last()).toContainText('nginx:9.99: not found');
  await page.getByRole('button', { name: 'YAML' }).click();
  await expect(page.locator('.map-details pre:visible')).toContainText('kind: Pod');
  await page.getByRole('button', { name: 'Events', exact: true }).click();
  await expect(page.locator('.map-details .map-events')).toContainText('Successfully assigned');
  await page.locator('.map-details').press('Escape');
  await expect(page.locator('.map-details')).toBeHidden();
  await page.locator('[data-action="undo"]').click();
  await atPrompt(page);
  await expect(pod).toHaveCount(0);
});

test('the log of a pod is read from the map, also while time stands still', async ({ page }) => {
  await startLab(page, 'pods/rollouts/');
  await run(page, 'kubectl run speaker --image=busybox:1.36 -- sh -c "echo hello from the pod; sleep 1000"');
  await page.locator(openMap).click();
  const pod = page.locator('.map-pod[title*="speaker"]');
  await expect(pod).toHaveAttribute('data-tone', 'good');
  await page.locator('[data-speed="paused"]').click();
  await pod.click();
  await page.getByRole('button', { name: 'Log' }).click();
  await expect(page.locator('.map-details pre:visible')).toHaveText('hello from the pod\n');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`map, table and time line are accessible in ${colorScheme} colours`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await startLab(page, 'pods/rollouts/');
    await page.locator(openMap).click();
    await expect(page.locator('.map-pod').first()).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Time line' }).click();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Table' }).click();
    await page.locator('.map-table button').first().click();
    await expect(page.locator('.map-why li').first()).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
}

test('two hundred pods come up on the map without holding up the page', async ({ page }) => {
  await startLab(page, 'pods/rollouts/');
  await page.locator(openMap).click();
  await page.evaluate(() => {
    const long: number[] = [];
    Object.assign(globalThis, { long });
    new PerformanceObserver((list) => long.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
  });
  await page.locator('.xterm-helper-textarea').focus();
  await run(page, 'kubectl create deployment many --image=nginx:1.27 --replicas=200');
  await expect(page.locator('.map-pod[data-tone="good"][title*="many"]')).not.toHaveCount(0);
  await expect.poll(() => page.locator('.map-pod').count()).toBeGreaterThan(150);
  const long = await page.evaluate(() => (globalThis as unknown as { long: number[] }).long);
  // A task of 50 ms is what the browser calls long; on a machine that runs other tests beside this one some are.
  expect(Math.max(0, ...long)).toBeLessThan(200);
});
