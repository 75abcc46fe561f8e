import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { accountFor } from './account-access';
import { collectAccountFacts } from './explain-facts';
import { accountFindings, explainFindings } from './explanation';

/** What an account does next and when, or the one reason that holds it back (design.md P7). */
export async function explainAccount(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    const facts = await collectAccountFacts(tx, ctx, await accountFor(tx, ctx, input.id));
    return explainFindings(accountFindings(facts), facts, ctx);
  });
}
