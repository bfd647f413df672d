import { atPrompt, expect, run, startLab, terminal, test } from './site.ts';

test('nano writes, asks before it forgets, and gives the terminal back', async ({ page }) => {
  await startLab(page, 'pods/taints/');
  await page.keyboard.type('nano notes.txt\n');
  await expect(page.getByRole('textbox', { name: /Editing .*notes.txt/ })).toBeFocused();
  await page.keyboard.type('first\n');
  await page.keyboard.press('Control+o');
  await expect(page.getByText('[ Wrote 2 lines ]')).toBeVisible();
  await page.keyboard.type('second\n');
  await page.keyboard.press('Control+x');
  await expect(page.getByText('Save modified buffer?')).toBeVisible();
  await page.keyboard.press('n');
  await atPrompt(page);
  await run(page, 'cat notes.txt | tr a-z A-Z');
  await expect(terminal(page)).toContainText('FIRST');
  await expect(terminal(page)).not.toContainText('SECOND');
});

test('kubectl edit opens the object, shows broken YAML, and applies what was written', async ({ page }) => {
  await startLab(page, 'pods/rollouts/');
  const app = (await page.locator('.exercise-card code').first().textContent()) ?? '';
  await page.keyboard.type(`kubectl edit deployment ${app}\n`);
  await expect(page.getByRole('textbox', { name: /Editing .*yaml/ })).toBeFocused();
  await page.keyboard.type('/^  replicas:');
  await page.keyboard.press('Enter');
  await page.keyboard.type('ccreplicas: [3');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('status').getByText(/error converting YAML to JSON/)).toBeVisible();
  await page.keyboard.type('ccreplicas: 3');
  await page.keyboard.press('Escape');
  await page.keyboard.type(':wq\n');
  await atPrompt(page);
  await expect(terminal(page)).toContainText(`deployment.apps/${app} edited`);
  await run(page, `kubectl get deployment ${app} -o jsonpath='replicas={.spec.replicas}{"\\n"}'`);
  await expect(terminal(page)).toContainText('replicas=3');
});

test('an editor that is closed by an undo leaves the terminal usable', async ({ page }) => {
  await startLab(page, 'pods/taints/');
  await run(page, 'echo first');
  await page.keyboard.type('vi notes.txt\n');
  await expect(page.locator('[role=dialog]')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('[role=dialog]')).toHaveCount(0);
  await atPrompt(page);
  await run(page, 'echo second');
  await expect(terminal(page)).toContainText('second');
});

test('a reload in the middle of an edit opens the editor again', async ({ page }) => {
  await startLab(page, 'pods/taints/');
  await page.keyboard.type('vi notes.txt\n');
  await expect(page.locator('[role=dialog]')).toBeVisible();
  await page.waitForTimeout(500);
  await page.reload();
  await expect(page.locator('[role=dialog]')).toBeVisible();
  await page.getByRole('button', { name: 'Close without saving' }).click();
  await atPrompt(page);
});
