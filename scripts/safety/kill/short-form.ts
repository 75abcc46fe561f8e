import type { Cell } from './points';
import { matrixOf } from './points';

/** Cells of the short form: the moments that have cost others a double send or a lost one, over the three actions. */
const SHORT = [
  'P3 kill invite',
  'P4 kill message',
  'P5 hang invite',
  'P6 kill inmail',
  'P8a kill invite',
  'P8a answer_garbage message',
  'P10 backend inmail',
];

/** The cells that `npm test` runs; the whole matrix takes minutes. */
export function shortForm(): Cell[] {
  return matrixOf().cells.filter((cell) => SHORT.includes(cell.name));
}
