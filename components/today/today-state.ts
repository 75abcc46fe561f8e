import type { Today } from '@/lib/contracts/accounts';
import type { SendingState } from '@/lib/domain/accounts/constants';

/** The pill of an account on the Today page, from its verdict and the state of its connection. */
export function todayState(entry: Pick<Today['accounts'][number], 'verdict' | 'account'>): SendingState {
  const { state, pausedAt } = entry.account;
  if (state === 'restricted' || state === 'disconnected' || state === 'checkpoint') return state;
  if (entry.verdict === 'stopped') return pausedAt === null ? 'stopped' : 'paused_user';
  if (entry.verdict === 'sending') return 'sending';
  return entry.verdict === 'waiting' ? 'waiting_due' : 'unknown';
}
