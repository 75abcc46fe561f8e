import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSuiteDatabase, type SuiteDatabase } from '@/db/testing/suite-database';
import { reportOf } from './measure/report';
import { runPlay } from './run-play';
import { MESSAGES_EACH } from './seed-play';

let suite: SuiteDatabase;

beforeAll(async () => {
  suite = await openSuiteDatabase();
});
afterAll(() => suite?.close());

test('a morning is played to its end by the real functions: invitations go out within hours and caps, and nobody minds', async () => {
  const options = { accounts: 1, days: 0.38, seed: '1', world: 'standard' } as const;
  const played = await runPlay(options, { databaseUrl: suite.ownerUrl });
  const report = reportOf(options, played.facts, { messagesEach: MESSAGES_EACH, wallSeconds: played.wallSeconds });
  expect(report).toMatchObject({
    ...{ providerViolations: 0, limitAnswers: 0, callsDuringStops: 0, restrictedAccounts: 0 },
    ...{ duplicates: 0, outsideHours: 0, overCap: 0 },
  });
  expect(report.sends.invite).toBeGreaterThanOrEqual(3);
  expect(played.facts.opened).toMatchObject([{ localDate: '2026-03-02', due: { invite: expect.any(Number) } }]);
}, 240_000);
