import { MIN_GAP_MS } from '../../../lib/domain/limits/catalogue';
import { ACTIONS, RAMP_KINDS } from '../../../lib/domain/limits/constants';
import { dayBounds, localDay } from '../../../lib/domain/limits/windows';
import { openIntervals } from '../../../lib/domain/pacing/working-hours';
import type { Calendar } from './calendar';
import { shapeOf } from './calendar';
import { budgetId } from './memory-budgets';
import type { Random } from './random';
import type { Rows, Table, Tables } from './tables';

/** Zones without clock changes, so that the oracle can do its own arithmetic with a fixed offset. */
export const ZONES = [
  { name: 'Asia/Kathmandu', offsetMs: 20_700_000 },
  { name: 'America/Phoenix', offsetMs: -25_200_000 },
  { name: 'Pacific/Kiritimati', offsetMs: 50_400_000 },
  { name: 'Asia/Tokyo', offsetMs: 32_400_000 },
  { name: 'Pacific/Marquesas', offsetMs: -34_200_000 },
] as const;
export type Zone = (typeof ZONES)[number];

export const WORKSPACE = 'wsp';
export const INSTALLATION = 'installation';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What a schedule is made of; everything follows from the seed. */
export interface Plan {
  zone: Zone;
  startsAt: number;
  /** When workers stop; recovery goes on until `quietAt`. */
  endsAt: number;
  quietAt: number;
  accountIds: string[];
  people: string[];
  caps: Map<string, number>;
  /** Two of a kind may follow at once: caps must hold without the gaps between sends. */
  gapless: boolean;
}

/** A Wednesday evening near local midnight, so that every schedule crosses a day's edge. */
export function planOf(random: Random): Plan {
  const zone = random.pick(ZONES);
  // Now and then the UTC day ends instead of the account's: nothing may happen then.
  const midnight = Date.UTC(2026, 2, 5) - (random.chance(0.15) ? 0 : zone.offsetMs);
  const startsAt = midnight - random.whole(15, 35) * 60_000;
  const endsAt = midnight + random.whole(12, 30) * 60_000;
  const accountIds = random.chance(0.3) ? ['acc_a', 'acc_b'] : ['acc_a'];
  const people = Array.from({ length: random.whole(6, 10) }, (_, n) => `ppl_${n}`);
  return {
    zone,
    startsAt,
    endsAt,
    quietAt: endsAt + 27 * HOUR_MS,
    accountIds,
    people,
    caps: capsOf(random),
    gapless: random.chance(0.25),
  };
}

const LOOK_UP_KEYS = ['engagement.day', 'profile_view.day', 'ramp.profile_view.day', 'attempt.resolve.day'];

function capsOf(random: Random): Map<string, number> {
  const caps = new Map<string, number>();
  const small = () => (random.chance(0.015) ? 0 : random.whole(2, 7));
  for (const key of [
    'invite.day',
    'invite.week',
    'message.day',
    'message.hour',
    'campaign.invite.day',
    'campaign.message.day',
    'ramp.invite.day',
    'ramp.message.day',
    'invite_note.month',
  ])
    caps.set(key, small());
  // What a look-up draws on: another one of them binds in each schedule, or forgetting the others would show nowhere.
  const binds = random.pick(LOOK_UP_KEYS);
  for (const key of LOOK_UP_KEYS) caps.set(key, key === binds ? random.whole(2, 5) : random.whole(6, 12));
  for (const action of ACTIONS)
    if (!caps.has(`attempt.${action}.day`)) caps.set(`attempt.${action}.day`, random.whole(2, 8));
  return caps;
}

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

/** The row without which nothing is sent on a local day. */
export function rampDayOf(plan: Plan, accountId: string, at: number): Rows['rampDays'] {
  const localDate = localDay(new Date(at), plan.zone.name);
  const { start, end } = dayBounds(localDate, plan.zone.name);
  const open = openIntervals(localDate, { timeZone: plan.zone.name, workingHours: hoursOf(plan), daysOff: [] });
  return {
    id: `${accountId}:${localDate}`,
    ...{
      workspaceId: WORKSPACE,
      accountId,
      localDate,
      week: 1,
      weeks: 6,
      decision: 'hold',
      reason: '',
      inputs: {},
      timeZone: plan.zone.name,
    },
    caps: { invite: 9, message: 9, inmail: 9, profile_view: 9, comment: 9, reaction: 9 },
    targets: { invite: 20, message: 20, inmail: 4, profile_view: 20, comment: 0, reaction: 0 },
    openHours: '',
    open: open.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() })),
    startsAt: start,
    endsAt: end,
    madeAt: new Date(at),
  };
}

function hoursOf(plan: Plan) {
  const clock = (at: number) => new Date(at + plan.zone.offsetMs).toISOString().slice(11, 16);
  const [from, to] = [clock(plan.startsAt), clock(plan.endsAt)];
  const spans =
    from < to
      ? [{ from, to }]
      : [
          { from: '00:00', to },
          { from, to: '24:00' },
        ];
  return [1, 2, 3, 4, 5, 6, 7].flatMap((day) => spans.map((span) => ({ day, ...span })));
}

function account(id: string, plan: Plan, start: Date): Rows['accounts'] {
  return {
    ...{
      workspaceId: WORKSPACE,
      id,
      provider: 'linkedin',
      providerAccountId: id,
      name: id,
      ownerId: 'usr',
      tier: 'premium',
      state: 'running',
      stateReason: null,
      stateChangedAt: start,
    },
    ...{
      country: null,
      timeZone: plan.zone.name,
      workingHours: hoursOf(plan),
      daysOff: [],
      targets: {},
      ageDays: 400,
      connections: 900,
      activeLast30Days: true,
    },
    ...{
      inmailCredits: 5,
      inmailCreditsAt: start,
      healthCheckedAt: start,
      rampWeek: 1,
      rampWeeks: 6,
      rampSteppedUpAt: null,
      rampSteppedBackAt: null,
      restrictedAt: null,
    },
    ...{
      pausedAt: null,
      pausedBy: null,
      pauseReason: null,
      nextSlotAt: null,
      connectedAt: new Date(start.getTime() - 90 * DAY_MS),
    },
  } as Rows['accounts'];
}

function campaign(start: Date): Rows['campaigns'] {
  return {
    ...{
      workspaceId: WORKSPACE,
      id: 'cmp',
      name: 'Campaign',
      state: 'running',
      ownerId: 'usr',
      dailyLimit: null,
      capInvite: null,
      capMessage: null,
      capInmail: null,
      smoothWeek: false,
    },
    ...{
      riskAcknowledgedBy: null,
      riskAcknowledgedAt: null,
      launchedAt: start,
      pausedAt: null,
      pausedBy: null,
      pauseReason: null,
      completedAt: null,
      createdAt: start,
      updatedAt: start,
    },
  };
}

const BLANK_STEP = {
  parentId: null,
  branch: 'main' as const,
  delayDays: null,
  timeoutDays: null,
  text: null,
  subject: null,
  note: null,
};
const STEPS = [
  { id: 'stp_invite', kind: 'invite' as const },
  { id: 'stp_wait', kind: 'wait_accepted' as const, timeoutDays: 21 },
  { id: 'stp_first', kind: 'message' as const, text: 'first' },
  { id: 'stp_second', kind: 'message' as const, text: 'second' },
];

type Put = <Name extends Table>(table: Name, row: Rows[Name]) => void;

function person(put: Put, input: { id: string; accountId: string; start: Date; random: Random }): void {
  const { id, accountId, start, random } = input;
  put('prospects', {
    ...{
      workspaceId: WORKSPACE,
      id,
      firstName: 'A',
      lastName: 'B',
      fullName: 'A B',
      company: null,
      title: null,
      location: null,
      email: null,
      phone: null,
      linkedinSlug: id,
      custom: {},
    },
    ...{
      repliedAt: null,
      optedOutAt: null,
      stoppedAt: null,
      stopReason: null,
      createdAt: start,
      updatedAt: start,
      suppressed: false,
    },
  });
  const known = random.chance(0.8);
  const connected = known && random.chance(0.4);
  if (known)
    put('resolutions', {
      id: `${accountId}:${id}`,
      workspaceId: WORKSPACE,
      accountId,
      prospectId: id,
      providerUserId: id,
      degree: connected ? 1 : 2,
      openProfile: null,
      openProfileAt: null,
      visitToken: id,
      resolvedAt: start,
    });
  const step = connected
    ? { stepId: 'stp_first', action: 'message' as const, workClass: 0 }
    : { stepId: 'stp_invite', action: known ? ('invite' as const) : ('resolve' as const), workClass: known ? 3 : 4 };
  put('enrolments', {
    ...{
      workspaceId: WORKSPACE,
      id: `enr_${id}`,
      campaignId: 'cmp',
      prospectId: id,
      accountId,
      state: 'active',
      reason: null,
      stepSince: start,
      priority: random.whole(0, 2),
    },
    ...step,
    ...{
      dueAt: start,
      wakeAt: null,
      invitedAt: null,
      acceptedAt: connected ? start : null,
      repliedAt: null,
      active: true,
      allowParallel: false,
      createdAt: start,
      updatedAt: start,
    },
  } as Rows['enrolments']);
}
