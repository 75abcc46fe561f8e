import { expect, test } from 'vitest';
import { runSubject } from './run-subject';

test('a run is about the account before the campaign of its event', () => {
  expect(runSubject({ workspaceId: 'wsp_1', campaignId: 'cmp_1', accountId: 'acc_1' })).toBe('acc_1');
  expect(runSubject({ workspaceId: 'wsp_1', campaignId: 'cmp_1' })).toBe('cmp_1');
});

test('a failure handler is about what the failed run was about', () => {
  expect(runSubject({ run_id: 'r', event: { name: 'account/day-due', data: { accountId: 'acc_1' } } })).toBe('acc_1');
});

test('a sweeper is about nothing', () => {
  expect(runSubject({ cron: '*/5 * * * *' })).toBeNull();
  expect(runSubject({ event: null, accountId: 7 })).toBeNull();
});
