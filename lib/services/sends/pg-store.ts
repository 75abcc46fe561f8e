import type { Tx } from '../../../db/client';
import { prospectById, updateEnrolment } from '../../../db/queries/enrolments';
import type { PickedRow, ReserveRow } from '../../../db/queries/send-store';
import { campaignsByUsedShare, dispatchSend, pickDue, reserveSend, settleSend } from '../../../db/queries/send-store';
import { accountById } from '../../../db/queries/sending-days';
import type { WorkClass } from '../../domain/campaigns/constants';
import { WORK_CLASSES } from '../../domain/campaigns/constants';
import type { Action } from '../../domain/limits/constants';
import { compose } from '../../domain/sends/compose';
import type { SendState } from '../../domain/sends/constants';
import { CALL_TIMEOUT_MS } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { endEnrolment } from '../enrolments/end-enrolment';
import type { PickInput, ReserveInput, ReserveOutcome, SendStore, Variant } from './store';

/** The store on Postgres: every cap is taken by one call of `send_reserve` (design.md §5). */
export const pgSendStore: SendStore = {
  pickAndReserve: (ctx, input) => withWorkspace(ctx, (tx) => pickAndReserve(tx, ctx, input)),
  reserve: (ctx, input) => withWorkspace(ctx, (tx) => reserve(tx, ctx, input)),
  dispatch: (ctx, send) =>
    withWorkspace(ctx, async (tx) => {
      const row = await dispatchSend(tx, {
        sendId: send.id,
        fence: send.fence,
        now: ctx.now,
        installationId: ctx.installationId,
        deadlineMs: DEADLINE_MS,
      });
      return { outcome: row.outcome as 'dispatching' | 'released' | 'stale', gate: row.reason };
    }),
  settle: (tx, input) =>
    settleSend(tx, {
      sendId: input.send.id,
      fence: input.send.fence,
      state: input.state,
      keep: input.keep,
      providerRef: input.providerRef,
      answer: input.answer,
      now: input.now,
    }),
};

/** Wall time: a reservation that is not dispatched by then is released, a call without an answer by then is unknown. */
const LEASE_MS = 30_000;
const DEADLINE_MS = CALL_TIMEOUT_MS + 30_000;

async function pickAndReserve(tx: Tx, ctx: ServiceContext, input: PickInput): ReturnType<SendStore['pickAndReserve']> {
  const row = await pickFirst(tx, ctx, input);
  if (row === null) return null;
  const account = await accountById(tx, input.accountId);
  const person = await prospectById(tx, row.prospectId);
  if (account === null || person === null) throw new Error(`enrolment ${row.enrolmentId} points at nothing`);
  const composed = compose({ action: row.action, step: row.step, person, tier: account.tier });
  if (!composed.ok) {
    await endEnrolment(tx, ctx, { enrolmentId: row.enrolmentId, state: 'skipped', reason: composed.reason });
    return { work: row, result: { outcome: 'unsendable', reason: composed.reason } };
  }
  const result = await reserve(tx, ctx, {
    accountId: input.accountId,
    campaignId: row.campaignId,
    enrolmentId: row.enrolmentId,
    stepKey: stepKeyOf(row),
    prospectId: row.prospectId,
    action: row.action,
    variant: variantOf(row, composed.note !== null),
    origin: 'engine',
  });
  if (result.outcome === 'reserved') {
    await updateEnrolment(tx, row.enrolmentId, { state: 'sending', dueAt: null, updatedAt: ctx.now });
  }
  return { work: row, result };
}

/** Priority between classes, then the campaign that has used the smallest share of its caps (design.md §4). */
async function pickFirst(tx: Tx, ctx: ServiceContext, input: PickInput): Promise<PickedRow | null> {
  const campaigns = await campaignsByUsedShare(tx, input.accountId);
  for (const [workClass, name] of WORK_CLASSES.entries()) {
    const action = ACTION_OF_CLASS[name];
    for (const campaignId of campaigns) {
      if (action !== undefined && input.parkedCampaigns.has(`${action}:${campaignId}`)) continue;
      const row = await pickDue(tx, {
        accountId: input.accountId,
        campaignId,
        workClass,
        now: ctx.now,
        parkedActions: [...input.parkedActions],
        skip: [...input.skipEnrolments],
      });
      if (row !== null) return row;
    }
  }
  return null;
}

/** Classes whose work is one action with a cap per campaign. */
const ACTION_OF_CLASS: Partial<Record<WorkClass, Action>> = {
  follow_up: 'message',
  inmail: 'inmail',
  invite: 'invite',
};

/** The permanent key of a try. A look-up may be needed again after a month, a refused step again after its stop. */
function stepKeyOf(row: PickedRow): string {
  if (row.action === 'resolve') return `resolve:${row.stepId}:${row.refusedTries}`;
  return row.refusedTries === 0 ? row.stepId : `${row.stepId}#${row.refusedTries}`;
}

function variantOf(row: PickedRow, withNote: boolean): Variant {
  if (row.action === 'invite') return withNote ? 'note' : 'plain';
  if (row.action === 'inmail') return row.openProfile === true ? 'open' : 'credit';
  return 'plain';
}

async function reserve(tx: Tx, ctx: ServiceContext, input: ReserveInput): Promise<ReserveOutcome> {
  const row = await reserveSend(tx, {
    ...input,
    now: ctx.now,
    installationId: ctx.installationId,
    leaseMs: LEASE_MS,
  });
  return outcomeOf(row);
}

function outcomeOf(row: ReserveRow): ReserveOutcome {
  switch (row.outcome) {
    case 'reserved': {
      if (row.sendId === null || row.reservedAt === null) throw new Error('a reservation without a row');
      return {
        outcome: 'reserved',
        send: { id: row.sendId, fence: row.fence, attempt: row.attempt ?? 1, at: row.reservedAt },
      };
    }
    case 'duplicate':
      return { outcome: 'duplicate', sendId: row.sendId ?? '', state: (row.reason ?? 'reserved') as SendState };
    case 'capped':
      return {
        outcome: 'capped',
        budget: row.reason ?? '',
        cap: row.cap ?? 0,
        used: row.used ?? 0,
        freeAt: row.freeAt,
      };
    default:
      return { outcome: 'gated', gate: row.reason ?? 'unconfigured', freeAt: row.freeAt };
  }
}
