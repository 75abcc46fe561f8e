import { WEDNESDAY } from '../../db/testing/send-world';
import type { Hunt } from './bugs/hunt';
import { huntInSql } from './bugs/hunt-sql';
import { SQL_MUTANTS } from './bugs/sql-mutants';
import type { SafetyPart } from './part';
import { openRaceServer } from './races/server';

/** A race may need a few tries before the two meet. */
const TRIES_MAX = 50;

/** Mistakes in the functions of a real PostgreSQL: the check that passes on the real function must fail on each. */
export const plantedSql: SafetyPart = {
  name: 'plantedSql',
  proves: 'the checks of the database’s functions catch every mistake that was planted in one of them',
  async run({ signal }, progress) {
    const world = await openRaceServer(WEDNESDAY, 12);
    const hunts: Hunt[] = [];
    try {
      for (const mutant of SQL_MUTANTS) {
        signal.throwIfAborted();
        hunts.push(await huntInSql(world, mutant, TRIES_MAX));
        progress(`${hunts.filter(isCaught).length} of ${SQL_MUTANTS.length} mistakes in SQL caught`);
      }
    } finally {
      await world.close();
    }
    return {
      figures: { plantedBugs: hunts.length, plantedBugsCaught: hunts.filter(isCaught).length },
      details: { triesMax: TRIES_MAX, bugs: hunts },
      failures: hunts.filter((hunt) => !isCaught(hunt)).map(({ name }) => `not caught: ${name}`),
    };
  },
};

function isCaught(hunt: Hunt): boolean {
  return hunt.seedsTaken !== null;
}
