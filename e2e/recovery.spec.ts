import { expect, test } from '@playwright/test';
import { doubledWrites, outsideHours } from './ledger-oracle';
import { appNow, providerLedger, signIn, stackPids } from './world';

interface Sends {
  items: { id: string; state: string; reservedAt: string }[];
}

test.describe.configure({ mode: 'serial' });

for (const part of ['web', 'runner', 'postgres']) {
  test(`after SIGKILL of ${part} while sending, sends go on and nothing is sent twice or stuck`, async ({ page }) => {
    test.setTimeout(180_000);
    await signIn(page, 'owner');
    await page.request.post('/api/v1/clock/jump', { data: { to: 'next_morning' }, headers: originOf(page.url()) });
    const before = providerLedger().length;
    await expect.poll(() => providerLedger().length, { timeout: 60_000 }).toBeGreaterThan(before + 2);

    const pid = stackPids()[part];
    expect(pid, `a process for ${part}`).toBeTruthy();
    process.kill(pid ?? 0, 'SIGKILL');
    await expect.poll(() => stackPids()[part], { timeout: 60_000 }).not.toBe(pid);
    await expect
      .poll(async () => (await page.request.get('/api/health').catch(() => null))?.status() ?? 0, { timeout: 60_000 })
      .toBe(200);

    const killedAt = providerLedger().length;
    await page.request.post('/api/v1/clock/jump', { data: { to: 'next_morning' }, headers: originOf(page.url()) });
    await expect.poll(() => providerLedger().length, { timeout: 90_000 }).toBeGreaterThan(killedAt + 3);
    const lines = providerLedger();
    expect(doubledWrites(lines)).toEqual([]);
    expect(outsideHours(lines)).toEqual([]);
    await expect.poll(() => stuck(page), { timeout: 90_000, intervals: [2_000] }).toEqual([]);
  });
}

/** Sends that have been on their way for longer than their wall-clock deadline allows: over an app day at this speed. */
async function stuck(page: import('@playwright/test').Page): Promise<string[]> {
  const now = await appNow(page.request);
  const found: string[] = [];
  for (const state of ['reserved', 'dispatching']) {
    const answer = await page.request.get(`/api/v1/sends?state=${state}&limit=100`);
    const { items } = (await answer.json()) as Sends;
    found.push(
      ...items.filter((send) => now.getTime() - Date.parse(send.reservedAt) > 100_000_000).map((send) => send.id),
    );
  }
  return found;
}

function originOf(url: string): Record<string, string> {
  return { origin: new URL(url).origin };
}
