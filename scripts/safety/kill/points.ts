import type { Trap } from './watch';

export const KILL_ACTIONS = ['invite', 'message', 'inmail'] as const;
export type KillAction = (typeof KILL_ACTIONS)[number];

/** What is done to the worker, its database or its network at a point. */
export const MODES = {
  kill: 'the worker gets SIGKILL',
  throw: 'the database answers an error at this statement and the process lives on',
  hang: 'SIGSTOP, the lease shortened until it is over, another worker sweeps and sends, then SIGCONT',
  stall: 'the bytes are held for 65 s, past the real lease, deadline and time-out, and then go on',
  backend: 'the database ends the worker’s backends',
  cut: 'the connection is reset',
  answer_500: 'the provider acts and answers 500',
  answer_502_html: 'the provider acts and a page of a gateway answers 502',
  answer_504: 'the provider acts and answers 504',
  answer_garbage: 'the provider acts and answers 201 with half a body',
} as const;
export type Mode = keyof typeof MODES;

/** How sure the product can be of an act of which the worker said nothing more. */
type Certainty = 'not_started' | 'in_doubt' | 'landed';

export interface Point {
  id: string;
  /** Where it lies, in words. */
  where: string;
  /** The verb of worker.ts that is under way. */
  verb: 'send' | 'reconcile';
  trap: Trap;
  certainty: Certainty;
}

const at =
  (mark: string): Trap =>
  (seen) =>
    seen === mark;
const firstStatementAfter =
  (mark: string): Trap =>
  (now, seen) =>
    now.startsWith('pg:before:') && seen.includes(mark);

/** The crash points of our send path, in its order; the letters are those of the fault matrix. */
export const POINTS: readonly Point[] = [
  point('P0', 'before anything is read', at('pg:before:account'), 'not_started'),
  point('P1', 'the day is read, before the pick', at('pg:before:pick'), 'not_started'),
  point('P2', 'before the call that gates and reserves', at('pg:before:reserve'), 'not_started'),
  point('P3', 'reserved, before COMMIT', at('pg:before:commit:reserve'), 'not_started'),
  point('P4', 'COMMIT of the reservation sent, its answer lost', at('pg:after:commit:reserve'), 'not_started'),
  point('P5', 'reserved, before the dispatch', at('pg:before:dispatch'), 'not_started'),
  point('P5c', 'dispatched, before COMMIT', at('pg:before:commit:dispatch'), 'not_started'),
  point('P6a', 'COMMIT of the dispatch sent, its answer lost', at('pg:after:commit:dispatch'), 'in_doubt'),
  point('P6', 'dispatched, before the connection', firstStatementAfter('pg:after:commit:dispatch'), 'in_doubt'),
  point('P7', 'half of the request written', at('http:half'), 'in_doubt'),
  point('P8n', 'request written, not accepted, no answer', at('http:request'), 'in_doubt'),
  point('P8a', 'request accepted, no answer yet', at('http:answer'), 'landed'),
  point('P9', 'answer in memory, before the settlement', firstStatementAfter('http:delivered'), 'landed'),
  point('P10', 'settled, before COMMIT', at('pg:before:commit:settle'), 'landed'),
  point('P11', 'COMMIT of the settlement sent, its answer lost', at('pg:after:commit:settle'), 'landed'),
  point('P12', 'the turn is over, its result not handed over', at('pg:after:commit:slot'), 'landed'),
  point('P13', 'the engine has the result, the next step is not scheduled', () => false, 'landed'),
  { ...point('P14', 'the provider’s list is read, no verdict', at('pg:before:conclude'), 'landed'), verb: 'reconcile' },
  {
    ...point('P14c', 'the verdict’s COMMIT sent, its answer lost', at('pg:after:commit:conclude'), 'landed'),
    verb: 'reconcile',
  },
];

function point(id: string, where: string, trap: Trap, certainty: Certainty): Point {
  return { id, where, trap, certainty, verb: 'send' };
}

export interface Cell {
  name: string;
  point: Point;
  mode: Mode;
  action: KillAction;
}

/** A cell that cannot be run, and why. */
export interface NotApplicable {
  name: string;
  reason: string;
}

/** The whole matrix: what can be run, and what cannot with its reason. */
export function matrixOf(): { cells: Cell[]; notApplicable: NotApplicable[] } {
  const cells: Cell[] = [];
  const notApplicable: NotApplicable[] = [...ELSEWHERE];
  for (const point of POINTS) {
    for (const mode of Object.keys(MODES) as Mode[]) {
      const reason = reasonAgainst(point, mode);
      for (const action of KILL_ACTIONS) {
        const name = `${point.id} ${mode} ${action}`;
        if (reason === null) cells.push({ name, point, mode, action });
        else notApplicable.push({ name, reason });
      }
    }
  }
  return { cells, notApplicable };
}

const NETWORK = new Set(['P7', 'P8n', 'P8a']);
const LOST_ANSWER = new Set(['P4', 'P6a', 'P11', 'P12', 'P14c']);

function reasonAgainst({ id }: Point, mode: Mode): string | null {
  if (mode.startsWith('answer_')) return id === 'P8a' ? null : 'An answer of the provider exists at P8a alone.';
  if (mode === 'throw') {
    if (LOST_ANSWER.has(id)) return 'What is committed cannot fail any more; a lost answer is the mode cut.';
    if (NETWORK.has(id)) return 'The client’s only failures here are a cut and a time-out: the modes cut and stall.';
    if (id === 'P13') return 'No code of the send path runs between its result and its next turn.';
  }
  if (id === 'P13' && (mode === 'hang' || mode === 'stall')) return 'Nothing is under way that could hang.';
  return null;
}

/** Points of the fault matrix that our path does not have, or that another test runs. */
const ELSEWHERE: readonly NotApplicable[] = [
  {
    name: 'P15',
    reason:
      'A withdrawal is cut off between its call and its settlement in lib/services/invitations/withdrawals.db.test.ts.',
  },
  { name: 'e-mail', reason: 'There is no adapter for e-mail yet; its cells come with it.' },
];
