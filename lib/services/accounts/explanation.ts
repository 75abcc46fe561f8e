import { budgetWords, windowWords } from '../../domain/limits/budget-words';
import type { ServiceContext } from '../context';
import type { AccountFacts } from './explain-facts';

export interface Reason {
  code: string;
  text: string;
  since: string | null;
  until: string | null;
}

export interface Check {
  code: string;
  result: 'pass' | 'waiting' | 'blocked' | 'unknown';
  detail: string;
}

export interface Explanation {
  verdict: 'sending' | 'waiting' | 'blocked' | 'stopped' | 'unknown';
  headline: string;
  primary: Reason;
  also: Reason[];
  next: { kind: string; personId: string; from: string; to: string } | null;
  checks: Check[];
}

/** One gate looked at: what it came to and, when it does not pass, the reason and the verdict it leads to. */
export interface Finding {
  check: Check;
  reason: Reason | null;
  verdict: Exclude<Explanation['verdict'], 'sending'>;
}

/**
 * The answer to "why" (design.md P7): the first reason in the order of the gates leads, every other that would still hold
 * comes after it. `before` are findings of a campaign or a person that come ahead of the account's.
 */
export function explainFindings(findings: Finding[], facts: AccountFacts | null, ctx: ServiceContext): Explanation {
  const reasons = findings.filter((finding) => finding.reason !== null);
  const checks = findings.map((finding) => finding.check);
  const [first, ...rest] = reasons;
  const next = facts === null ? null : nextOf(facts, ctx, reasons);
  if (first === undefined || first.reason === null) {
    const text = 'Working normally. Sends are spread out at random gaps.';
    return {
      verdict: 'sending',
      headline: text,
      primary: { code: 'spacing', text, since: null, until: next?.from ?? null },
      also: [],
      next,
      checks,
    };
  }
  return {
    verdict: first.verdict,
    headline: first.reason.text,
    primary: first.reason,
    also: rest.flatMap((finding) => (finding.reason === null ? [] : [finding.reason])),
    next,
    checks,
  };
}

/**
 * Every gate of an account in the order in which the reservation asks them, but for the hours: they come before what is
 * made anew when they open, since nobody has to do anything about a check of yesterday at night.
 */
export function accountFindings(facts: AccountFacts): Finding[] {
  const daily = [health(facts), ramp(facts)];
  return [
    stops(facts),
    lease(facts),
    connection(facts),
    pause(facts),
    zone(facts),
    ...(facts.open ? daily : []),
    hours(facts),
    ...(facts.open ? [] : daily),
    actionStop(facts),
    room(facts),
    work(facts),
  ];
}

export function passed(code: string, detail: string): Finding {
  return { check: { code, result: 'pass', detail }, reason: null, verdict: 'waiting' };
}

export function held(
  code: string,
  verdict: Finding['verdict'],
  text: string,
  times: { since?: Date | null; until?: Date | null } = {},
): Finding {
  const result = verdict === 'waiting' ? 'waiting' : verdict === 'unknown' ? 'unknown' : 'blocked';
  return {
    check: { code, result, detail: text },
    reason: { code, text, since: times.since?.toISOString() ?? null, until: times.until?.toISOString() ?? null },
    verdict,
  };
}

function stops({ stops: inForce }: AccountFacts): Finding {
  const stop = inForce.find((candidate) => candidate.scope !== 'action');
  if (stop === undefined) return passed('control_stop', 'No stop is in force.');
  const because = stop.reason === null ? '' : `: ${stop.reason}`;
  return held('kill_switch', 'stopped', `Sending was stopped for this ${stop.scope}${because}.`, {
    since: stop.stoppedAt,
    until: stop.until,
  });
}

function lease({ lease: held_ }: AccountFacts): Finding {
  return held_
    ? passed('lease', 'This installation may send.')
    : held(
        'fail_closed_store',
        'stopped',
        'Sending is stopped for safety: this installation does not hold the right to send from its database.',
      );
}

function connection({ account }: AccountFacts): Finding {
  if (account.state === 'running') return passed('account_state', 'The account is connected.');
  return held(account.state, 'blocked', account.stateReason ?? `The account is ${account.state}, so nothing is sent.`, {
    since: account.stateChangedAt,
  });
}

function pause({ account }: AccountFacts): Finding {
  if (account.pausedAt === null) return passed('account_paused', 'Nobody paused the account.');
  const because = account.pauseReason === null ? '' : `: ${account.pauseReason}`;
  return held('paused_user', 'stopped', `The account was paused by hand${because}.`, { since: account.pausedAt });
}

function health({ account, healthFresh, open }: AccountFacts): Finding {
  if (healthFresh) return passed('health_stale', 'The last health check is recent.');
  if (!open && account.healthCheckedAt !== null) {
    const detail = 'The account is checked again before the first send of the day.';
    return { check: { code: 'health_stale', result: 'waiting', detail }, reason: null, verdict: 'waiting' };
  }
  return held(
    'stale_health',
    'unknown',
    'The last health check is missing or too old, and we do not send on old information.',
    { since: account.healthCheckedAt },
  );
}

function zone({ account }: AccountFacts): Finding {
  return account.timeZone === null
    ? held('no_time_zone', 'blocked', 'The account has no time zone yet, so its working hours are not known.')
    : passed('time_zone', `The account works in ${account.timeZone}.`);
}

function ramp({ ramp: row, open }: AccountFacts): Finding {
  if (row !== null) return passed('ramp_missing', row.reason);
  return held(
    'fail_closed_ramp',
    open ? 'unknown' : 'waiting',
    open
      ? "Today's ramp decision is not made yet, and without it nothing is sent."
      : 'The ramp of the day is decided before its first send.',
  );
}

function hours({ open, nextOpeningAt }: AccountFacts): Finding {
  return open
    ? passed('outside_hours', 'The account is inside its working hours.')
    : held('outside_hours', 'waiting', 'It is outside the working hours of the account.', { until: nextOpeningAt });
}

function actionStop({ paces, stops: inForce, first, account: _a, work: _w }: AccountFacts): Finding {
  const byHand = inForce.find((stop) => stop.scope === 'action' && stop.action === first?.action);
  if (byHand !== undefined)
    return held('kill_switch', 'stopped', `The action ${byHand.action ?? ''} was stopped by hand.`, {
      since: byHand.stoppedAt,
      until: byHand.until,
    });
  const pace = paces.find((candidate) => candidate.action === first?.action && candidate.stoppedUntil !== null);
  if (pace === undefined) return passed('action_stopped', 'The provider asked for no break of what is due next.');
  return held('cooling', 'waiting', pace.stopReason ?? 'The provider asked us to slow down.', {
    since: pace.stoppedAt,
    until: pace.stoppedUntil,
  });
}

function room({ usage, first, ramp: decided, open }: AccountFacts): Finding {
  if (first === null) return passed('caps', 'Nothing is due that could meet a cap.');
  const drawn = usage.filter((figure) => ROOMS[first.action]?.some((key) => figure.budget === key) === true);
  const unknown = drawn.find((figure) => figure.cap === null);
  if (unknown !== undefined && decided === null && !open) {
    const detail = 'The caps of the day are written with its ramp.';
    return { check: { code: 'caps', result: 'waiting', detail }, reason: null, verdict: 'waiting' };
  }
  if (unknown !== undefined)
    return held(
      'cap_unknown',
      'unknown',
      `The cap of "${budgetWords(unknown.budget)}" is not known, so nothing is sent.`,
    );
  const full = drawn
    .filter((figure) => figure.left === 0)
    .sort((a, b) => (b.resetsAt?.getTime() ?? 0) - (a.resetsAt?.getTime() ?? 0))[0];
  if (full === undefined) return passed('caps', 'There is room in every budget of what is due next.');
  return held(
    full.budget.startsWith('ramp.') ? 'cap_ramp' : full.budget.startsWith('campaign.') ? 'cap_campaign' : 'cap_account',
    'waiting',
    `"${budgetWords(full.budget)}" ${windowWords(full.window)} is used up: ${full.used} of ${full.cap ?? 0}.`,
    { until: full.resetsAt },
  );
}

/** The budgets that decide about an action; the attempt and credit budgets are asked at the reservation. */
const ROOMS: Record<string, string[]> = {
  invite: ['invite.day', 'invite.week', 'ramp.invite.day', 'campaign.invite.day'],
  message: ['message.day', 'message.hour', 'engagement.day', 'ramp.message.day', 'campaign.message.day'],
  inmail: ['inmail.day', 'ramp.inmail.day', 'campaign.inmail.day'],
  visit: ['profile_view.day', 'engagement.day', 'ramp.profile_view.day'],
  resolve: ['profile_view.day', 'engagement.day', 'ramp.profile_view.day'],
};

function work({ work: { due, nextDueAt, waiting, queued } }: AccountFacts): Finding {
  if (due > 0) return passed('due', `${due} ${due === 1 ? 'step is' : 'steps are'} due.`);
  if (nextDueAt !== null)
    return held('waiting_delay', 'waiting', 'Everyone is inside a waiting time.', { until: nextDueAt });
  if (queued > 0) return held('waiting_queue', 'waiting', `${queued} people wait to be taken into the plan.`);
  if (waiting > 0)
    return held(
      'waiting_acceptance',
      'waiting',
      `${waiting} people have not accepted yet. Nothing is due until someone does.`,
    );
  return held('no_people', 'waiting', 'Nobody is left to contact.');
}

/** The next send lies in a window, never at a moment: the gaps are drawn. Behind a block there is no next one. */
function nextOf(facts: AccountFacts, ctx: ServiceContext, reasons: Finding[]): Explanation['next'] {
  if (facts.first === null || reasons.some((finding) => finding.verdict !== 'waiting')) return null;
  const times = [
    ctx.now,
    facts.account.nextSlotAt,
    facts.work.due > 0 ? null : facts.work.nextDueAt,
    ...reasons.map((finding) => (finding.reason?.until ? new Date(finding.reason.until) : null)),
  ];
  const from = new Date(Math.max(...times.map((time) => time?.getTime() ?? 0)));
  return {
    kind: facts.first.action,
    personId: facts.first.prospectId,
    from: from.toISOString(),
    to: new Date(from.getTime() + NEXT_WINDOW_MS).toISOString(),
  };
}

const NEXT_WINDOW_MS = 20 * 60_000;
