import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { signIn } from './world';

const PATHS = [
  '/today',
  '/accounts',
  '/accounts/connect',
  '/import',
  '/campaigns',
  '/campaigns/new',
  '/admin',
  '/help/limits',
];

test('the sign-in page refuses a wrong password in words and has no axe violation', async ({ page }) => {
  await page.goto('/sign-in');
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('E-mail').fill('nobody@northbridge.example');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('E-mail or password is wrong')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`every screen is free of axe violations and of sideways scrolling at ${width} px, ${colorScheme}`, async ({
      page,
    }) => {
      test.setTimeout(180_000);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      await signIn(page, 'owner');
      for (const path of [...PATHS, ...(await objectPaths(page))]) {
        await page.goto(path);
        await expect(page.locator('h1')).toBeVisible();
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
        expect(await violations(page), path).toEqual([]);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(over, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
        await page.screenshot({
          path: `test-results/screens/${width}-${colorScheme}${path.replaceAll('/', '-').replace(/(acc|cmp)_\w+/, '$1')}.png`,
          fullPage: true,
        });
      }
    });
  }
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
  return [`/accounts/${await first('accounts')}`, `/campaigns/${campaign}`, ...parts];
}

async function violations(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
