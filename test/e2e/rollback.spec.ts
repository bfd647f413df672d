import { execFileSync } from 'node:child_process';
import { check, expect, run, startLab, terminal, test } from './site.ts';

test('a broken release is rolled back by keyboard only, with a reload in the middle', async ({ page }) => {
  await startLab(page, 'pods/rollouts/');
  const app = (await page.locator('.exercise-card code').first().textContent()) ?? '';
  await run(page, 'clear; kubectl get deployments');
  await expect(terminal(page)).toContainText(app);
  await run(page, `kubectl rollout history deployment/${app}`);
  await expect(terminal(page)).toContainText('try the release candidate');
  await expect(check(page, 'earlier-template')).toHaveAttribute('data-outcome', 'failed');
  await expect(check(page, 'earlier-template')).toContainText('expected');
  await expect(check(page, 'history-kept')).toHaveAttribute('data-outcome', /.+/);

  await page.reload();
  await expect(terminal(page)).toContainText('try the release candidate');
  await expect(check(page, 'earlier-template')).toHaveAttribute('data-outcome', 'failed');
  await page.locator('.xterm-helper-textarea').focus();

  await run(page, `kubectl rollout undo deployment/${app}`);
  await expect(terminal(page)).toContainText(`deployment.apps/${app} rolled back`);
  await expect(check(page, 'earlier-template')).toHaveAttribute('data-outcome', 'passed');
  await run(page, `kubectl rollout status deployment/${app}`);
  await expect(check(page, 'all-replicas-serve')).toHaveAttribute('data-outcome', 'passed', { timeout: 40_000 });
  await expect(check(page, 'history-kept')).toHaveAttribute('data-outcome', 'passed');
  await expect(page.getByText('All tasks are done.').first()).toBeVisible();
  await expect(page.locator('[data-announce]')).toContainText('All tasks are done.');

  await page.goto('exercises/');
  await expect(page.getByRole('link', { name: /^Roll back a broken release/ })).toContainText('✓');
});

test('a wrong answer says what was expected and what is there, and is taken back with undo', async ({ page }) => {
  await startLab(page, 'pods/rollouts/');
  const app = (await page.locator('.exercise-card code').first().textContent()) ?? '';
  await run(page, `kubectl set image deployment/${app} server=nginx:1.29`);
  await expect(check(page, 'earlier-template')).toContainText('nginx:1.29');
  await expect(check(page, 'earlier-template')).toHaveAttribute('data-outcome', 'failed');

  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(terminal(page)).not.toContainText('nginx:1.29');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await run(page, `kubectl get deployment ${app} -o wide`);
  await expect(terminal(page)).toContainText('nginx:1.27-rc9');
});

test('a lab is exported, comes to the same hash in Node, and goes on in another browser', async ({ page, browser, baseURL }) => {
  await startLab(page, 'pods/rollouts/');
  await run(page, 'echo kept > note.txt');
  // Tools and commands that are fetched when they are first used must not change what happens.
  await run(page, `kubectl get pods -o json | jq -r '.items[].metadata.name' | awk '{print NR, $1}' | sed s/-.*// & kubectl get rs | sort`);
  await run(
    page,
    'kubectl rollout undo deployment --all 2>&1 | tee log | wc -l; kubectl create deployment more --image=redis --replicas=2; kubectl rollout status deployment/more',
  );
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).press('Enter');
  const file = await (await download).path();
  const traceHash = await page.getByRole('button', { name: 'Export' }).getAttribute('data-trace-hash');
  expect(execFileSync('bin/drydock', ['replay', file], { encoding: 'utf8' }).trim()).toBe(traceHash);

  const other = await browser.newContext({ baseURL: baseURL ?? '' });
  const fresh = await other.newPage();
  await fresh.goto('zh-cn/pods/rollouts/');
  const chooser = fresh.waitForEvent('filechooser');
  await fresh.getByRole('button', { name: '导入' }).press('Enter');
  await (await chooser).setFiles(file);
  await expect(terminal(fresh)).toContainText('echo kept');
  await fresh.locator('.xterm-helper-textarea').focus();
  await run(fresh, 'cat note.txt');
  await expect(terminal(fresh)).toContainText('kept');
  await other.close();
});

test('a file that is no lab is refused with the reason', async ({ page }) => {
  await page.goto('pods/rollouts/');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import' }).click();
  await (await chooser).setFiles({ name: 'lab.json', mimeType: 'application/json', buffer: Buffer.from('{"format":"else"}') });
  await expect(page.getByRole('alert')).toContainText('This file is not an exported lab');
});
