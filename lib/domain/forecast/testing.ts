import type { Step } from '../campaigns/sequence';
import { limitFor } from '../limits/catalogue';
import type { AccountFacts, CampaignFacts, ForecastFacts, PersonFactsNow } from './facts';
import { USUAL_ODDS } from './odds';

/** A Wednesday morning inside the default working hours of Berlin. */
export const WEDNESDAY = new Date('2026-03-04T09:00:00.000Z');

const PLAIN = {
  parentId: null,
  branch: 'main' as const,
  delayDays: null,
  timeoutDays: null,
  subject: null,
  note: null,
};

/** A step at a place of the sequence; its id says what it is. */
export function stepAt(position: number, kind: Step['kind'], more: Partial<Step> = {}): Step {
  return { ...PLAIN, id: `${kind}${position}`, kind, position, text: 'Hello', notePolicy: null, ...more };
}

/** Invite, wait, message, and another message after three days. */
export const USUAL_STEPS: Step[] = [
  stepAt(1, 'invite'),
  stepAt(2, 'wait_accepted'),
  stepAt(3, 'message'),
  stepAt(4, 'message', { delayDays: 3 }),
];

/** An account that connected this morning and works from nine to half past five. */
export function accountFacts(more: Partial<AccountFacts> = {}): AccountFacts {
  const stand = { week: 0, steppedUpAt: WEDNESDAY, steppedBackAt: null };
  const workingHours = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:30' }));
  return {
    id: 'acc_1',
    tier: 'premium',
    targets: {},
    schedule: { timeZone: 'Europe/Berlin', workingHours, daysOff: [] },
    idle: null,
    connectedAt: WEDNESDAY,
    weeks: 6,
    invites: stand,
    others: stand,
    today: null,
    usedDays: [],
    lastSendAt: null,
    signals: [],
    invitations: [],
    sends: [],
    stops: [],
    credits: null,
    odds: USUAL_ODDS,
    ...more,
  };
}

export function campaignFacts(more: Partial<CampaignFacts> = {}): CampaignFacts {
  return {
    id: 'cmp_1',
    name: 'Spring',
    caps: { invite: 80, message: 80, inmail: 5 },
    smoothWeek: true,
    steps: USUAL_STEPS,
    senderIds: ['acc_1'],
    ...more,
  };
}

/** People who wait for their first step, in the order of their ids. */
export function queuedPeople(count: number, more: Partial<PersonFactsNow> = {}): PersonFactsNow[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `${more.campaignId ?? 'cmp_1'}_${String(index).padStart(5, '0')}`;
    return {
      id: `enr_${id}`,
      prospectId: `ppl_${id}`,
      accountId: 'acc_1',
      campaignId: 'cmp_1',
      priority: 'normal',
      state: 'queued',
      stepId: null,
      work: null,
      since: WEDNESDAY,
      at: null,
      invitedAt: null,
      pending: false,
      accepted: false,
      profile: null,
      reachable: true,
      ...more,
    };
  });
}

export function forecastFacts(more: Partial<ForecastFacts> = {}): ForecastFacts {
  return {
    now: WEDNESDAY,
    campaignId: 'cmp_1',
    accounts: [accountFacts()],
    campaigns: [campaignFacts()],
    people: queuedPeople(40),
    limits: limitFor,
    ...more,
  };
}
