import { BUDGET_BUGS } from './budget-bugs';
import { GATE_BUGS } from './gate-bugs';
import type { PlantedBug } from './planting';
import { SEND_BUGS } from './send-bugs';
import { STOP_BUGS } from './stop-bugs';

export type { PlantedBug } from './planting';

/** Every one of these would cost somebody an account or a customer; all of them must be caught. */
export const PLANTED: PlantedBug[] = [...BUDGET_BUGS, ...GATE_BUGS, ...SEND_BUGS, ...STOP_BUGS];
