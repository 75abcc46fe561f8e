import { importById, insertImport } from '../../../db/queries/imports';
import { lockPeopleOfWorkspace } from '../../../db/queries/prospects';
import type { AccountRow } from '../../../db/queries/sending-days';
import type { PeopleSearch } from '../../domain/imports/constants';
import { nameOfSearch, readSearch } from '../../domain/imports/read-search';
import { searchLimit } from '../../domain/limits/search-limit';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { accountFor } from '../accounts/account-access';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { describeImport } from './get-import';
import { listFor } from './list-for';

export interface RequestAudienceInput {
  accountId: string;
  /** The address of a people search, or keywords. */
  search: string;
  listName: string;
  /** How many people at most. */
  most: number;
}

/**
 * Takes on a search whose people go into a list. Nothing is asked of the provider here: the engine reads it page by page
 * once it is told of `audience/requested`, and the sweeper finds it where it is not.
 */
export async function requestAudience(ctx: ServiceContext, input: RequestAudienceInput) {
  authorise(ctx, 'prospects.write');
  const read = readSearch(input.search);
  if (!read.ok) throw wrong('search', read.message);
  return withWorkspace(ctx, async (tx) => {
    const account = await accountFor(tx, ctx, input.accountId);
    judge(account, read.search);
    const { hard: end } = searchLimit(account.tier);
    if (input.most > end)
      throw wrong('most', `One search of this account gives at most ${end} people. Ask for fewer, or narrow it.`);
    await lockPeopleOfWorkspace(tx, ctx.actor.workspaceId);
    const listId = await listFor(tx, ctx, input.listName.trim());
    const id = newId('import');
    await insertImport(tx, {
      workspaceId: ctx.actor.workspaceId,
      id,
      listId,
      fileName: nameOfSearch(read.search),
      fileHash: '',
      mapping: {},
      ...{ state: 'running', rows: 0, created: 0, merged: 0, duplicate: 0, suppressed: 0, invalid: 0 },
      createdBy: actorId(ctx.actor),
      createdAt: ctx.now,
      kind: 'search',
      accountId: account.id,
      search: read.search,
      most: input.most,
      nextAt: ctx.now,
    });
    const details = { accountId: account.id, listId, most: input.most };
    await emitAudit(tx, ctx, { action: 'import.requested', objectId: id, details });
    const row = await importById(tx, id);
    if (row === null) throw new Error('an import vanished in its own transaction');
    return describeImport(row);
  });
}

function judge(account: AccountRow, search: PeopleSearch): void {
  if (account.provider !== 'linkedin')
    throw wrong('accountId', 'Choose a LinkedIn account: only those search for people.');
  if (account.timeZone === null)
    throw wrong('accountId', 'Set the time zone of this account first: it searches inside its hours.');
  if (search.api === 'sales_navigator' && account.tier !== 'sales_navigator')
    throw wrong('search', 'This account has no Sales Navigator. Choose one that has, or a search on LinkedIn itself.');
}

function wrong(path: string, message: string): AppError {
  return new AppError('validation_failed', message, { fields: [{ path, message }] });
}
