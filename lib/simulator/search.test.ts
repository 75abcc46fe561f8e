import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { foundSlugs } from './routes-search';
import { startTestSimulator, type TestSimulator } from './testing';

let sim: TestSimulator;
beforeEach(async () => {
  sim = await startTestSimulator();
  await sim.setClock('2026-01-05T09:00:00.000Z', 0);
  await sim.call('POST', '/_sim/config', { restrictAfter: 1000, apiLimitPerMinute: 10_000 });
  for (const [id, tier] of [
    ['acc_one', 'premium'],
    ['acc_two', 'sales_navigator'],
  ])
    await sim.call('POST', '/_sim/accounts', { id, name: 'Ana Test', tier });
});
afterEach(() => sim.stop());

const DATA = z.array(z.object({ id: z.string(), public_identifier: z.string().optional() }).loose());
const search = (account: string, keywords: string, offset: number, limit = 100) =>
  sim.call('POST', `/v2/${account}/linkedin/search/people?offset=${offset}&limit=${limit}`, { keywords });

it('finds the same people in the same order for everyone, page by page to the end', async () => {
  const all = foundSlugs('1', 'head of sales');
  const seen: (string | undefined)[] = [];
  for (let offset = 0; offset < all.length + 100; offset += 100) {
    const page = await search('acc_one', ' Head of SALES ', offset);
    expect(page).toMatchObject({ status: 200, body: { total_count: all.length, next_cursor: null } });
    seen.push(...DATA.parse(page.body.data).map((item) => item.public_identifier));
  }
  expect(seen).toHaveLength(all.length);
  // Who is out of the network has no address there, and that is a few of them.
  const named = seen.filter((slug) => slug !== undefined);
  expect(named).toEqual(all.filter((slug) => named.includes(slug)));
  expect(named.length).toBeGreaterThan(all.length * 0.8);
  const other = DATA.parse((await search('acc_two', 'head of sales', 0, 5)).body.data);
  expect(other[0]?.id).not.toBe(DATA.parse((await search('acc_one', 'head of sales', 0, 5)).body.data)[0]?.id);
});

it('counts the profiles in its ledger and refuses those past the hidden wall of the day', async () => {
  let fetched = 0;
  let refused = 0;
  for (let n = 0; n < 20; n += 1) {
    const page = await search('acc_one', `wanted ${n}`, 0);
    if (page.status === 200) fetched += DATA.parse(page.body.data).length;
    else refused = page.status;
  }
  expect(refused).toBe(429);
  expect(fetched).toBeGreaterThan(900);
  expect(fetched).toBeLessThanOrEqual(1_300);
  const { body } = await sim.call('GET', '/_sim/ledger?since=0');
  const lines = z.array(z.object({ action: z.string(), outcome: z.string(), results: z.number() })).parse(body.items);
  const booked = lines.filter((line) => line.outcome === 'accepted').reduce((sum, line) => sum + line.results, 0);
  expect(booked).toBe(fetched);
});

it('shows Sales Navigator to those who have it, by the address of a search too', async () => {
  const url = 'https://www.linkedin.com/sales/search/people?query=x';
  const ask = (account: string) => sim.call('POST', `/v2/${account}/linkedin/sales-navigator/search?offset=0`, { url });
  expect((await ask('acc_one')).status).toBe(403);
  const page = await ask('acc_two');
  expect(page.status).toBe(200);
  expect(DATA.parse(page.body.data)[0]).toMatchObject({ product: 'sales_navigator' });
});
