import { expect, test } from 'vitest';
import { noteFailedRun } from './note-failed-run';

test('a failed run of no workspace leaves no row in anybody’s audit', async () => {
  const handle = noteFailedRun('run-sending-day', 'accountId');
  const error = new Error('The event account/day-due does not have the data it should');
  for (const data of [{}, { event: {} }, { event: { data: { accountId: 'acc' } } }])
    expect(await handle({ event: { name: 'inngest/function.failed', data }, error })).toEqual({ noted: false });
});
