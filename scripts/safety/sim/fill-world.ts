import { MIN_GAP_MS } from '../../../lib/domain/limits/catalogue';
import { ACTIONS, RAMP_KINDS } from '../../../lib/domain/limits/constants';
import type { Calendar } from './calendar';
import { shapeOf } from './calendar';
import { budgetId } from './memory-budgets';
import type { Random } from './random';
import type { Rows, Table, Tables } from './tables';
import type { Plan } from './world';
import { WORKSPACE } from './world';
import { account, BLANK_STEP, campaign, person, STEPS } from './world-rows';

const ALL_KEYS = [
  ...[
    'invite.day',
    'invite.week',
    'invite_note.month',
    'message.day',
    'message.hour',
    'engagement.day',
    'profile_view.day',
    'campaign.invite.day',
    'campaign.message.day',
  ],
  ...ACTIONS.map((action) => `attempt.${action}.day`),
  ...RAMP_KINDS.map((kind) => `ramp.${kind}.day`),
];

/** Fills the tables: accounts with their day and caps, one running campaign, people who are due for their first step. */
export function fill(tables: Tables, plan: Plan, random: Random, calendar: Calendar): void {
  const put = <Name extends Table>(table: Name, row: Rows[Name]) => tables.of(table).set(row.id as string, row);
  const start = new Date(plan.startsAt);
  put('workspaces', { id: WORKSPACE, controlChangedAt: null });
  put('campaigns', campaign(start));
  for (const [position, step] of STEPS.entries()) put('steps', { ...BLANK_STEP, ...step, position, campaignId: 'cmp' });
  for (const accountId of plan.accountIds) {
    put('accounts', account(accountId, plan, start));
    for (const action of ACTIONS)
      put('paces', {
        id: `${accountId}:${action}`,
        accountId,
        action,
        gapMsMin: plan.gapless ? 0 : MIN_GAP_MS[action],
        lastAt: null,
        stoppedUntil: null,
        stopReason: null,
        stoppedAt: null,
        stopsInRow: 0,
        rate: null,
      });
    for (const key of ALL_KEYS) {
      const campaignId = key.startsWith('campaign.') ? 'cmp' : '';
      const shape = shapeOf(key);
      const since = calendar.windowStart(shape, plan.startsAt);
      put('budgets', {
        id: budgetId({ accountId, campaignId: campaignId || null }, key),
        accountId,
        key,
        campaignId,
        ...shape,
        cap: plan.caps.get(key) ?? 10,
        used: 0,
        since,
      });
    }
  }
  for (const [n, id] of plan.people.entries())
    person(put, { id, accountId: plan.accountIds[n % plan.accountIds.length] ?? 'acc_a', start, random });
}
