import type { Trial } from './sql-trials';
import * as trials from './sql-trials';

/** A mistake in one function of the database: each text stands in it exactly once, or nothing is planted. */
export interface SqlMutant {
  name: string;
  imitates: string;
  in: string;
  edits: { find: string; put: string }[];
  /** The check that passes on the real function. */
  trial: Trial;
}

export const SQL_MUTANTS: SqlMutant[] = [
  mutant('SQL: check, then act', 'no second look under the lock', trials.lastSlots, 'send_reserve', [
    ['IF full_ > 0 THEN', 'IF false THEN'],
  ]),
  mutant(
    'SQL: the budgets are counted without a lock',
    'a read before the increment',
    trials.lastSlots,
    'send_reserve',
    [
      ['ORDER BY b.key FOR UPDATE) l;', 'ORDER BY b.key) l;'],
      // The lock of the pace alone would keep two of one action apart.
      ['action = p_action FOR UPDATE;', 'action = p_action;'],
    ],
  ),
  mutant('SQL: a cap is off by one', '`>` instead of `>=`', trials.lastSlots, 'send_reserve', [
    ['FILTER (WHERE l.used >= l.cap)', 'FILTER (WHERE l.used > l.cap)'],
  ]),
  mutant('SQL: a cap of 0 means unlimited', '`nullif(cap, 0)`', trials.nothingAtZero, 'send_reserve', [
    ['bool_or(b.used >= b.cap)', 'bool_or(b.used >= nullif(b.cap, 0))'],
    ['FILTER (WHERE l.used >= l.cap)', 'FILTER (WHERE l.used >= nullif(l.cap, 0))'],
  ]),
  mutant(
    'SQL: the campaign’s counter is not drawn',
    'an update of the account’s own rows alone',
    trials.countedEverywhere,
    'send_reserve',
    [
      ['WHERE b.ctid = ANY (rows_);', "WHERE b.ctid = ANY (rows_) AND b.campaign_id = '';"],
      // It counts what it drew, and would see it itself.
      ['IF drawn <> n THEN', 'IF false THEN'],
    ],
  ),
  mutant('SQL: the key is not permanent', 'an upsert that arms any row again', trials.onceForAll, 'send_reserve', [
    ["WHERE s.state = 'released' AND s.workspace_id = w", 'WHERE s.workspace_id = w'],
  ]),
  mutant('SQL: a day is the calendar day of UTC', 'no rolling 24 hours', trials.fullForADay, 'budget_window_start', [
    [
      "least(local_start(date_trunc(p_anchor, t AT TIME ZONE p_zone), p_zone) - interval '1 millisecond', t - p_width_ms * interval '1 millisecond') END",
      "date_trunc(p_anchor, t, 'UTC') - interval '1 millisecond' END",
    ],
  ]),
  mutant('SQL: a slot is given back twice', 'a release and its trigger', trials.givenBackOnce, 'send_give_back', [
    ['SET used = b.used - 1', 'SET used = b.used - 2'],
  ]),
  mutant(
    'SQL: a crashed dispatch is released',
    'a sweep that frees what is stuck',
    trials.crashedIsUnknown,
    'send_sweep',
    [["IF s.state = 'reserved' THEN", "IF s.state IN ('reserved', 'dispatching') THEN"]],
  ),
  mutant('SQL: no fence', 'a lease without a token', trials.fenced, 'send_dispatch', [
    ["OR s.state <> 'reserved' OR s.fence IS DISTINCT FROM p_fence THEN", "OR s.state <> 'reserved' THEN"],
    [
      "s.state <> 'reserved' OR s.fence IS DISTINCT FROM p_fence OR s.deadline_at",
      "s.state <> 'reserved' OR s.deadline_at",
    ],
  ]),
  mutant('SQL: a dispatch after its lease', 'a lease that nobody checks', trials.leased, 'send_dispatch', [
    [' OR s.deadline_at < clock_timestamp() THEN', ' THEN'],
  ]),
  mutant('SQL: no gate at dispatch', 'one look when the slot is reserved', trials.stoppedByPause, 'send_dispatch', [
    ['IF reason IS NOT NULL THEN', 'IF false THEN'],
  ]),
  mutant('SQL: the gate does not read the pause', 'a pause of the screen', trials.stoppedByPause, 'send_gate', [
    ['IF a.paused_at IS NOT NULL THEN', 'IF false THEN'],
  ]),
  mutant('SQL: the gate does not read the reply', 'only opt-outs stop', trials.stoppedByReply, 'send_gate', [
    ['(p.replied_at IS NOT NULL OR p.stopped_at IS NOT NULL)', '(p.stopped_at IS NOT NULL)'],
  ]),
  mutant('SQL: health of any age will do', 'a null check alone', trials.stoppedByHealth, 'send_gate', [
    ['OR a.health_checked_at < p_now - tolerance ', ''],
  ]),
  mutant(
    'SQL: the gate does not read the campaign',
    'a pause that only the pick reads',
    trials.stoppedByCampaign,
    'send_gate',
    [[" OR cm.state <> 'running'", '']],
  ),
  mutant(
    'SQL: an accepted invitation is withdrawn',
    'a list that was read before',
    trials.answeredIsKept,
    'send_gate',
    [["(v.state = 'pending' AND v.account_id = p_account) IS NOT TRUE", 'v.id IS NULL']],
  ),
  mutant('SQL: a missing ramp row is no limit', 'open by default', trials.stoppedByRamp, 'send_gate', [
    ["IF NOT look.has_ramp THEN gate := 'ramp_missing'; RETURN; END IF;", ''],
  ]),
  mutant('SQL: a settled send is settled again', 'a webhook that comes twice', trials.settledOnce, 'send_settle', [
    ["s.state NOT IN ('dispatching', 'reserved')", "s.state NOT IN ('dispatching', 'reserved', 'sent')"],
  ]),
  mutant(
    'SQL: a refusal gives its attempt back',
    'nothing was sent, so nothing counts',
    trials.attemptsStay,
    'send_settle',
    [["(p_keep IN ('attempt', 'attempt_and_ramp') AND k LIKE 'attempt.%')", '(false)']],
  ),
  mutant('SQL: a cap is raised today', 'a policy that applies at once', trials.raisedTomorrow, 'budget_put', [
    [
      'UPDATE budgets SET cap = CASE WHEN p_may_raise THEN p_cap ELSE least(cap, p_cap) END',
      'UPDATE budgets SET cap = p_cap',
    ],
    ['AND cap <> CASE WHEN p_may_raise THEN p_cap ELSE least(cap, p_cap) END;', 'AND cap <> p_cap;'],
  ]),
];

function mutant(
  name: string,
  imitates: string,
  trial: Trial,
  where: string,
  edits: [find: string, put: string][],
): SqlMutant {
  return { name, imitates, trial, in: where, edits: edits.map(([find, put]) => ({ find, put })) };
}
