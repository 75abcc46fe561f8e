import { importById } from '../../../db/queries/imports';
import { freshAccount } from '../accounts/fresh-account';
import { refreshAccount } from '../accounts/refresh-account';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { beginPage } from './begin-page';
import { endPage } from './end-page';
import type { PageTurn } from './page-turn';

/**
 * One turn of a search: wait, or reserve the profiles of one page out of the account's day, ask for it, and store its
 * people with the place of the next one in one transaction. Run twice, or by two runs at once, it stores nobody twice:
 * only the turn that settles its page moves the search on.
 */
export async function importPage(
  ctx: ServiceContext,
  input: { importId: string; later: () => Promise<ServiceContext> },
): Promise<PageTurn> {
  const row = await withWorkspace(ctx, (tx) => importById(tx, input.importId));
  if (row === null || row.accountId === null || row.search === null)
    throw new Error(`${input.importId} is not a search`);
  const account = await freshAccount(ctx, { accountId: row.accountId });
  const begun = await withWorkspace(ctx, (tx) => beginPage(tx, ctx, { importId: row.id, account }));
  if (begun.kind !== 'page') return begun;
  const { start, limit } = begun.page;
  const read = await ctx.provider.searchPeople(account.providerAccountId, { search: row.search, offset: start, limit });
  const after = await input.later();
  // The API's own record says what became of the account; the gates then hold whatever it is.
  const lost = !read.ok && (read.code === 'disconnected' || read.code === 'restricted');
  if (lost) await refreshAccount(after, { accountId: account.id });
  return withWorkspace(after, (tx) => endPage(tx, after, { account, page: begun.page, read }));
}
