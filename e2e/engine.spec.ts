import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';

const CALL = {
  ctx: { run_id: 'made-up', attempt: 0, stack: { stack: [], current: 0 } },
  event: { name: 'x', data: {} },
  events: [],
  steps: {},
  version: 1,
};

test('a call of the functions that the engine did not sign is refused', async ({ request }) => {
  const ids = ['headroom-open-sending-day', 'headroom-run-sending-day', 'headroom-apply-provider-event'];
  const now = Math.floor(Date.now() / 1_000);
  for (const id of ids) {
    for (const signature of [undefined, 't=1&s=00', `t=${now}&s=${'0'.repeat(64)}`]) {
      const headers: Record<string, string> = signature === undefined ? {} : { 'x-inngest-signature': signature };
      const answer = await request.post(`/api/inngest?fnId=${id}&stepId=step`, { data: CALL, headers });
      expect(answer.status(), `${id} with ${signature}`).toBe(401);
    }
  }
});

test('neither the functions’ own page nor the open health page tells any secret of the installation', async ({
  request,
}) => {
  const secrets = secretsOfTheStack();
  expect(secrets.length).toBeGreaterThan(4);
  for (const address of ['/api/inngest', '/api/health', '/sign-in']) {
    const text = await (await request.get(address)).text();
    expect(
      secrets.filter((secret) => text.includes(secret)),
      address,
    ).toEqual([]);
  }
});

/** The values that the stack has generated for itself, as its data folder keeps them. */
function secretsOfTheStack(): string[] {
  const folder = path.resolve('.data', 'e2e', 'secrets');
  return readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8').trim());
}
