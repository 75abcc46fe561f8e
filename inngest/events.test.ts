import { NonRetriableError } from 'inngest';
import { expect, test } from 'vitest';
import { ACCOUNT_DATA, payloadOf } from './events';

test('an event that lacks a field ends its run, without another try, and names event and field', () => {
  const read = (data: unknown) => () => payloadOf(ACCOUNT_DATA, { name: 'account/paused', data });
  expect(read({ workspaceId: 'wsp', accountId: 'acc' })()).toEqual({ workspaceId: 'wsp', accountId: 'acc' });
  for (const data of [
    { workspaceId: 'wsp' },
    { workspaceId: 'wsp', accountId: '' },
    { workspaceId: 'wsp', accountId: 7 },
  ]) {
    expect(read(data)).toThrow(NonRetriableError);
    expect(read(data)).toThrow(/account\/paused.*accountId/);
  }
  expect(read(undefined)).toThrow(/account\/paused.*data/);
});
