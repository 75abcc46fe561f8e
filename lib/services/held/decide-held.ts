import type { Tx } from '../../../db/client';
import { sendRow } from '../../../db/queries/held-sends';
import type { SendAnswer } from '../../domain/sends/constants';
import { stepOfKey } from '../../domain/sends/step-key';
import { AppError } from '../../platform/errors';
import { accountFor } from '../accounts/account-access';
import { recordAudit } from '../audit/record-audit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';
import { concludeWithdrawal } from '../invitations/conclude-withdrawal';
import type { OpenSend } from '../sends/conclude-sent';
import { concludeSent, waitsFor } from '../sends/conclude-sent';
import { unitOf } from '../sends/pg-store';
import type { StoreUnit } from '../sends/store';

type SendRow = NonNullable<Awaited<ReturnType<typeof sendRow>>>;
type Outcome = 'sent' | 'closed';

/**
 * A person decides a send whose outcome nobody could find out (design.md §4). `sent`: it arrived, stays spent, and the
 * person goes on. `closed`: it did not; its slots are given back but for the attempt, and the step ends for the person
 * without another call. Neither sends anything. The same decision again changes nothing, another one is refused.
 */
export async function decideHeld(
  ctx: ServiceContext,
  input: { id: string; outcome: Outcome; reason?: string | null },
): Promise<{ id: string; state: Outcome; spent: boolean; decidedAt: string }> {
  authorise(ctx, 'accounts.manage_own');
  return withWorkspace(ctx, async (tx) => {
    const unit = unitOf(tx);
    const seen = await sendRow(tx, input.id);
    if (seen === null) throw new AppError('not_found', 'There is no such send.');
    await accountFor(tx, ctx, seen.accountId);
    // Whatever concludes a send locks its enrolment first: what is read from here on is what stands.
    if (seen.enrolmentId !== null) await unit.lockEnrolment(seen.enrolmentId);
    const row = await sendRow(tx, input.id);
    if (row === null) throw new Error('a row of the ledger vanished');
    if (row.state === 'held') {
      if (!(await decide(tx, ctx, row, input))) throw taken(await sendRow(tx, input.id));
    } else if (row.state !== input.outcome || row.answer?.code !== CODES[input.outcome]) throw taken(row);
    const decided = await sendRow(tx, input.id);
    const decidedAt = (decided?.settledAt ?? ctx.now).toISOString();
    return { id: input.id, state: input.outcome, spent: decided?.spent ?? false, decidedAt };
  });
}

const CODES: Record<Outcome, string> = { sent: 'decided_sent', closed: 'decided_closed' };
const DETAILS: Record<Outcome, string> = {
  sent: 'A person decided that it arrived.',
  closed: 'A person decided that it did not arrive. It was not sent again.',
};

async function decide(
  tx: Tx,
  ctx: ServiceContext,
  row: SendRow,
  input: { outcome: Outcome; reason?: string | null },
): Promise<boolean> {
  const { outcome } = input;
  const { id, accountId, enrolmentId, prospectId, action, at } = row;
  const send: OpenSend = { id, accountId, enrolmentId, prospectId, action, at, stepId: stepOfKey(row.stepKey) };
  const { before, looked } = row.answer ?? {};
  const answer: SendAnswer = {
    ...{ code: CODES[outcome], detail: DETAILS[outcome] },
    ...(before === undefined ? {} : { before }),
    ...(looked === undefined ? {} : { looked }),
  };
  const details = { outcome, reason: input.reason?.trim() || null, accountId, prospectId };
  const audit = { action: 'send.decided', details };
  if (outcome === 'closed') return close(unitOf(tx), ctx, { send, answer, audit });
  if (action === 'withdraw') return concludeWithdrawal(tx, ctx, { send, answer, audit });
  return concludeSent(unitOf(tx), ctx, { send, ref: null, answer, audit });
}

/** The step ends for the person without another call: they go on with the next one. */
async function close(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: { send: OpenSend; answer: SendAnswer; audit: { action: string; details: Record<string, unknown> } },
): Promise<boolean> {
  const { send, answer, audit } = input;
  const enrolment = send.enrolmentId === null ? null : await unit.lockEnrolment(send.enrolmentId);
  if (!(await unit.concludeSend({ sendId: send.id, state: 'closed', providerRef: null, answer, now: ctx.now })))
    return false;
  await recordAudit(unit, ctx, { ...audit, objectId: send.id });
  if (enrolment !== null && waitsFor(enrolment, send)) await planEnrolment(unit, ctx, { enrolment, outcome: 'done' });
  return true;
}

function taken(row: SendRow | null): AppError {
  const why =
    row?.answer?.code.startsWith('decided_') === true
      ? `Somebody decided it already: ${DETAILS[row.state === 'closed' ? 'closed' : 'sent']}`
      : row?.state === 'sent'
        ? 'It is known to have arrived.'
        : `It is ${row?.state ?? 'gone'}, and only a send that is held waits for a person.`;
  return new AppError('conflict', why);
}
