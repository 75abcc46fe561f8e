import { workClassOf } from '../../../lib/domain/campaigns/constants';
import type { Random } from './random';
import type { Rows, Table } from './tables';
import type { Plan } from './world';
import { WORKSPACE } from './world';
import { hoursOf } from './world-days';

const DAY_MS = 24 * 3_600_000;

export function account(id: string, plan: Plan, start: Date): Rows['accounts'] {
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
      profileLacks: null,
      profileReadAt: null,
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

export function campaign(start: Date): Rows['campaigns'] {
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

export const BLANK_STEP = {
  parentId: null,
  branch: 'main' as const,
  delayDays: null,
  timeoutDays: null,
  text: null,
  subject: null,
  note: null,
  notePolicy: null,
};
export const STEPS = [
  { id: 'stp_invite', kind: 'invite' as const },
  { id: 'stp_wait', kind: 'wait_accepted' as const, timeoutDays: 21 },
  { id: 'stp_first', kind: 'message' as const, text: 'first' },
  { id: 'stp_second', kind: 'message' as const, text: 'second' },
];

export type Put = <Name extends Table>(table: Name, row: Rows[Name]) => void;

export function person(put: Put, input: { id: string; accountId: string; start: Date; random: Random }): void {
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
      stoppedBy: null,
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
      takesInmail: null,
      visitToken: id,
      resolvedAt: start,
    });
  const step = connected
    ? { stepId: 'stp_first', action: 'message' as const, workClass: workClassOf('message') }
    : {
        stepId: 'stp_invite',
        action: known ? ('invite' as const) : ('resolve' as const),
        workClass: workClassOf(known ? 'invite' : 'resolve'),
      };
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
