import { budgetWords, windowWords } from '../../domain/limits/budget-words';
import { budgetsOf } from '../../domain/limits/budgets-of-action';
import type { Action } from '../../domain/limits/constants';
import { asksPerson } from '../../domain/sends/stop-until';
import type { ServiceContext } from '../context';
import type { AccountFacts } from './explain-facts';
import type { Explanation, Finding } from './finding';
import { deferred, held, passed } from './finding';
import { engine, health, lease, ledger, ramp } from './layer-findings';

/**
 * The answer to "why" (design.md P7): the first reason in the order of the gates leads, every other that would still hold
 * comes after it.
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
  // A ledger that cannot be read tells nothing of stops, counts and work.
  if (facts.storeFault !== null)
    return [ledger(facts), connection(facts), pause(facts), zone(facts), ...daily, hours(facts)];
  return [
    stops(facts),
    ledger(facts),
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
    engine(facts),
    pausedByHand(facts),
  ];
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

function zone({ account, ramp: day }: AccountFacts): Finding {
  if (account.timeZone === null)
    return held('no_time_zone', 'blocked', 'The account has no time zone yet, so its working hours are not known.');
  return day === null || day.timeZone === account.timeZone
    ? passed('time_zone', `The account works in ${account.timeZone}.`)
    : passed(
        'time_zone',
        `The account works in ${day.timeZone} until its day there ends, then in ${account.timeZone}.`,
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
  const pace = paces.find((candidate) => candidate.action === first?.action);
  if (pace === undefined) return passed('action_stopped', 'The provider asked for no break of what is due next.');
  if (asksPerson(pace.stoppedUntil))
    return held(
      'asks_person',
      'blocked',
      `${pace.stopReason ?? 'A person must look'}. This action is stopped until then.`,
    );
  return held('cooling', 'waiting', pace.stopReason ?? 'The provider asked us to slow down.', {
    since: pace.stoppedAt,
    until: pace.stoppedUntil,
  });
}

function room({ usage, first, ramp: decided, rampFault, open, countersMissingSince }: AccountFacts): Finding {
  if (first === null) return passed('caps', 'Nothing is due that could meet a cap.');
  const keys = budgetsOf({ action: first.action, withNote: false, inCampaign: true });
  const missing = usage.find((figure) => figure.used === null && keys.some((key) => key === figure.budget));
  if (missing !== undefined)
    return held(
      'fail_closed_store',
      'unknown',
      `The counter of "${budgetWords(missing.budget)}" is not known, so nothing is sent.`,
      { since: countersMissingSince },
    );
  const rooms = roomsOf(first.action);
  const drawn = usage.filter((figure) => rooms.includes(figure.budget));
  const unknown = drawn.find((figure) => figure.cap === null);
  if (unknown !== undefined && decided === null && !open)
    return deferred('caps', 'The caps of the day are written with its ramp.');
  if (unknown !== undefined)
    return held(
      'cap_unknown',
      'unknown',
      `The cap of "${budgetWords(unknown.budget)}" is not known, so nothing is sent.`,
      { since: rampFault?.since ?? null },
    );
  const full = drawn
    .filter((figure) => figure.left === 0)
    .sort((a, b) => (b.resetsAt?.getTime() ?? 0) - (a.resetsAt?.getTime() ?? 0))[0];
  if (full === undefined) return passed('caps', 'There is room in every budget of what is due next.');
  return held(
    full.budget.startsWith('ramp.') ? 'cap_ramp' : full.budget.startsWith('campaign.') ? 'cap_campaign' : 'cap_account',
    'waiting',
    `"${budgetWords(full.budget)}" ${windowWords(full.window)} is used up: ${full.used ?? 'not known'} of ${full.cap ?? 'not known'}.`,
    { until: full.resetsAt },
  );
}

/** The budgets that decide about an action; the attempts and the months are asked at the reservation. */
function roomsOf(action: Action): readonly string[] {
  const keys = budgetsOf({ action, withNote: false, inCampaign: true });
  return keys.filter((key) => !key.startsWith('attempt.') && !key.endsWith('.month'));
}

function work({ work: { due, nextDueAt, waiting, queued }, paused }: AccountFacts): Finding {
  if (due > 0) return passed('due', `${due} ${due === 1 ? 'step is' : 'steps are'} due.`);
  if (nextDueAt !== null)
    return held('waiting_delay', 'waiting', 'Everyone is inside a waiting time.', { until: nextDueAt });
  if (queued > 0) return held('waiting_queue', 'waiting', `${queued} people wait to be taken into the plan.`);
  if (waiting > paused.held)
    return held(
      'waiting_acceptance',
      'waiting',
      `${waiting - paused.held} people have not accepted yet. Nothing is due until someone does.`,
    );
  if (paused.people > 0) return passed('due', 'Nobody but people who are paused is left to contact.');
  return held('no_people', 'waiting', 'Nobody is left to contact.');
}

/** Paused people hold nobody else back: they are a reason only while nothing of the others is due. */
function pausedByHand({ work: { due }, paused: { people, since, reason } }: AccountFacts): Finding {
  if (people === 0) return passed('people_paused', 'Nobody is paused by hand.');
  const because = reason === null ? '' : `: ${reason}`;
  const text =
    people === 1
      ? `One person is paused by hand${because}.`
      : `${people} people are paused by hand, the first${because}.`;
  return due > 0 ? passed('people_paused', text) : held('people_paused', 'waiting', text, { since });
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
