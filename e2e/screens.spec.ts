import { expect, type Page, test } from '@playwright/test';
import { violations } from './axe';
import { signIn } from './world';

const PATHS = [
  '/today',
  '/accounts',
  '/accounts/connect',
  '/inbox',
  '/invitations',
  '/import',
  '/campaigns',
  '/campaigns/new',
  '/admin',
  '/admin/system',
  '/help/limits',
];
// Recording every look of axe takes longer than the looks.
test.use({ trace: 'off' });

const WIDTHS_PX = [360, 1440];

test('the sign-in page refuses a wrong password in words and has no axe violation', async ({ page }) => {
  await page.goto('/sign-in');
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('E-mail').fill('nobody@northbridge.example');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('E-mail or password is wrong')).toBeVisible();
});

test('the pages of a workspace have no axe violation and no sideways scrolling, at 360 and 1440 px, light and dark', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signIn(page, 'owner');
  for (const path of PATHS) await look(page, path);
});

test('the pages of one account, one conversation and one campaign have none either', async ({ page }) => {
  test.setTimeout(300_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signIn(page, 'owner');
  for (const path of await objectPaths(page)) await look(page, path);
});

test('a limit is changed on the page that explains it: no word for a number, a risk only when it is acknowledged', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await signIn(page, 'owner');
  await page.goto('/help/limits');
  // Comments are no step of the seeded campaigns, so that nothing of the other stories changes.
  await page.getByRole('button', { name: 'Change Comments a day, Every plan' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Default').fill('unlimited');
  await dialog.getByRole('button', { name: 'Save limit' }).click();
  await expect(dialog.getByText('"Unlimited" does not exist')).toBeVisible();
  await dialog.getByLabel('Default').fill('90');
  await dialog.getByLabel('Hard cap').fill('120');
  await dialog.getByRole('button', { name: 'Save limit' }).click();
  await expect(dialog.getByRole('alert')).toContainText('above the published 100: at your own risk');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('checkbox', { name: 'I lift the hard cap to 120' }).check();
  await dialog.getByRole('button', { name: 'Save limit' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('row', { name: /Comments.*90.*published 100.*120/ })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('above the published 100, at my own risk').first()).toBeVisible();
});

/** One load, four looks: of the two schemes only contrast can differ. */
async function look(page: Page, path: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  const broken: string[] = [];
  const keep = (error: Error) => broken.push(error.message);
  page.on('pageerror', keep);
  const answer = await page.goto(path);
  expect(answer?.status(), `${path} as the server makes it`).toBe(200);
  await expect(page.locator('h1')).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  for (const width of WIDTHS_PX) {
    await page.setViewportSize({ width, height: 900 });
    const where = `${path} at ${width} px`;
    expect(await violations(page), where).toEqual([]);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over, `${where} is wider than the screen`).toBeLessThanOrEqual(0);
    await shoot(page, path, `${width}-light`);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page, ['color-contrast']), `${where}, dark`).toEqual([]);
    await shoot(page, path, `${width}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
  }
  page.off('pageerror', keep);
  expect(broken, `errors of ${path}`).toEqual([]);
}

/** With `PICTURES=1` each look is kept as a picture. */
async function shoot(page: Page, path: string, look: string): Promise<void> {
  if (test.info().config.metadata.pictures !== true) return;
  const name = path
    .slice(1)
    .replaceAll('/', '-')
    .replace(/(acc|cmp|thr)_\w+/, '$1');
  await page.screenshot({ path: `test-results/screens/${name}-${look}.png`, fullPage: true });
}

/** The pages of one account and one campaign, the builder included. */
async function objectPaths(page: Page): Promise<string[]> {
  const first = async (noun: string) => {
    const answer = await page.request.get(`/api/v1/${noun}`);
    const { items } = (await answer.json()) as { items: { id: string }[] };
    return items[0]?.id ?? '';
  };
  const campaign = await first('campaigns');
  const parts = ['people', 'steps', 'caps', 'schedule', 'review'].map((part) => `/campaigns/${campaign}/edit/${part}`);
  const conversation = `/inbox/${await first('threads')}`;
  return [`/accounts/${await first('accounts')}`, conversation, `/campaigns/${campaign}`, ...parts];
}
