import { describe, expect, it } from 'vitest';
import type { PartResult, SafetyPart } from './part';
import { floorOf } from './part';
import { runParts } from './run';

const options = { schedules: 10, from: 1, workers: 1, signal: new AbortController().signal };

function part(name: string, run: () => Promise<PartResult>): SafetyPart {
  return { name, proves: name, run };
}

describe('the report of npm run safety', () => {
  it('adds the figures of all parts up, with each kind of fault', async () => {
    const one = part('one', async () => ({ figures: { sends: 2, faults: { kill: 3 } }, details: {}, failures: [] }));
    const two = part('two', async () => ({
      figures: { sends: 5, killCells: 4, faults: { kill: 1, cut: 2 } },
      details: { cells: ['a'] },
      failures: [],
    }));
    const report = await runParts([one, two], options, () => undefined);
    expect(report).toMatchObject({ sends: 7, killCells: 4, faults: { kill: 4, cut: 2 }, violations: 0, passed: true });
    expect(report.details).toEqual({ one: {}, two: { cells: ['a'] } });
  });

  it('is red as soon as one part fails or throws, and runs the others all the same', async () => {
    const broken = part('broken', async () => ({ figures: { violations: 1 }, details: {}, failures: ['seed 7: I1'] }));
    const dead = part('dead', () => Promise.reject(new Error('no database')));
    const fine = part('fine', async () => ({ figures: { sqlReplays: 9 }, details: {}, failures: [] }));
    const report = await runParts([broken, dead, fine], options, () => undefined);
    expect(report).toMatchObject({ passed: false, sqlReplays: 9, violations: 1 });
    expect(report.failures).toEqual(['broken: seed 7: I1', 'dead: no database']);
  });

  it('lets a part that waits run beside the others, and reports it in its place', async () => {
    let letGo = () => {};
    const waiting = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const figures = { figures: {}, details: {}, failures: [] };
    const slow: SafetyPart = { ...part('slow', () => waiting.then(() => figures)), waits: true };
    const busy = part('busy', async () => {
      letGo();
      return figures;
    });
    const report = await runParts([slow, busy], options, () => undefined);
    expect(report.options.parts).toEqual(['slow', 'busy']);
  });

  it('is red when nothing was run, and holds a short run to its share of the floors', async () => {
    expect((await runParts([], options, () => undefined)).passed).toBe(false);
    expect(floorOf(1_000, { schedules: 100_000 })).toBe(1_000);
    expect(floorOf(1_000, { schedules: 1_000_000 })).toBe(1_000);
    expect(floorOf(1_000, { schedules: 500 })).toBe(5);
  });
});
