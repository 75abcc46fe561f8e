import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JSON_TYPE } from './testing/open-api-suite';
import type { RequestsWorld } from './testing/requests-world';
import { openRequestsWorld } from './testing/requests-world';

let world: RequestsWorld;
beforeAll(async () => {
  world = await openRequestsWorld();
});
afterAll(() => world?.suite.close());

const put = (body: unknown) => world.call('PUT', '/limits', { body: JSON.stringify(body), headers: JSON_TYPE });

describe('PUT /api/v1/limits', () => {
  it.each([
    ['a word', { cap: 'unlimited' }, 'cap'],
    ['a word for the hard cap', { hardCap: 'unlimited' }, 'hardCap'],
    ['a negative number', { cap: -1 }, 'cap'],
    ['half a send', { cap: 0.5 }, 'cap'],
    ['more than a database holds', { hardCap: 9e15, acknowledgedRisk: true }, 'hardCap'],
  ])('refuses %s and says what a limit is', async (_what, numbers, path) => {
    const answer = await put({ key: 'invite.day', tiers: ['premium'], ...numbers });
    expect([answer.status, answer.body.code]).toEqual([422, 'validation_failed']);
    expect(answer.body.errors).toEqual([
      { path, message: expect.stringMatching(/"Unlimited" does not exist|at most/) },
    ]);
  });

  it('takes 0 as none and null as the published number, and shows what it made of them', async () => {
    const none = await put({ key: 'invite.day', tiers: ['premium'], cap: 0 });
    expect(none.status).toBe(200);
    expect(none.body.lowered).toMatchObject([{ accountId: world.accountId, cap: 0 }]);
    const caps = async () => {
      const { body } = await world.call('GET', '/limits');
      return body.items.find((item: { key: string }) => item.key === 'invite.day').caps.premium;
    };
    expect(await caps()).toMatchObject({ cap: 0, hardCap: 100, published: { cap: 80, hardCap: 100 } });
    const blank = await put({ key: 'invite.day', tiers: ['premium'], cap: null });
    expect(blank.body.changes).toMatchObject([{ version: 2, oldValue: 0, newValue: null }]);
    expect(await caps()).toMatchObject({ cap: 80, waiting: [{ accountId: world.accountId, cap: 0 }] });
  });

  it('shows every limit with its sources, and says where they differ', async () => {
    const { body } = await world.call('GET', '/limits');
    const weekly = body.items.find((item: { key: string }) => item.key === 'invite.week');
    expect(weekly.says.map((one: { source: string }) => one.source)).toEqual(['S0', 'S3', 'S3']);
    expect(weekly.disagreement).toContain('the lower is the default');
    expect(body.changes.map((one: { version: number }) => one.version)).toEqual([2, 1]);
    expect(body.changes[0].changedBy.name).not.toBe('');
  });
});
