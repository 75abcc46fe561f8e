import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { violations } from './axe';
import { signIn } from './world';

const CALL = {
  ctx: { run_id: 'made-up', attempt: 0, stack: { stack: [], current: 0 } },
  event: { name: 'x', data: {} },
  events: [],
  steps: {},
  version: 1,
};

test('a call of the functions that the engine did not sign is refused', async ({ request }) => {
  const ids = ['headroom-open-sending-day', 'headroom-run-sending-day', 'headroom-apply-provider-event'];
  const now = Math.floor(Date.now() / 1_000);
  for (const id of ids) {
    for (const signature of [undefined, 't=1&s=00', `t=${now}&s=${'0'.repeat(64)}`]) {
      const headers: Record<string, string> = signature === undefined ? {} : { 'x-inngest-signature': signature };
      const answer = await request.post(`/api/inngest?fnId=${id}&stepId=step`, { data: CALL, headers });
      expect(answer.status(), `${id} with ${signature}`).toBe(401);
    }
  }
});

test('neither the functions’ own page nor the open health page tells any secret of the installation', async ({
  request,
}) => {
  const secrets = secretsOfTheStack();
  expect(secrets.length).toBeGreaterThan(4);
  for (const address of ['/api/inngest', '/api/health', '/sign-in']) {
    const text = await (await request.get(address)).text();
    expect(
      secrets.filter((secret) => text.includes(secret)),
      address,
    ).toEqual([]);
  }
});

test('an admin sees what the engine does, cancels a day’s run and starts it anew; a rep is not let in', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signIn(page, 'admin');
  // A day that has just begun, so that its run sleeps between its slots for as long as this takes.
  await page.getByRole('button', { name: 'Jump to the next morning' }).click();
  await page.goto('/admin/system');
  await page.getByLabel('Function', { exact: true }).selectOption('Run sending day');
  await page.getByLabel('Run state').selectOption('sleeping');
  await page
    .getByRole('table', { name: 'Runs', exact: true })
    .getByRole('link', { name: /^Run sending day/ })
    .first()
    .click();
  await expect(page.getByRole('row', { name: /^open step done/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Cancel run' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: 'Keep it running' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Cancel run' }).click();
  await page.getByRole('button', { name: 'Retry' }).click();
  const cancelled = page.url().split('/').at(-1) ?? '';
  await page.getByText('Retried as').locator('..').getByRole('link').click();
  await expect(page.getByText('Retry of').locator('..').getByRole('link')).toHaveText(cancelled);
  const audit = await (await page.request.get(`/api/v1/audit?objectId=${cancelled}`)).json();
  const actions = audit.items.map((entry: { action: string }) => entry.action);
  expect(actions).toEqual(['engine.run_retried', 'engine.run_cancelled']);
  await page.context().clearCookies();
  await signIn(page, 'rep');
  expect((await page.request.get('/api/v1/system/runs')).status()).toBe(403);
});

/** The values that the stack has generated for itself, as its data folder keeps them. */
function secretsOfTheStack(): string[] {
  const folder = path.resolve('.data', 'e2e', 'secrets');
  return readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8').trim());
}
