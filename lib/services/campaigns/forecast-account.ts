import type { Tx } from '../../../db/client';
import { rampDayAt } from '../../../db/queries/accounts-api';
import type { ControlRow } from '../../../db/queries/controls';
import { spentSince } from '../../../db/queries/day-facts';
import { answersOf, countedSends, recentInvitations, recentLimitSignals } from '../../../db/queries/forecast';
import type { AccountRow } from '../../../db/queries/sending-days';
import { lastRampDay, pacesOf, rampFacts } from '../../../db/queries/sending-days';
import type { AccountFacts } from '../../domain/forecast/facts';
import { oddsOf } from '../../domain/forecast/odds';
import { ACTIONS } from '../../domain/limits/constants';
import { RAMP_POLICY } from '../../domain/ramp/decide-ramp';
import { othersBefore } from '../../domain/ramp/others-before';
import { isSoundDay } from '../../domain/ramp/sound-day';
import type { ServiceContext } from '../context';

const DAY_MS = 86_400_000;
/** A stop without an end lasts longer than any forecast looks. */
const FOR_EVER_MS = 5 * 365 * DAY_MS;

/** What a forecast must know of one sending account: its ramp, its hours, what its budgets count, and how people answer it. */
export async function forecastAccount(
  tx: Tx,
  ctx: ServiceContext,
  input: { account: AccountRow; campaignId: string; controls: readonly ControlRow[] },
): Promise<AccountFacts> {
  const { account } = input;
  const of = { accountId: account.id, now: ctx.now };
  const last = await lastRampDay(tx, account.id);
  const today = await rampDayAt(tx, account.id, ctx.now);
  const { inviteAgeDaysMin, inviteAgeDaysMax } = RAMP_POLICY;
  const facts = await rampFacts(tx, { ...of, since: account.connectedAt, inviteAgeDaysMin, inviteAgeDaysMax });
  const others = othersBefore(last, account);
  const invitations = await recentInvitations(tx, of);
  const stops = stopsOf(input);
  return {
    id: account.id,
    tier: account.tier,
    targets: account.targets,
    schedule:
      account.timeZone === null
        ? null
        : { timeZone: account.timeZone, workingHours: account.workingHours, daysOff: account.daysOff },
    idle: idleOf(account, stops.endless),
    connectedAt: account.connectedAt,
    weeks: account.rampWeeks,
    invites: {
      week: last === null ? 0 : account.rampWeek,
      steppedUpAt: account.rampSteppedUpAt ?? account.connectedAt,
      steppedBackAt: account.rampSteppedBackAt,
    },
    others: { ...others, week: last === null ? 0 : others.week },
    today: today !== null && isSoundDay(today) ? today : null,
    usedDays: facts.usedDays,
    lastSendAt: facts.lastSendAt,
    signals: await recentLimitSignals(tx, of),
    invitations: invitations.map(({ open, ...one }) => (open ? one : { ...one, prospectId: null })),
    sends: await countedSends(tx, of),
    stops: [
      ...stops.actions(ctx.now),
      ...(await pacesOf(tx, account.id)).flatMap(({ action, stoppedUntil: until }) =>
        until !== null && until > ctx.now ? [{ action, until }] : [],
      ),
    ],
    credits: await creditsOf(tx, account),
    odds: oddsOf(await historyOf(tx, of)),
  };
}

/** The stops of people that hold this account, or the campaign on it. */
function stopsOf({
  account,
  campaignId,
  controls,
}: {
  account: AccountRow;
  campaignId: string;
  controls: readonly ControlRow[];
}) {
  const ours = controls.filter(
    ({ scope, targetId }) =>
      scope === 'workspace' ||
      scope === 'action' ||
      (scope === 'account' && targetId === account.id) ||
      (scope === 'campaign' && targetId === campaignId),
  );
  return {
    endless: ours.some((stop) => stop.scope !== 'action' && stop.until === null),
    actions: (now: Date) =>
      ours.flatMap((stop) =>
        ACTIONS.filter((action) => stop.scope !== 'action' || stop.action === action).map((action) => ({
          action,
          until: stop.until ?? new Date(now.getTime() + FOR_EVER_MS),
        })),
      ),
  };
}

function idleOf(account: AccountRow, stopped: boolean): AccountFacts['idle'] {
  if (account.state !== 'running') return 'account_state';
  if (account.pausedAt !== null) return 'account_paused';
  return stopped ? 'control_stop' : null;
}

/** The balance that was read last, less what was spent since; unknown counts as none. */
async function creditsOf(tx: Tx, account: AccountRow): Promise<number | null> {
  if (account.inmailCredits === null || account.inmailCreditsAt === null) return null;
  const key = 'inmail_credit.month';
  const since = account.inmailCreditsAt;
  return Math.max(0, account.inmailCredits - (await spentSince(tx, { accountId: account.id, key, since })));
}

async function historyOf(tx: Tx, of: { accountId: string; now: Date }) {
  const { invites, ...answers } = await answersOf(tx, of);
  // An invitation of a day's age is somewhere within it: half a day on the average.
  return { ...answers, invites: invites.map(({ age, ...one }) => ({ ...one, ageMs: (age + 0.5) * DAY_MS })) };
}
