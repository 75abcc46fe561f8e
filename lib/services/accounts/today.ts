import type { Tx } from '../../../db/client';
import type { AccountRow } from '../../../db/queries/accounts-api';
import { listAccountRows, openOutcomes } from '../../../db/queries/accounts-api';
import { missingSince } from '../../../db/queries/invitations';
import { actionWords } from '../../domain/limits/budget-words';
import { CAP_KINDS } from '../../domain/limits/constants';
import { asksPerson } from '../../domain/sends/stop-until';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { visibleOwner } from './account-access';
import { describeAccount } from './describe-account';
import type { AccountFacts } from './explain-facts';
import { collectAccountFacts } from './explain-facts';
import { accountFindings, explainFindings } from './explanation';

/** The day at a glance: each account with its verdict and its room, and what waits for a person. */
export async function today(ctx: ServiceContext, _input: Record<string, never> = {}) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    const accounts = [];
    for (const row of await listAccountRows(tx, { ownerId: visibleOwner(ctx) }))
      accounts.push(await accountToday(tx, ctx, row));
    const needsYou = accounts
      .filter((entry) => entry.needsYou !== null)
      .map((entry) => ({ accountId: entry.account.id, text: entry.needsYou ?? '' }));
    return { asOf: ctx.now.toISOString(), accounts, needsYou };
  });
}

async function accountToday(tx: Tx, ctx: ServiceContext, row: AccountRow) {
  const facts = await collectAccountFacts(tx, ctx, row);
  const { verdict, headline, primary, next } = explainFindings(accountFindings(facts), facts, ctx);
  const [held, missing] =
    facts.storeFault === null
      ? [(await openOutcomes(tx, row.id)).held, await missingSince(tx, row.id, new Date(ctx.now.getTime() - WEEK_MS))]
      : [0, 0];
  return {
    account: describeAccount(row),
    verdict,
    headline,
    primary,
    next,
    due: facts.storeFault === null ? facts.work.due : null,
    room: CAP_KINDS.map((kind) => roomOf(kind, facts)),
    needsYou: needsYouOf(facts, { held, missing, blocked: verdict === 'blocked' ? headline : null }),
  };
}

const WEEK_MS = 7 * 86_400_000;

/** What only a person can do about an account, the most urgent first; null when there is nothing. */
function needsYouOf(
  { account, paces }: AccountFacts,
  { held, missing, blocked }: { held: number; missing: number; blocked: string | null },
): string | null {
  const asked = paces.filter((pace) => asksPerson(pace.stoppedUntil)).map((pace) => actionWords(pace.action));
  if (held > 0)
    return `${held === 1 ? 'One send' : `${held} sends`} of ${account.name} ${held === 1 ? 'has' : 'have'} an outcome that only you can decide.`;
  if (asked.length > 0)
    return `${account.name} got an answer that Headroom does not know. Stopped until you have looked: ${asked.join(', ')}.`;
  if (blocked !== null) return blocked;
  return missing === 0
    ? null
    : `LinkedIn does not list ${missing} of the invitations that ${account.name} sent. Open LinkedIn and confirm them if it asks.`;
}

/** The figures of the usage page for the kinds that campaigns cap, null where not known; `target` is the one drawn for today. */
function roomOf(kind: (typeof CAP_KINDS)[number], facts: AccountFacts) {
  const figure = facts.usage.find((candidate) => candidate.budget === `${kind}.day` && candidate.window === 'day');
  return {
    kind,
    target: facts.ramp?.targets[kind] ?? null,
    cap: figure?.cap ?? null,
    effective: figure?.effective ?? null,
    bindingBudget: figure?.bindingBudget ?? null,
    sent: figure?.sent ?? null,
    reserved: figure?.reserved ?? null,
    unknown: figure?.unknown ?? null,
    used: figure?.used ?? null,
    left: figure?.left ?? null,
  };
}
