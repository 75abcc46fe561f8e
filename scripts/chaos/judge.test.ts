import { expect, test } from 'vitest';
import type { LedgerLine } from '../../lib/simulator/ledger';
import type { SendRow, Week } from './judge';
import { differencesOf, faultsOf, lostActs } from './judge';

const MONDAY = Date.UTC(2026, 2, 2, 9);
const HOUR_MS = 3_600_000;

function line(slug: string, action: LedgerLine['action'], hour: number): LedgerLine {
  const at = new Date(MONDAY + hour * HOUR_MS).toISOString();
  const resultId = `${action} ${slug} ${hour}`;
  const rest = { accountId: 'acc', personId: slug, note: false, open: false, requestId: resultId };
  return { seq: hour + 1, at, realAt: at, action, slug, resultId, outcome: 'accepted', ...rest };
}

function row(of: LedgerLine, state: string, evidence: string | null = null): SendRow {
  return { id: `snd ${of.resultId}`, slug: of.slug, action: of.action, state, evidence };
}

function week(lines: LedgerLine[], more: Partial<Week> = {}): Week {
  const sends = lines.map((one) => row(one, 'sent'));
  return { lines, sends, people: [], auditFaults: [], stuckRuns: [], ...more };
}

test('a week in which each act stands once and has its row is sound', () => {
  expect(faultsOf(week([line('ann', 'invite', 0), line('ann', 'message', 5), line('ann', 'message', 74)]))).toEqual([]);
});

test('a second invitation, and a second message within two days, are told', () => {
  const twice = [
    line('ann', 'invite', 0),
    line('ann', 'invite', 96),
    line('bob', 'message', 1),
    line('bob', 'message', 26),
  ];
  const faults = faultsOf(week(twice));
  expect(faults).toHaveLength(2);
  expect(faults.join()).toMatch(/twice: invite ann.*twice: message bob/);
});

test('an act outside the working hours is told', () => {
  expect(faultsOf(week([line('ann', 'invite', 12)]))).toEqual([
    expect.stringContaining('outside the hours: invite at'),
  ]);
});

test('an act without a row of ours is told, unless the row is open', () => {
  const act = line('ann', 'invite', 0);
  expect(faultsOf(week([act], { sends: [] }))).toEqual(['invite ann: 1 at the provider, 0 sent in our rows']);
  expect(faultsOf(week([act], { sends: [row(act, 'unknown', 'no_answer')] }))).toEqual([]);
});

test('a row that says "sent" of what the provider never took is told', () => {
  const sends = [row(line('ann', 'invite', 0), 'sent')];
  expect(faultsOf(week([], { sends }))).toEqual(['invite ann: 0 at the provider, 1 sent in our rows']);
  expect(faultsOf(week([], { sends: [row(line('ann', 'invite', 0), 'held', 'no_answer')] }))).toEqual([]);
});

test('what is left open, without evidence, stuck or wrong in the audit is told', () => {
  const acts = [line('ann', 'invite', 0), line('bob', 'invite', 1)];
  const [ann, bob] = acts as [LedgerLine, LedgerLine];
  const sends = [row(ann, 'dispatching'), { ...row(bob, 'held'), evidence: null }];
  const faults = faultsOf(week([], { sends, auditFaults: ['I5 x'], stuckRuns: ['run 1'] }));
  expect(faults).toEqual([
    'audit: I5 x',
    'run: run 1',
    'send snd invite ann 0 is still dispatching',
    'send snd invite bob 1 is held without evidence',
  ]);
});

test('an act that was lost is told, unless it is open, planned or has its reason', () => {
  const act = line('ann', 'invite', 0);
  const [whole, empty] = [week([act]), week([])];
  const ann = { slug: 'ann', state: 'active', reason: null, isPlanned: false };
  expect(lostActs(whole, empty)).toHaveLength(1);
  expect(lostActs(whole, { ...empty, people: [ann] })).toHaveLength(1);
  expect(lostActs(whole, { ...empty, people: [{ ...ann, isPlanned: true }] })).toEqual([]);
  expect(lostActs(whole, { ...empty, people: [{ ...ann, reason: 'replied' }] })).toEqual([]);
  expect(lostActs(whole, { ...empty, sends: [row(act, 'held', 'no_answer')] })).toEqual([]);
  expect(lostActs(empty, whole)).toEqual([]);
  expect(differencesOf(whole, empty)).toBe(1);
  expect(differencesOf(whole, whole)).toBe(0);
});
