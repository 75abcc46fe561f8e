import { expect, type Page, test } from '@playwright/test';
import { violations } from './axe';
import { appNow, providerLedger, signIn, simulator, stackPids } from './world';

test.use({ trace: 'off' });
test.describe.configure({ mode: 'serial' });

test('Stop sending stops every account at one press, says so on every page, and nothing goes out until it is lifted', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await signIn(page, 'owner');
  await page.getByRole('button', { name: 'Jump to the next morning' }).click();
  const atFirst = calls();
  await expect.poll(calls, { timeout: 60_000 }).toBeGreaterThan(atFirst + 2);
  await page.getByRole('button', { name: 'Stop sending' }).click();
  await expect(page.getByRole('button', { name: 'Sending is stopped' })).toBeVisible();
  // Calls that had begun may end; from then on the provider hears nothing of any account.
  await passAppMinutes(page, 15);
  const stoppedAt = calls();
  expect(await violations(page)).toEqual([]);
  await passAppMinutes(page, 90);
  expect(calls()).toBe(stoppedAt);
  await page.goto(`/accounts/${(await seededAccount(page)).id}`);
  await expect(page.getByTestId('explain-verdict')).toHaveAttribute('data-verdict', 'stopped');
  await page.goto('/help/limits');
  await expect(page.getByRole('button', { name: 'Sending is stopped' })).toBeVisible();

  await page.getByRole('button', { name: 'Resume sending' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Resume sending' }).click();
  await expect(page.getByRole('button', { name: 'Stop sending' })).toBeVisible();
  await page.getByRole('button', { name: 'Jump to the next morning' }).click();
  await expect.poll(calls, { timeout: 60_000 }).toBeGreaterThan(stoppedAt);
});

test('a paused account says who has to act, and goes on after it is resumed', async ({ page }) => {
  await signIn(page, 'owner');
  await page.goto(`/accounts/${(await seededAccount(page)).id}`);
  await page.getByRole('button', { name: 'Pause account' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('On holiday');
  await page.getByRole('dialog').getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByTestId('explain-verdict')).toHaveAttribute('data-verdict', 'stopped');
  await expect(page.getByText('The account was paused by hand: On holiday.').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Resume account' }).click();
  await expect(page.getByRole('button', { name: 'Pause account' })).toBeVisible();
  await expect(page.getByText('On holiday')).toHaveCount(0);
});

test('a restricted account is shown as such, on its page and for admins, and is not sent from', async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, 'admin');
  const account = await seededAccount(page);
  await simulator(page.request, `/_sim/accounts/${account.providerAccountId}/status`, { status: 'restricted' });
  await page.goto(`/accounts/${account.id}`);
  await expect(page.getByTestId('explain-verdict')).toHaveAttribute('data-verdict', 'blocked', { timeout: 30_000 });
  expect(await violations(page)).toEqual([]);
  await page.goto('/admin');
  await expect(page.getByText('Restricted').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);

  const before = providerLedger().length;
  await page.getByRole('button', { name: 'Jump to the next morning' }).click();
  const since = () => providerLedger().slice(before);
  // How many calls the others make in a while is drawn, so the test waits for half a working day and for two of them.
  await passAppMinutes(page, 240);
  await expect.poll(() => since().length, { timeout: 50_000 }).toBeGreaterThan(1);
  expect(since().filter((line) => line.accountId === account.providerAccountId)).toEqual([]);
});

test('while the engine does not answer every page says that sending is stopped for safety, until it does', async ({
  page,
}) => {
  await signIn(page, 'owner');
  const runner = stackPids().runner ?? 0;
  expect(runner).toBeGreaterThan(0);
  process.kill(runner, 'SIGSTOP');
  try {
    const banner = page.getByText('Sending is stopped for safety.');
    await expect(banner).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/We cannot reach the engine that sends/)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.goto('/admin/system');
    await expect(banner).toBeVisible();
    await expect(page.getByText('The engine does not answer')).toBeVisible();
    process.kill(runner, 'SIGCONT');
    await expect(banner).toHaveCount(0, { timeout: 30_000 });
  } finally {
    process.kill(runner, 'SIGCONT');
  }
});

test('the cap sliders are moved, entered and read by keyboard alone', async ({ page }) => {
  await signIn(page, 'rep');
  const answer = await page.request.get('/api/v1/campaigns');
  const { items } = (await answer.json()) as { items: { id: string }[] };
  await page.goto(`/campaigns/${items[0]?.id}/edit/caps`);
  const slider = page.getByRole('slider', { name: 'Invites per day' });
  await tabTo(page, 'Invites per day');
  const keys: [string, string][] = [
    ['Home', '0'],
    ['ArrowRight', '1'],
    ['End', '100'],
    ['PageDown', '90'],
    ['ArrowUp', '91'],
  ];
  for (const [key, value] of keys) {
    await page.keyboard.press(key);
    await expect(slider).toHaveValue(value);
  }
  await expect(slider).toHaveAttribute('aria-valuetext', /91/);
  await page.keyboard.press('Escape');
  await expect(slider).toHaveValue('80');
});

test('the first press of Tab leads past the navigation, and every page can be reached by keyboard', async ({
  page,
}) => {
  await signIn(page, 'owner');
  await page.goto('/today');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  for (const name of ['Campaigns', 'Accounts', 'Import', 'Admin', 'Help: Limits']) {
    await tabTo(page, name);
    await page.keyboard.press('Enter');
    await page.waitForLoadState();
    await expect(page.getByRole('link', { name, exact: true }).first()).toHaveAttribute('aria-current', 'page');
  }
});

/** Presses Tab until the element of that name has the focus; at most 120 times. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 120; press += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const at = document.activeElement;
      return at === null ? '' : (at.getAttribute('aria-label') ?? at.textContent ?? '').trim();
    });
    if (focused === name) return;
  }
  throw new Error(`Tab does not reach ${name}`);
}

async function passAppMinutes(page: Page, minutes: number): Promise<void> {
  const start = (await appNow(page.request)).getTime();
  await expect
    .poll(async () => (await appNow(page.request)).getTime() - start, { timeout: 60_000, intervals: [500] })
    .toBeGreaterThan(minutes * 60_000);
}

/** Lines of the provider's ledger that an account made; the rest are acts of people. */
function calls(): number {
  return providerLedger().filter((line) => line.action !== 'accept' && line.action !== 'refuse').length;
}

async function seededAccount(page: Page): Promise<{ id: string; providerAccountId: string }> {
  const answer = await page.request.get('/api/v1/accounts');
  const { items } = (await answer.json()) as { items: { id: string; name: string }[] };
  const account = items.find((item) => item.name === 'Northbridge Talent');
  if (account === undefined) throw new Error('the seeded account is missing');
  return { id: account.id, providerAccountId: 'acc_demo_new' };
}
