import { expect, type Locator, type Page, test } from '@playwright/test';
import { violations } from './axe';
import { accountsOf, appNow, providerLedger, signIn, simulator } from './world';

interface Candidate {
  slug: string;
  accountId: string;
}

// After the stories that count messages, by its name: a person may write twice to somebody within two days, a campaign may not.
test('somebody who replies waits in the inbox, and is answered by hand exactly once', async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, 'owner');
  await untilMorning(page);
  const { slug, accountId } = await somebodyWhoAccepted(page);
  const words = 'Thank you, what would it cost?';
  await simulator(page.request, '/_sim/replies', { accountId, personSlug: slug, text: words, inSeconds: 0 });
  const id = await threadThatWaits(page, slug);

  await page.getByRole('link', { name: 'Inbox' }).first().click();
  const entry = page.locator(`a[href="/inbox/${id}"]`);
  await entry.click();
  await expect(page.getByText(words)).toBeVisible();
  await expect(page.getByText(/one of the \d+ messages of this account today; \d+ are left/)).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'No reply needed' }).click();
  await page.getByRole('button', { name: 'Needs a reply after all' }).click();
  await expect(page.getByRole('button', { name: 'No reply needed' })).toBeVisible();
  const before = messagesTo(slug);
  await page.getByRole('textbox', { name: 'Message' }).fill('Let us talk on Thursday.');
  await pressUntil(page.getByText('Sent.', { exact: true }), () =>
    page.getByRole('textbox', { name: 'Message' }).press('Control+Enter'),
  );
  await expect(page.getByRole('listitem').filter({ hasText: 'Let us talk on Thursday.' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('');
  expect(messagesTo(slug)).toBe(before + 1);
  await expect(page.getByRole('button', { name: 'No reply needed' })).toHaveCount(0);

  await page.goto('/inbox');
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await expect(entry).toHaveCount(0);
  await page.getByRole('tab', { name: 'All' }).click();
  await expect(entry).toBeVisible();
});

test('an invitation that was received is accepted, one that was sent is asked back, each by its own button', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signIn(page, 'owner');
  await page.getByRole('link', { name: 'Invitations' }).first().click();
  const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Withdraw/ }) });
  await row
    .first()
    .getByRole('button', { name: /^Withdraw/ })
    .click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('about three weeks');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await expect(
    page.getByRole('cell', { name: /Withdrawal asked for|Being withdrawn|Withdrawn/ }).first(),
  ).toBeVisible();
  await expect(page.getByText('Asked for', { exact: true })).toBeFocused();

  await page.getByRole('tab', { name: 'Received' }).click();
  const accept = page.getByRole('button', { name: /^Accept/ }).first();
  await expect(accept).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const before = await waitingAtTheProvider(page);
  const name = (await accept.innerText()).replace(/^Accept: /, '');
  await accept.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Accepted' })).toBeFocused();
  expect(await waitingAtTheProvider(page)).toBe(before - 1);
  // The provider's list of the last hour may still show it; then it is told as accepted.
  await page.getByRole('tab', { name: 'Sent' }).click();
  await page.getByRole('tab', { name: 'Received' }).click();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await expect(page.getByRole('button', { name: `Accept: ${name}`, exact: true })).toHaveCount(0);
});

test('an answer is sent once when Send is pressed twice at once, and when its answer is lost on the way', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await signIn(page, 'owner');
  const { id, slug } = await somebodyWrittenTo(page);
  await page.goto(`/inbox/${id}`);
  const box = page.getByRole('textbox', { name: 'Message' });
  const before = messagesTo(slug);
  await box.fill('Shall I send the price list?');
  // In one task of the browser: no page is drawn between the two.
  const twice = (field: Element) => {
    const press = () => new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true });
    field.dispatchEvent(press());
    field.dispatchEvent(press());
  };
  const write = `**/api/v1/threads/${id}/messages`;
  const sent = page.getByText('Sent.', { exact: true });
  // A second request would most often be refused by the gap between two messages; none may be made.
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith(`/threads/${id}/messages`)) asked.push(request.url());
  });
  let presses = 0;
  await pressUntil(sent, () => {
    presses += 1;
    return box.evaluate(twice);
  });
  expect(asked.length).toBeLessThanOrEqual(presses);
  expect(messagesTo(slug)).toBe(before + 1);

  await page.route(write, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const answer = await route.fetch();
    await (answer.ok() ? route.abort('connectionreset') : route.fulfill({ response: answer }));
  });
  await box.fill('It is on its way.');
  const note = page.getByRole('alert').filter({ hasText: 'not known whether the message arrived' });
  await pressUntil(note, () => box.press('Control+Enter'));
  await expect(note).toContainText('the same words are never sent twice');
  await expect(box).toHaveValue('It is on its way.');
  expect(await violations(page)).toEqual([]);
  expect(messagesTo(slug)).toBe(before + 2);
  await page.unroute(write);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(sent).toBeVisible();
  await expect(box).toHaveValue('');
  expect(messagesTo(slug)).toBe(before + 2);
});

/** Received invitations that the provider still lists, over all accounts. */
async function waitingAtTheProvider(page: Page): Promise<number> {
  let waiting = 0;
  for (const { providerAccountId } of await accountsOf(page)) {
    const path = `/v2/${providerAccountId}/users/me/relation-requests?type=received&limit=100`;
    waiting += ((await simulator(page.request, path)).data as unknown[]).length;
  }
  return waiting;
}

/** Within the hours, so that what is written by hand does not stand out among what the other stories look at. */
async function untilMorning(page: Page): Promise<void> {
  const headers = { origin: new URL(page.url()).origin };
  const answer = await page.request.post('/api/v1/clock/jump', { data: { to: 'next_morning' }, headers });
  expect(answer.ok(), await answer.text()).toBe(true);
  const hour = async () =>
    Number((await appNow(page.request)).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit' }));
  await expect.poll(hour, { timeout: 60_000 }).toBe(9);
}

/**
 * The person who has accepted last, and to whom nobody has written yet; people take their time. The campaign's own message
 * to them is a day away.
 */
async function somebodyWhoAccepted(page: Page): Promise<Candidate> {
  const accounts = await accountsOf(page);
  let found: Candidate | undefined;
  const look = async () => {
    for (const { accountId, prospectId } of await acceptedInvitations(page)) {
      const slug = await slugOf(page, prospectId);
      const provider = accounts.find((account) => account.id === accountId)?.providerAccountId;
      if (provider === undefined || messagesTo(slug) > 0) continue;
      found = { slug, accountId: provider };
      return true;
    }
    return false;
  };
  await expect.poll(look, { timeout: 90_000, intervals: [2_000] }).toBe(true);
  if (found === undefined) throw new Error('nobody has accepted');
  return found;
}

/** Presses until the page says so: the account may have written to somebody else a moment ago, and the gap refuses then. */
async function pressUntil(told: Locator, press: () => Promise<void>): Promise<void> {
  const attempt = async () => {
    await press();
    await expect(told).toBeVisible({ timeout: 5_000 });
  };
  await expect(attempt).toPass({ timeout: 60_000, intervals: [1_000] });
}

/** Somebody in whose conversation nothing of a campaign can come in between any more: who has replied. */
async function somebodyWrittenTo(page: Page): Promise<{ id: string; slug: string }> {
  const answer = await page.request.get('/api/v1/threads?limit=200');
  const { items } = (await answer.json()) as {
    items: { id: string; prospectId: string | null; lastInboundAt: string | null }[];
  };
  const found = items.find(({ prospectId, lastInboundAt }) => prospectId !== null && lastInboundAt !== null);
  if (found?.prospectId == null) throw new Error('nobody has replied');
  return { id: found.id, slug: await slugOf(page, found.prospectId) };
}

/** The last accepted one first. */
async function acceptedInvitations(page: Page) {
  const answer = await page.request.get('/api/v1/invitations?type=sent&limit=200');
  const { items } = (await answer.json()) as {
    items: { acceptedAt: string | null; accountId: string; prospectId: string }[];
  };
  const when = ({ acceptedAt }: { acceptedAt: string | null }) => Date.parse(acceptedAt ?? '');
  return items.filter(({ acceptedAt }) => acceptedAt !== null).toSorted((a, b) => when(b) - when(a));
}

async function slugOf(page: Page, prospectId: string): Promise<string> {
  const answer = await page.request.get(`/api/v1/prospects/${prospectId}`);
  return ((await answer.json()) as { linkedinSlug: string }).linkedinSlug;
}

/** The conversation that the reply has opened; its webhook takes a moment. */
async function threadThatWaits(page: Page, slug: string): Promise<string> {
  let id = '';
  await expect
    .poll(
      async () => {
        const answer = await page.request.get('/api/v1/threads?unanswered=true&limit=200');
        const { items } = (await answer.json()) as { items: { id: string; prospectId: string | null }[] };
        for (const item of items) {
          if (item.prospectId === null) continue;
          if ((await slugOf(page, item.prospectId)) === slug) id = item.id;
        }
        return id;
      },
      { timeout: 60_000 },
    )
    .not.toBe('');
  return id;
}

function messagesTo(slug: string): number {
  return providerLedger().filter(
    (line) => line.action === 'message' && line.outcome === 'accepted' && line.slug === slug,
  ).length;
}
