import type { EnrolmentRow } from '../../../db/queries/enrolments';
import { nextReset } from '../../domain/limits/windows';
import { nextDayOpenings } from '../../domain/pacing/working-hours';
import { REINVITE_AFTER_MS } from '../../domain/sends/constants';
import { newId } from '../../platform/ids';
import type { ProviderProfile } from '../../providers/port';
import type { ServiceContext } from '../context';
import { endEnrolment } from '../enrolments/end-enrolment';
import { parkEnrolment } from '../enrolments/park-enrolment';
import { planEnrolment } from '../enrolments/plan-enrolment';
import type { AccountEffect } from './apply-to-account';
import type { DueWork } from './due-work';
import { saveProfile } from './save-profile';
import type { StoreUnit } from './store';

type PersonEffect = AccountEffect & {
  work: DueWork;
  enrolment: EnrolmentRow;
  stoppedUntil: Date | null;
  /** When the person's last invitation was withdrawn, if that is why another one was refused. */
  withdrawnAt: Date | null;
};

/** Moves the person on as the answer says (limits.md §5). A person who was stopped meanwhile stays stopped. */
export async function applyToPerson(unit: StoreUnit, ctx: ServiceContext, input: PersonEffect): Promise<void> {
  const { call, verdict, enrolment } = input;
  await keepFacts(unit, ctx, input);
  if (!enrolment.active) return;
  const current = (await unit.lockEnrolment(enrolment.id)) ?? enrolment;
  const plan = (outcome: 'here' | 'done') => planEnrolment(unit, ctx, { enrolment: current, outcome });
  if (call.notAsked !== undefined) {
    const { then, reason } = call.notAsked;
    if (then === 'end') await endEnrolment(unit, ctx, { enrolmentId: enrolment.id, state: 'skipped', reason });
    else await plan(then === 'skip_step' ? 'done' : 'here');
    return;
  }
  switch (verdict.enrolment) {
    case 'advance':
      await plan(input.work.action === 'resolve' ? 'here' : 'done');
      return;
    case 'move_to_invited':
    case 'move_to_connected':
      await plan('done');
      return;
    case 'due_again':
      await plan('here');
      return;
    case 'skip':
      await endEnrolment(unit, ctx, { enrolmentId: enrolment.id, state: 'skipped', reason: codeOf(input) });
      return;
    case 'note_policy':
      await withoutNotes(unit, ctx, input, current);
      return;
    case 'wait':
      await parkEnrolment(unit, ctx, { enrolmentId: enrolment.id, ...waitOf(ctx, input) });
  }
}

/**
 * The account takes no notes this month: the step's policy decides. Due again, the invite finds no note left and is
 * reserved without one.
 */
async function withoutNotes(unit: StoreUnit, ctx: ServiceContext, input: PersonEffect, enrolment: EnrolmentRow) {
  const why = { enrolmentId: enrolment.id, reason: 'no_notes_left' };
  const { note, notePolicy } = input.work.step;
  // An invite that had no note cannot go without it: asked again it would be refused again.
  switch (note?.trim() ? (notePolicy ?? 'wait') : 'wait') {
    case 'without':
      return planEnrolment(unit, ctx, { enrolment, outcome: 'here' });
    case 'skip':
      return endEnrolment(unit, ctx, { ...why, state: 'skipped' });
    case 'wait':
      return parkEnrolment(unit, ctx, { ...why, wakeAt: nextMonth(ctx, input) });
  }
}

/**
 * An unknown outcome waits for its reconciliation, a person withdrawn lately for three weeks, anything else for the end of
 * the stop; where nothing was stopped (no credits, a lost account) it is looked at again on the next working day.
 */
function waitOf(ctx: ServiceContext, input: PersonEffect): { reason: string; wakeAt: Date | null } {
  const { verdict, account, stoppedUntil, withdrawnAt } = input;
  if (verdict.state === 'unknown') return { reason: 'unknown_outcome', wakeAt: null };
  if (verdict.account === 'none' && withdrawnAt !== null)
    return { reason: 'withdrawn_lately', wakeAt: new Date(withdrawnAt.getTime() + REINVITE_AFTER_MS) };
  const [opening] = nextDayOpenings(ctx.now, 1, { ...account, timeZone: account.timeZone ?? 'UTC' });
  const lost = verdict.account === 'disconnected' || verdict.account === 'restricted';
  return {
    reason: lost ? `account_${verdict.account}` : codeOf(input),
    wakeAt: stoppedUntil ?? opening ?? new Date(ctx.now.getTime() + DAY_MS),
  };
}

const DAY_MS = 24 * 3_600_000;

/** What the answer taught about the person is kept even when the person has stopped meanwhile. */
async function keepFacts(unit: StoreUnit, ctx: ServiceContext, input: PersonEffect): Promise<void> {
  const { call, verdict, work } = input;
  if (call.profile !== null) await keepProfile(unit, ctx, input, call.profile);
  if (verdict.enrolment === 'move_to_connected') await markConnected(unit, ctx, input);
  const sent = verdict.state === 'sent';
  if ((sent && work.action === 'invite') || verdict.enrolment === 'move_to_invited')
    await keepInvitation(unit, ctx, input);
  const wrote = sent && (work.action === 'message' || work.action === 'inmail');
  const chatId = call.answer.kind === 'accepted' ? call.answer.providerRef : null;
  if (wrote && chatId !== null) await keepThread(unit, ctx, input, chatId);
}

async function keepProfile(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: PersonEffect,
  profile: ProviderProfile,
): Promise<void> {
  await saveProfile(unit, ctx, { accountId: input.account.id, prospectId: input.work.prospectId, profile });
  if (profile.pendingInvitation) await keepInvitation(unit, ctx, input);
}

async function markConnected(unit: StoreUnit, ctx: ServiceContext, input: PersonEffect): Promise<void> {
  await unit.updateEnrolment(input.enrolment.id, { acceptedAt: input.enrolment.acceptedAt ?? ctx.now });
}

/** One invitation of a person is pending at a time; another word of it changes nothing. */
async function keepInvitation(unit: StoreUnit, ctx: ServiceContext, input: PersonEffect): Promise<void> {
  const { account, work, send, call, verdict } = input;
  if ((await unit.pendingInvitation(account.id, work.prospectId)) !== null) return;
  const ours = verdict.state === 'sent' && work.action === 'invite';
  await unit.insertInvitation({
    workspaceId: ctx.actor.workspaceId,
    id: newId('invitation'),
    accountId: account.id,
    prospectId: work.prospectId,
    sendId: ours ? send.id : null,
    providerRequestId: ours && call.answer.kind === 'accepted' ? call.answer.providerRef : null,
    state: 'pending',
    sentAt: ours ? send.at : ctx.now,
  });
  await unit.updateEnrolment(input.enrolment.id, { invitedAt: input.enrolment.invitedAt ?? ctx.now });
}

async function keepThread(unit: StoreUnit, ctx: ServiceContext, input: PersonEffect, chatId: string): Promise<void> {
  await unit.upsertThread({
    workspaceId: ctx.actor.workspaceId,
    id: newId('thread'),
    accountId: input.account.id,
    prospectId: input.work.prospectId,
    providerChatId: chatId,
    lastOutboundAt: ctx.now,
    openedOwn: true,
    createdAt: ctx.now,
  });
}

function nextMonth(ctx: ServiceContext, input: PersonEffect): Date {
  return nextReset(ctx.now, 'month', input.account.timeZone ?? 'UTC');
}

function codeOf(input: PersonEffect): string {
  return input.call.answer.kind === 'refused' ? input.call.answer.code : input.call.answer.kind;
}
