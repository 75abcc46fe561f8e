import type { Tx } from '../../../db/client';
import { lockAccount } from '../../../db/queries/accounts-api';
import { lockCampaign } from '../../../db/queries/campaigns';
import type { StopTarget } from '../../../db/queries/controls';
import { lockWorkspace } from '../../../db/queries/controls';
import type { Action } from '../../domain/limits/constants';
import { ACTIONS } from '../../domain/limits/constants';
import { AppError } from '../../platform/errors';
import { accountFor } from '../accounts/account-access';
import { campaignFor } from '../campaigns/campaign-access';
import type { ServiceContext } from '../context';

export interface StopInput {
  scope: 'workspace' | 'action' | 'account' | 'campaign';
  /** Of the account or campaign. */
  id?: string | null;
  action?: Action | null;
}

/** What is to be stopped or resumed; a scope without its id or action is the caller's mistake. */
export function stopTarget(input: StopInput): StopTarget {
  switch (input.scope) {
    case 'workspace':
      return { scope: 'workspace' };
    case 'action':
      if (!input.action || !ACTIONS.includes(input.action))
        throw missing('action', `Give one of ${ACTIONS.join(', ')}.`);
      return { scope: 'action', action: input.action };
    case 'account':
    case 'campaign':
      if (!input.id) throw missing('id', `Give the id of the ${input.scope}.`);
      return { scope: input.scope, id: input.id };
  }
}

/** Who owns the target of a stop. A target that the actor may not see does not exist for it. */
export async function ownerOfTarget(tx: Tx, ctx: ServiceContext, target: StopTarget): Promise<string | null> {
  if (target.scope === 'account') return (await accountFor(tx, ctx, target.id)).ownerId;
  if (target.scope === 'campaign') return (await campaignFor(tx, target.id)).ownerId;
  return null;
}

/**
 * Takes the lock that every dispatch to the target share-locks: whoever holds it knows that each dispatch has either
 * committed or will see what was written before.
 */
export async function lockTarget(tx: Tx, ctx: ServiceContext, target: StopTarget): Promise<void> {
  if (target.scope === 'account') await lockAccount(tx, target.id);
  else if (target.scope === 'campaign') await lockCampaign(tx, target.id);
  else await lockWorkspace(tx, ctx.actor.workspaceId, ctx.now);
}

function missing(path: string, message: string): AppError {
  return new AppError('validation_failed', 'It is not clear what to stop.', { fields: [{ path, message }] });
}
