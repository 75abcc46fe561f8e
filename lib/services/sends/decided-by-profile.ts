import type { AccountRow } from '../../../db/queries/sending-days';
import type { ServiceContext } from '../context';
import type { CallResult } from './call-provider';
import { checkProfile } from './check-profile';

/** A send whose call may have been refused without a reason. */
interface RefusedSend {
  account: AccountRow;
  sendId: string;
  action: string;
  campaignId: string | null;
  enrolmentId: string;
  prospectId: string;
  /** Which send it was, said in the ledger's row of the read. */
  of: string;
  later: () => Promise<ServiceContext>;
}

/**
 * A refused invitation names no reason: one uncached profile read, paid from its own budgets, decides between connected,
 * invited, out of network and a limit (design.md §4). When it cannot be made it is a limit.
 */
export async function decidedByProfile(send: RefusedSend, call: CallResult): Promise<CallResult> {
  if (send.action !== 'invite' || call.answer.kind !== 'refused' || call.answer.code !== 'limit') return call;
  const { account, sendId, campaignId, enrolmentId, prospectId, later } = send;
  const why = `asked after a refused invitation (${send.of})`;
  const read = await checkProfile({ account, sendId, campaignId, enrolmentId, prospectId, why }, later);
  return read === null ? call : withReason(call, read);
}

function withReason(call: CallResult, read: CallResult): CallResult {
  if (read.profile === null || call.answer.kind !== 'refused') return call;
  const { degree, pendingInvitation } = read.profile;
  if (degree === 1) return { ...call, profile: read.profile, answer: { ...call.answer, code: 'already_connected' } };
  if (pendingInvitation) return { ...call, profile: read.profile, answer: { ...call.answer, code: 'already_invited' } };
  if (degree === 4) return { ...call, profile: read.profile, answer: { ...call.answer, code: 'out_of_network' } };
  return call;
}
