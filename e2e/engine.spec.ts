import { expect, test } from '@playwright/test';
import { providerLedger } from './world';

const CALL = {
  ctx: { run_id: 'made-up', attempt: 0, stack: { stack: [], current: 0 } },
  event: { name: 'x', data: {} },
  events: [],
  steps: {},
  version: 1,
};

test('a call of the functions that the engine did not sign is refused and runs nothing', async ({ request }) => {
  const functions = ['headroom-open-sending-day', 'headroom-run-sending-day', 'headroom-apply-provider-event'];
  const before = providerLedger().length;
  for (const id of functions) {
    for (const signature of [undefined, 't=1&s=00', `t=${Math.floor(Date.now() / 1_000)}&s=${'0'.repeat(64)}`]) {
      const headers: Record<string, string> = signature === undefined ? {} : { 'x-inngest-signature': signature };
      const answer = await request.post(`/api/inngest?fnId=${id}&stepId=step`, { data: CALL, headers });
      expect(answer.status(), `${id} with ${signature}`).toBe(401);
    }
  }
  expect(providerLedger().length).toBeGreaterThanOrEqual(before);
});

test('what the functions tell of themselves to anyone holds no key', async ({ request }) => {
  const answer = await request.get('/api/inngest');
  const text = await answer.text();
  expect(text).not.toMatch(/signkey|[0-9a-f]{64}/);
});
