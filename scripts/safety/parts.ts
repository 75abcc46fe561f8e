import { killMatrix } from './kill/kill-part';
import type { SafetyPart } from './part';
import { plantedBugs } from './planted-bugs';
import { plantedSql } from './planted-sql';
import { schedules } from './schedules';

/** The proofs of `npm run safety`, in the order in which they run. */
export const PARTS: readonly SafetyPart[] = [schedules, plantedBugs, plantedSql, killMatrix];
