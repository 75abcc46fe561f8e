import type { Stop } from '@/lib/contracts/workspace';
import { ACTIONS, type Action } from '@/lib/domain/limits/constants';

/** What somebody is about to stop, as the fields hold it. */
export interface StopDraft {
  scope: Stop['scope'];
  /** Of the account or campaign. */
  targetId: string;
  action: string;
  reason: string;
  /** As a browser's field of date and time has it, in the reader's zone; blank has no end. */
  until: string;
}

export const BLANK_STOP: StopDraft = { scope: 'workspace', targetId: '', action: '', reason: '', until: '' };

export interface StopRequest {
  scope: Stop['scope'];
  id?: string;
  action?: Action;
  reason: string | null;
  until: string | null;
}
export type StopErrors = Partial<Record<'target' | 'until', string>>;

/** The request of a draft, or what is missing in it. An end that cannot be read is refused: it must not read as none. */
export function stopRequest(draft: StopDraft): { request: StopRequest } | { errors: StopErrors } {
  const errors: StopErrors = {};
  const action = ACTIONS.find((one) => one === draft.action);
  const ofOne = draft.scope === 'account' || draft.scope === 'campaign';
  if (ofOne && draft.targetId === '') errors.target = `Choose the ${draft.scope} to stop.`;
  if (draft.scope === 'action' && action === undefined) errors.target = 'Choose the action to stop.';
  const end = draft.until.trim() === '' ? null : new Date(draft.until);
  if (end !== null && Number.isNaN(end.getTime())) errors.until = 'Give a date and a time, or leave it blank.';
  if (Object.keys(errors).length > 0) return { errors };
  return {
    request: {
      scope: draft.scope,
      ...(ofOne ? { id: draft.targetId } : {}),
      ...(draft.scope === 'action' && action !== undefined ? { action } : {}),
      reason: draft.reason.trim() || null,
      until: end?.toISOString() ?? null,
    },
  };
}

/** What the acknowledgement of a stop means. */
export function acknowledgedWords(dispatching: number): string {
  if (dispatching === 0) return 'Nothing was on its way. Nothing of it starts any more.';
  return dispatching === 1
    ? 'One send was already on its way and may still arrive. Nothing else of it starts any more.'
    : `${dispatching} sends were already on their way and may still arrive. Nothing else of it starts any more.`;
}
