import { prospectById } from '../../../db/queries/enrolments';
import type { AccountRow } from '../../../db/queries/sending-days';
import { RESOLUTION_FRESH_MS } from '../../domain/campaigns/constants';
import { judgeAnswer } from '../../domain/sends/answers';
import { AppError } from '../../platform/errors';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { lookUp, notAsked } from '../sends/call-provider';
import type { ReservedSend } from '../sends/due-work';
import { unitOf } from '../sends/pg-store';
import { reserveSend } from '../sends/reserve-send';
import { saveProfile } from '../sends/save-profile';
import { settleLedger } from '../sends/settle-send';
import { performTyped } from './perform-typed';
import { refusalOf } from './refusal-of';
import type { TypedWork } from './typed-work';
import { keepTypedWork } from './typed-work';

interface LookUpInput {
  account: AccountRow;
  work: TypedWork;
  later: () => Promise<ServiceContext>;
}

export interface KnownPerson {
  providerUserId: string;
  degree: number | null;
}

/**
 * The person as the account knows them, at most 30 days old. Without that the person is looked up first, which is a profile
 * view and paid like one; refused it throws `refused`, and so does a person whom the provider does not know.
 */
export async function lookUpTyped(input: LookUpInput): Promise<KnownPerson> {
  const known = await knownOf(await input.later(), input);
  if (known !== null) return known;
  const reserved = await reserveLookUp(await input.later(), input);
  if (reserved !== null) await makeLookUp(input, reserved);
  const found = await knownOf(await input.later(), input);
  if (found === null) throw new AppError('refused', 'The person could not be looked up. Nothing was sent.');
  return found;
}

async function knownOf(ctx: ServiceContext, { account, work }: LookUpInput): Promise<KnownPerson | null> {
  const row = await withWorkspace(ctx, (tx) => unitOf(tx).resolutionOf(account.id, work.prospectId));
  if (row === null || ctx.now.getTime() - row.resolvedAt.getTime() > RESOLUTION_FRESH_MS) return null;
  return { providerUserId: row.providerUserId, degree: row.degree };
}

/** Null when this key has made its look-up already. */
async function reserveLookUp(ctx: ServiceContext, { account, work }: LookUpInput): Promise<ReservedSend | null> {
  const result = await withWorkspace(ctx, async (tx) => {
    await keepTypedWork(tx, ctx, { account, work });
    return reserveSend(unitOf(tx), ctx, {
      accountId: account.id,
      campaignId: null,
      enrolmentId: work.id,
      stepKey: 'resolve',
      prospectId: work.prospectId,
      action: 'resolve',
      variant: 'plain',
      origin: 'typed',
    });
  });
  if (result.outcome === 'duplicate') return null;
  if (result.outcome !== 'reserved') throw refusalOf(ctx, result);
  return result.send;
}

async function makeLookUp({ account, work, later }: LookUpInput, send: ReservedSend): Promise<void> {
  const reading = await later();
  const person = await withWorkspace(reading, (tx) => prospectById(tx, work.prospectId));
  const address = person?.linkedinSlug ?? null;
  await performTyped({
    send,
    later,
    call: async (ctx) =>
      address === null ? notAsked('end', 'no_linkedin_profile') : lookUp(ctx, account, address, false),
    settle: (ctx, call) =>
      withWorkspace(ctx, async (tx) => {
        const unit = unitOf(tx);
        const verdict = judgeAnswer('resolve', call.answer);
        const settled = await settleLedger(unit, ctx, { account, work: { action: 'resolve' }, send, call, verdict });
        if (settled === null) return null;
        if (call.profile !== null)
          await saveProfile(unit, ctx, { accountId: account.id, prospectId: work.prospectId, profile: call.profile });
        return verdict;
      }),
  });
}
