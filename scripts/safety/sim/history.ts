import type { MemoryBudgets } from './memory-budgets';
import type { Entry } from './provider';
import type { Random } from './random';
import type { SendRow, Tables } from './tables';
import type { Plan } from './world';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How long before the schedule: what was sent then leaves its window while the schedule runs. */
const AGES_MS = { invite: [24 * HOUR_MS, 7 * 24 * HOUR_MS], message: [HOUR_MS, 24 * HOUR_MS], resolve: [24 * HOUR_MS] };
type Past = keyof typeof AGES_MS;

/**
 * What an account has sent before the schedule begins, in the provider's ledger and in ours: never more than its smallest
 * cap, at the far edge of a window, so that a window that ends too early lets too many through.
 */
export function remember(
  input: { tables: Tables; plan: Plan; random: Random; budgets: MemoryBudgets },
  told: { ledger: Entry[]; connected: Set<string> },
): void {
  const { plan, random } = input;
  for (const accountId of plan.accountIds) {
    if (random.chance(0.6)) continue;
    const action = random.pick(['invite', 'message', 'message', 'resolve'] as const);
    const firstAt = plan.startsAt - random.pick(AGES_MS[action]) + random.whole(1, 25) * MINUTE_MS;
    const most = Math.min(...keysOf(input.budgets, accountId, action).map((key) => plan.caps.get(key) ?? 10));
    for (let n = 0; n < most; n += 1) {
      const sent = { accountId, action, n, at: firstAt + n * 2 * MINUTE_MS };
      if (sent.at < plan.startsAt - 2 * MINUTE_MS) book(input, told, sent);
    }
  }
  for (const [id, budget] of input.tables.of('budgets')) {
    const used = [...input.tables.of('sends').values()].filter(
      (row) => row.accountId === budget.accountId && row.kept.includes(budget.key) && row.at > budget.since,
    ).length;
    input.tables.of('budgets').set(id, { ...budget, used });
  }
}

function book(
  { tables, budgets }: { tables: Tables; budgets: MemoryBudgets },
  told: { ledger: Entry[]; connected: Set<string> },
  { accountId, action, n, at }: { accountId: string; action: Past; n: number; at: number },
): void {
  const personId = `old_${n}`;
  const keys = keysOf(budgets, accountId, action);
  const row: SendRow = {
    ...{ accountId, action, prospectId: personId, at, budgets: keys, kept: keys },
    ...{ id: `enr_${personId}/${accountId}`, campaignId: 'cmp', enrolmentId: `enr_${personId}`, stepKey: accountId },
    ...{ origin: 'engine', state: 'sent', spent: true, attempt: 1, fence: 'past', answer: 'accepted' },
    ...{ deadlineAt: at, dispatchedAt: at, settledAt: at },
  };
  tables.of('sends').set(row.id, row);
  told.connected.add(`${accountId}:${personId}`);
  told.ledger.push({
    ...{ startedAt: at, step: 0, landedAt: at, accountId, action, personId },
    text: `once, from ${accountId}`,
    answer: 'accepted',
    waitMs: 0,
  });
}

function keysOf(budgets: MemoryBudgets, accountId: string, action: Past): string[] {
  return budgets.keysOf({
    ...{ accountId, campaignId: 'cmp', enrolmentId: '', stepKey: '', prospectId: null, action },
    ...{ variant: 'plain', origin: 'engine', now: new Date(0), installationId: '', leaseMs: 0 },
  });
}
