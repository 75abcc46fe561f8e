import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from '@/db/testing/database';
import { freshDatabase } from '@/db/testing/database';
import type { LedgerLine } from '../../../lib/simulator/ledger';
import { type CellFacts, judgeCell } from './judge-cell';
import { KILL_ACTIONS, MODES, matrixOf, POINTS } from './points';
import { type CellResult, runMatrix } from './run-matrix';
import { shortForm } from './short-form';

const TEN_MINUTES = 600_000;
let database: FreshDatabase;
let results: CellResult[];

beforeAll(async () => {
  database = await freshDatabase();
  const input = { ownerUrl: database.ownerUrl, cells: shortForm(), signal: new AbortController().signal };
  results = await runMatrix(input, () => undefined);
}, TEN_MINUTES);

afterAll(async () => database?.drop());

test('a worker that dies or loses its answer reaches nobody twice and loses nobody', () => {
  expect(results).toHaveLength(shortForm().length);
  expect(results.filter((result) => !result.passed)).toEqual([]);
});

test('each cell reached its point and the provider acted', () => {
  for (const { cell, crash, acts } of results) {
    expect(crash?.mark, cell).not.toBeNull();
    expect(acts, cell).toBeGreaterThanOrEqual(2);
  }
});

test('every point and mode for every action is a cell or has its reason', () => {
  const { cells, notApplicable } = matrixOf();
  const named = new Set([...cells, ...notApplicable].map(({ name }) => name));
  for (const point of POINTS)
    for (const mode of Object.keys(MODES))
      for (const action of KILL_ACTIONS) expect(named).toContain(`${point.id} ${mode} ${action}`);
  expect(notApplicable.filter(({ reason }) => reason.length < 20)).toEqual([]);
});

const certain = { action: 'message', point: POINTS.find((point) => point.id === 'P8a') ?? fail() } as const;
const inDoubt = { action: 'message', point: POINTS.find((point) => point.id === 'P6') ?? fail() } as const;
const DAY_END = new Date('2026-03-05T00:00:00Z');

function fail(): never {
  throw new Error('a point of the matrix is gone');
}

function line(change: Partial<LedgerLine> = {}): LedgerLine {
  return {
    ...{ seq: 1, at: '2026-03-04T12:00:00Z', realAt: '2026-03-04T12:00:00Z', accountId: 'acc', action: 'message' },
    ...{ personId: 'p', slug: 'ada', note: false, open: false, requestId: 'r', resultId: 'm', outcome: 'accepted' },
    ...change,
  };
}

function facts(change: Partial<CellFacts> = {}): CellFacts {
  return {
    ledger: [line()],
    people: [{ slug: 'ada', state: 'done', reason: null, active: false }],
    sends: [{ slug: 'ada', state: 'sent', action: 'message' }],
    mismatches: 0,
    ...change,
  };
}

const send = (state: string) => [{ slug: 'ada', state, action: 'message' }];
const parked = [{ slug: 'ada', state: 'parked', reason: 'unknown_outcome', active: true }];

test('a cell in which all is well is passed', () => {
  expect(judgeCell(certain, facts(), DAY_END)).toEqual([]);
  expect(judgeCell(inDoubt, facts({ ledger: [], people: parked, sends: send('held') }), DAY_END)).toEqual([]);
});

test.each<[string, Partial<CellFacts>]>([
  ['reached twice', { ledger: [line(), line({ seq: 2 })] }],
  ['tried again and refused', { ledger: [line(), line({ seq: 2, outcome: 'refused', refusal: 'duplicate' })] }],
  ['reached although our row says held', { sends: send('held') }],
  ['not reached although our row says sent', { ledger: [] }],
  ['left unknown', { ledger: [], people: parked, sends: send('unknown') }],
  ['left in dispatching', { sends: send('dispatching') }],
  ['lost without a row', { ledger: [], sends: [] }],
  ['held although the outcome is certain', { ledger: [], people: parked, sends: send('held') }],
  ['counted wrongly', { mismatches: 1 }],
  ['over the cap', { ledger: ['a', 'b', 'ada'].map((slug) => line({ slug })) }],
  ['acted on in another way', { ledger: [line(), line({ action: 'withdraw' })] }],
])('a cell whose person is %s fails', (_, change) => {
  expect(judgeCell(certain, facts(change), DAY_END)).not.toEqual([]);
});
