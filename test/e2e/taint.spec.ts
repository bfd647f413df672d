import { atPrompt, check, expect, run, startLab, terminal, test } from './site.ts';

const toleration = ['tolerations:', '- key: dedicated', '  operator: Equal', '  value: research', '  effect: NoSchedule'];

test('a toleration is written with vi, and the pod gets in', async ({ page }) => {
  await startLab(page, 'pods/taints/');
  const pod = (await page.locator('.exercise-card code').first().textContent()) ?? '';
  await run(page, 'kubectl get pods');
  await expect(terminal(page)).toContainText('Pending');
  await expect(check(page, 'tolerates-this-taint')).toHaveAttribute('data-outcome', 'failed');

  await page.keyboard.type(`vi ${pod}.yaml\n`);
  const editor = page.getByRole('textbox', { name: new RegExp(`Editing .*${pod}.yaml`) });
  await expect(editor).toBeFocused();
  await page.keyboard.type('/^spec');
  await page.keyboard.press('Enter');
  for (const [index, line] of toleration.entries()) {
    await page.keyboard.type('o');
    await page.keyboard.press('Escape');
    await page.keyboard.type(`0Di${index === 0 ? '  ' : '    '}${line}`);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.type(':wq\n');
  await atPrompt(page);
  await run(page, `kubectl apply -f ${pod}.yaml`);
  await expect(terminal(page)).toContainText(`pod/${pod} configured`);
  await expect(check(page, 'tolerates-this-taint')).toHaveAttribute('data-outcome', 'passed');
  await run(page, `kubectl wait --for=condition=Ready pod/${pod} --timeout=60s`);
  await expect(check(page, 'runs-on-reserved-node')).toHaveAttribute('data-outcome', 'passed', { timeout: 40_000 });
});
