import { sendingStateOf } from '@/components/state/sending-state';
import type { Today } from '@/lib/contracts/accounts';
import type { SendingState } from '@/lib/domain/accounts/constants';

/** The pill of an account on the Today page, from the reason that leads and the state of its connection. */
export function todayState(entry: Pick<Today['accounts'][number], 'verdict' | 'primary' | 'account'>): SendingState {
  const { state } = entry.account;
  if (state === 'restricted' || state === 'disconnected' || state === 'checkpoint') return state;
  return sendingStateOf(entry);
}
