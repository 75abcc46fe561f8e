import { describe, expect, it } from 'vitest';
import { huntFor } from './bugs/hunt';
import { PLANTED } from './bugs/planted';
import { runSchedule } from './sim/schedule';

const SCHEDULES = 300;
/** Several times what the slowest of these bugs has needed; the rare ones are hunted by `npm run safety`. */
const SEEDS_MAX = 600;

describe('the send path in a deterministic simulation', () => {
  it('breaks no promise in 300 schedules of crashes, hangs, broken connections, bad answers and stops', async () => {
    const faults: Record<string, number> = {};
    let sends = 0;
    for (let seed = 1; seed <= SCHEDULES; seed += 1) {
      const outcome = await runSchedule(seed);
      expect({ seed, violations: outcome.violations }).toEqual({ seed, violations: [] });
      sends += outcome.sends;
      for (const [fault, n] of Object.entries(outcome.faults)) {
        const kind = fault.split('_at_')[0] ?? fault;
        faults[kind] = (faults[kind] ?? 0) + n;
      }
    }
    // A run in which nothing happened proves nothing.
    expect(sends).toBeGreaterThan(2 * SCHEDULES);
    for (const kind of [
      'kill',
      'cut',
      'freeze',
      'timeout_landed',
      'timeout_lost',
      'late_landing',
      'limit',
      'stop_reply',
    ])
      expect(faults[kind] ?? 0, kind).toBeGreaterThan(10);
  }, 120_000);

  it('is replayed to the last step by its seed', async () => {
    expect(await runSchedule(7)).toEqual(await runSchedule(7));
  });

  it.each(PLANTED.filter(({ rare }) => rare !== true))(
    'catches: $name',
    async (bug) => {
      const { seedsTaken } = await huntFor(bug, SEEDS_MAX);
      expect(seedsTaken, `not caught in ${SEEDS_MAX} schedules`).not.toBeNull();
    },
    120_000,
  );
});
