import { killMatrix } from './kill/kill-part';
import type { SafetyPart } from './part';
import { plantedBugs } from './planted-bugs';
import { plantedSql } from './planted-sql';
import { schedules } from './schedules';
import { sqlRaces } from './sql-races';
import { sqlReplays } from './sql-replays';

/** The proofs of `npm run safety`, in the order in which they run. */
export const PARTS: readonly SafetyPart[] = [schedules, sqlReplays, sqlRaces, killMatrix, plantedBugs, plantedSql];
