import type { AccountRow } from '../../../db/queries/sending-days';
import { compose } from '../../domain/sends/compose';
import type { ProviderAnswer } from '../../domain/sends/provider-answer';
import type { ProviderProfile, RateWindow, ReadResult, WriteResult } from '../../providers/port';
import type { ServiceContext } from '../context';
import { withUnit } from '../with-unit';
import type { DueWork } from './due-work';

/** What a call came to: the answer, its headers, and the profile that a look-up found. */
export interface CallResult {
  answer: ProviderAnswer;
  headers: Record<string, string>;
  profile: ProviderProfile | null;
  warning?: 'automation_suspected';
  rate?: RateWindow;
  /** Set when the provider was not asked at all: what becomes of the person. */
  notAsked?: { then: 'skip_step' | 'plan_again' | 'end'; reason: string };
}

/**
 * Makes the one provider call of a dispatched send, or none when its moment, `startBy` of the wall clock, has passed. No
 * transaction is open meanwhile; a write is never tried twice.
 */
export async function callProvider(
  ctx: ServiceContext,
  input: { account: AccountRow; work: DueWork; startBy: number },
): Promise<CallResult> {
  const { account, work } = input;
  const facts = await withUnit(ctx, async (unit) => ({
    person: await unit.prospectById(work.prospectId),
    resolution: await unit.resolutionOf(account.id, work.prospectId),
    chatId: await unit.chatOf(account.id, work.prospectId),
  }));
  if (ctx.wallMs() > input.startBy) return notAsked('plan_again', 'stalled');
  if (facts.person === null) return notAsked('end', 'person_erased');
  const providerUserId = facts.resolution?.providerUserId ?? null;
  if (work.action === 'resolve') {
    const address = providerUserId ?? facts.person.linkedinSlug;
    return address === null ? notAsked('end', 'no_linkedin_profile') : lookUp(ctx, account, address, false);
  }
  if (providerUserId === null || facts.resolution === null) return notAsked('plan_again', 'not_looked_up');
  const composed = compose({ action: work.action, step: work.step, person: facts.person, tier: account.tier });
  if (!composed.ok) return notAsked('end', composed.reason);
  const id = account.providerAccountId;
  const { note, subject, text } = composed;
  switch (work.action) {
    case 'invite':
      return written(await ctx.provider.invite(id, { providerUserId, note }));
    case 'message':
      return written(await ctx.provider.sendMessage(id, { providerUserId, chatId: facts.chatId, text }));
    case 'inmail':
      return written(await ctx.provider.sendInmail(id, { providerUserId, subject, text, tier: account.tier }));
    case 'visit': {
      const token = facts.resolution.visitToken;
      return token === null
        ? notAsked('skip_step', 'no_visit_token')
        : written(await ctx.provider.visitProfile(id, token));
    }
    default:
      throw new Error(`no step of a campaign does ${work.action}`);
  }
}

/** Reads a profile, which the provider counts as a view. A read without an answer may have been counted. */
export async function lookUp(
  ctx: ServiceContext,
  account: AccountRow,
  address: string,
  fresh: boolean,
): Promise<CallResult> {
  const read = await ctx.provider.getProfile(account.providerAccountId, address, { fresh });
  const { headers, rate } = read;
  const kept = rate === undefined ? {} : { rate };
  return { answer: answerOf(read), headers, ...kept, profile: read.ok ? read.value : null };
}

function answerOf(read: ReadResult<ProviderProfile>): ProviderAnswer {
  if (read.ok) return { kind: 'accepted', providerRef: read.value.providerUserId };
  const { detail, retryAfterS } = read;
  const reset = retryAfterS === undefined ? {} : { resetAfterS: retryAfterS };
  switch (read.code) {
    case 'not_found':
      return { kind: 'refused', code: 'target_impossible', detail };
    case 'disconnected':
      return { kind: 'refused', code: 'account_disconnected', detail };
    case 'restricted':
      return { kind: 'refused', code: 'account_restricted', detail };
    case 'limited':
      return { kind: 'refused', code: 'limit', ...reset, detail };
    case 'throttled':
      return { kind: 'refused', code: 'api_rate_limited', ...reset, detail };
    case 'unavailable':
      return { kind: 'unknown', detail };
  }
}

function written(result: WriteResult): CallResult {
  return { ...result, profile: null };
}

/** Nothing was sent: the slot goes back. */
export function notAsked(then: NonNullable<CallResult['notAsked']>['then'], reason: string): CallResult {
  return { answer: { kind: 'not_reached', detail: reason }, headers: {}, profile: null, notAsked: { then, reason } };
}
