import { expect, it } from 'vitest';
import { comparisonWords } from './installation-words';

const account = { id: 'acc_1', name: 'Ada', comparedAt: '2026-03-04T09:00:00Z', people: 3, unread: null, findings: [] };
const finding = { prospectId: 'ppl_1', at: '2026-03-04T08:00:00Z' };

it('says what was found by kind, what could not be read, and what is still to come', () => {
  expect(comparisonWords({ ...account, comparedAt: null })).toMatch(/^Not compared yet/);
  expect(comparisonWords({ ...account, unread: 'No answer.' })).toBe('No answer.');
  expect(comparisonWords(account)).toBe('Nothing unknown, of 3 people.');
  const findings = [
    { ...finding, kind: 'invite' as const },
    { ...finding, kind: 'reply' as const },
    { ...finding, kind: 'reply' as const },
  ];
  expect(comparisonWords({ ...account, findings })).toMatch(/^1 invitation, 2 replies that this database did not know/);
});
