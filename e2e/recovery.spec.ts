import { expect, type Page, test } from '@playwright/test';
import { doubledWrites, outsideHours } from './ledger-oracle';
import { appNow, auditLedger, providerLedger, signIn, stackPids } from './world';

interface Send {
  id: string;
  action: string;
  state: string;
  reservedAt: string;
}

test.describe.configure({ mode: 'serial' });

for (const part of ['web', 'runner', 'postgres']) {
  test(`after SIGKILL of ${part} while sending, sends go on and nothing is sent twice or stuck`, async ({ page }) => {
    test.setTimeout(180_000);
    await signIn(page, 'owner');
    await jumpToMorning(page);
    const before = providerLedger().length;
    await expect.poll(() => providerLedger().length, { timeout: 60_000 }).toBeGreaterThan(before + 2);

    const pid = stackPids()[part];
    expect(pid, `a process for ${part}`).toBeTruthy();
    process.kill(pid ?? 0, 'SIGKILL');
    await expect.poll(() => stackPids()[part], { timeout: 60_000 }).not.toBe(pid);
    await expect
      .poll(async () => (await page.request.get('/api/health').catch(() => null))?.status() ?? 0, { timeout: 60_000 })
      .toBe(200);

    const restartedAt = await appNow(page.request);
    const lineCount = providerLedger().length;
    await jumpToMorning(page);
    await expect.poll(() => providerLedger().length, { timeout: 90_000 }).toBeGreaterThan(lineCount + 3);
    const lines = providerLedger();
    expect(doubledWrites(lines)).toEqual([]);
    expect(outsideHours(lines)).toEqual([]);
    await expect.poll(() => unsettled(page, restartedAt), { timeout: 120_000, intervals: [2_000] }).toEqual([]);
    // What the app counts as sent is what the provider took, no line more and none less.
    await expect.poll(() => differences(page), { timeout: 60_000, intervals: [1_000] }).toEqual([]);
    expect(await auditLedger()).toBe('Every promise holds.');
  });
}

/** Sends reserved before `before` that have not come to an end: what a crash would leave behind for ever. */
async function unsettled(page: Page, before: Date): Promise<string[]> {
  const found: string[] = [];
  for (const state of ['reserved', 'dispatching', 'unknown']) {
    const sends = await sendsIn(page, state);
    found.push(
      ...sends.filter((send) => Date.parse(send.reservedAt) < before.getTime()).map((send) => `${send.id} is ${state}`),
    );
  }
  return found;
}

/** Writes that only one of the two sides knows of, as counts by kind; sends on their way settle between two looks. */
async function differences(page: Page): Promise<string[]> {
  const lines = providerLedger().filter((line) => line.outcome === 'accepted');
  const sent = await sendsIn(page, 'sent');
  return (['invite', 'message'] as const).flatMap((action) => {
    const theirs = lines.filter((line) => line.action === action).length;
    const ours = sent.filter((send) => send.action === action).length;
    return theirs === ours ? [] : [`${action}: provider ${theirs}, ledger ${ours}`];
  });
}

async function sendsIn(page: Page, state: string): Promise<Send[]> {
  const sends: Send[] = [];
  let cursor = '';
  do {
    const answer = await page.request.get(`/api/v1/sends?state=${state}&limit=200${cursor}`);
    const body = (await answer.json()) as { items: Send[]; nextCursor: string | null };
    sends.push(...body.items);
    cursor = body.nextCursor === null ? '' : `&cursor=${encodeURIComponent(body.nextCursor)}`;
  } while (cursor !== '');
  return sends;
}

async function jumpToMorning(page: Page): Promise<void> {
  const headers = originOf(page.url());
  const answer = await page.request.post('/api/v1/clock/jump', { data: { to: 'next_morning' }, headers });
  expect(answer.ok(), await answer.text()).toBe(true);
}

function originOf(url: string): Record<string, string> {
  return { origin: new URL(url).origin };
}
