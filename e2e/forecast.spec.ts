import { expect, type Page, test } from '@playwright/test';
import { violations } from './axe';
import { signIn } from './world';

test.use({ trace: 'off' });

const FORECAST = '**/forecast*';

test('the review plays the weeks to come: progress while it lasts, then days, ends and what binds, also as a table', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await signIn(page, 'owner');
  // Held back by the test, so that the progress can be looked at.
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(FORECAST, async (route) => {
    await held;
    await route.continue();
  });
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(await reviewPath(page));
  await expect(page.getByText('The weeks to come are being played.').first()).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'The forecast is being worked out' }).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  release();

  const panel = page.getByRole('region', { name: 'Forecast', exact: true });
  await expect(panel.getByText(/Played \d+ times with the engine’s own rules/)).toBeVisible({ timeout: 60_000 });
  await expect(panel.getByText(/First sends on|Nothing goes out as things stand/).first()).toBeVisible();
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violations(page)).toEqual([]);

  // With the keyboard alone: the chart's figures as a table.
  const asTable = panel.getByRole('button', { name: 'Table' });
  await asTable.focus();
  await page.keyboard.press('Enter');
  const table = panel.getByRole('table', { name: /Sends a (day|week)/ });
  await expect(table).toBeVisible();
  expect(await table.getByRole('row').count()).toBeGreaterThan(1);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(over, 'the page is wider than the screen').toBeLessThanOrEqual(0);
});

test('a forecast that cannot be worked out says so and offers another try, and the rest of the review stands', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await signIn(page, 'owner');
  await page.route(FORECAST, (route) => route.abort());
  await page.goto(await reviewPath(page));
  const panel = page.getByRole('region', { name: 'Forecast', exact: true });
  await expect(panel.getByText('This could not be read')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('region', { name: 'Checklist' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.unroute(FORECAST);
  await panel.getByRole('button', { name: 'Try again' }).click();
  await expect(panel.getByText(/Played \d+ times/)).toBeVisible({ timeout: 60_000 });
});

/** The review of the campaign with the most people. */
async function reviewPath(page: Page): Promise<string> {
  const answer = await page.request.get('/api/v1/campaigns');
  const { items } = (await answer.json()) as { items: { id: string; people: number }[] };
  const [largest] = items.toSorted((a, b) => b.people - a.people);
  return `/campaigns/${largest?.id ?? ''}/edit/review`;
}
