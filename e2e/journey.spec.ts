import { expect, type Page, test } from '@playwright/test';
import { dayCounts, doubledWrites, localDay, outsideHours, overshoots } from './ledger-oracle';
import { type AccountItem, accountsOf, appNow, auditLedger, providerLedger, signIn } from './world';

const ACCOUNT = 'Mira Okafor';
const CAMPAIGN = 'Operations leaders, winter';

test('a rep connects, imports, builds, launches, and the provider sees only paced sends under every cap', async ({
  page,
  browser,
}) => {
  test.setTimeout(540_000);
  await signIn(page, 'rep');
  const account = await connectAccount(page);
  await importSample(page);
  await buildCampaign(page);
  await crossTheRedLines(page);
  await launch(page);

  const owner = await (await browser.newContext()).newPage();
  await signIn(owner, 'owner');
  await owner.getByRole('button', { name: 'Jump to the next morning' }).click();
  const start = await until(page, ({ minutes }) => minutes >= 9 * 60 && minutes < 11 * 60);
  const today = localDay(start.toISOString());
  await until(page, ({ minutes }) => minutes >= 17 * 60 + 35, 150_000);

  const lines = providerLedger();
  const writes = lines.filter((line) => localDay(line.at) === today && line.action !== 'lookup' && isOurs(line.action));
  expect(writes.filter((line) => line.accountId === account.providerAccountId).length).toBeGreaterThanOrEqual(6);
  expect(writes.filter((line) => line.accountId !== account.providerAccountId).length).toBeGreaterThanOrEqual(10);
  expect(outsideHours(lines)).toEqual([]);
  expect(doubledWrites(lines)).toEqual([]);
  expect(overshoots(lines, await dailyCaps(page), today)).toEqual([]);

  for (const each of await accountsOf(page)) await countsEqualTheLedger(page, each, today);
  expect(await auditLedger()).toBe('Every promise holds.');
  await owner.context().close();
});

/** From the notice through the provider's own page, back to the account. */
async function connectAccount(page: Page): Promise<AccountItem> {
  await page.getByRole('link', { name: 'Accounts' }).first().click();
  await page.getByRole('link', { name: 'Connect account' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('Read the notice and tick the box to go on.')).toBeVisible();
  await page.getByRole('checkbox', { name: /this is my own account/ }).check();
  await page.getByLabel('Country').selectOption('DE');
  await page.getByLabel('When was this account created?').selectOption('older');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Name').fill(ACCOUNT);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/accounts/connect/done**');
  await expect(page.getByRole('heading', { name: ACCOUNT })).toBeVisible({ timeout: 30_000 });
  const account = (await accountsOf(page)).find((each) => each.name === ACCOUNT);
  if (account === undefined) throw new Error('the connected account is not listed');
  return account;
}

async function importSample(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Import' }).first().click();
  await page.getByLabel('CSV file').setInputFiles('public/samples/people.csv');
  await page.getByLabel('List name').fill('Operations leaders');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Receipt' })).toBeVisible();
  const verdicts = ['created', 'merged', 'duplicate', 'suppressed', 'invalid'];
  const counts = await Promise.all(verdicts.map((name) => page.getByTestId(`verdict-${name}`).innerText()));
  expect(counts.map(Number).reduce((sum, count) => sum + count, 0)).toBe(60);
  await page.getByRole('link', { name: 'Build a campaign with this list' }).click();
}

/** Name, sender and steps; the preview shows the text as one person would get it. */
async function buildCampaign(page: Page): Promise<void> {
  await page.waitForURL('**/campaigns/new**');
  await page.getByLabel('Name', { exact: true }).fill(CAMPAIGN);
  await page.getByRole('checkbox', { name: ACCOUNT }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL('**/edit/people');
  await expect(page.getByText(/people are in this campaign/)).toBeVisible();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.waitForURL('**/edit/steps');
  for (const step of ['Invite', 'Wait for acceptance', 'Message']) {
    await page.getByRole('button', { name: step, exact: true }).last().click();
  }
  await page
    .getByLabel('Text')
    .last()
    .fill('Hi {{first_name|there}}, thanks for connecting. How do you plan deliveries?');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.waitForURL('**/edit/caps');
}

/** Each slider turns red one step past its risk line and calm again one step back. */
async function crossTheRedLines(page: Page): Promise<void> {
  const kinds = [
    { legend: 'Invites per day', calm: 90, back: 80 },
    { legend: 'Messages per day', calm: 90, back: 80 },
    { legend: 'InMails per day', calm: 14, back: 5 },
  ];
  for (const { legend, calm, back } of kinds) {
    const slider = page.getByRole('slider', { name: legend });
    const card = page.getByRole('group', { name: legend });
    await slider.fill(String(calm));
    await expect(card).not.toHaveAttribute('data-zone', 'red');
    await slider.press('ArrowRight');
    await expect(slider).toHaveValue(String(calm + 1));
    await expect(card).toHaveAttribute('data-zone', 'red');
    await slider.press('ArrowLeft');
    await expect(card).not.toHaveAttribute('data-zone', 'red');
    await slider.fill(String(back));
  }
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.waitForURL('**/edit/schedule');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.waitForURL('**/edit/review');
}

async function launch(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Launch', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Launch', exact: true }).click();
  await page.waitForURL(/\/campaigns\/cmp_\w+$/);
  await expect(page.getByRole('heading', { name: CAMPAIGN })).toBeVisible();
}

/** Waits until the app's clock, told in Berlin, satisfies `when`. */
async function until(page: Page, when: (at: { minutes: number }) => boolean, timeout = 30_000): Promise<Date> {
  let now = new Date(0);
  await expect
    .poll(
      async () => {
        now = await appNow(page.request);
        return when({ minutes: minutesIn(now) });
      },
      { timeout, intervals: [500] },
    )
    .toBe(true);
  return now;
}

function minutesIn(now: Date): number {
  const text = now.toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });
  const [hours, minutes] = text.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** Acceptances and refusals in the ledger are acts of people, not of an account. */
function isOurs(action: string): boolean {
  return action !== 'accept' && action !== 'refuse';
}

/** The ceiling of today for each account and kind, as the API says it: the ledger must not be above any of them. */
async function dailyCaps(page: Page): Promise<Record<string, Record<string, number>>> {
  const caps: Record<string, Record<string, number>> = {};
  for (const account of await accountsOf(page)) {
    const answer = await page.request.get(`/api/v1/accounts/${account.id}/usage`);
    const { budgets } = (await answer.json()) as { budgets: { budget: string; window: string; cap: number | null }[] };
    caps[account.providerAccountId] = Object.fromEntries(
      budgets
        .filter((figure) => figure.cap !== null)
        .map((figure) => [`${figure.budget} ${figure.window}`, figure.cap ?? 0]),
    );
  }
  return caps;
}

/** Every figure a person reads on the account's page is the provider's own count of the day. */
async function countsEqualTheLedger(page: Page, account: AccountItem, day: string): Promise<void> {
  await page.goto(`/accounts/${account.id}`);
  const counts = dayCounts(providerLedger(), account.providerAccountId, day);
  for (const [budget, count] of Object.entries(counts)) {
    await expect(page.getByTestId(`budget-sent-${budget}-day`), `${account.name} ${budget}`).toHaveText(String(count));
  }
}
