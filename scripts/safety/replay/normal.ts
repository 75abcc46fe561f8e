import { accounts } from '../../../db/schema/accounts';
import { actionPaces } from '../../../db/schema/action-paces';
import { budgets } from '../../../db/schema/budgets';
import { campaigns } from '../../../db/schema/campaigns';
import { enrolments } from '../../../db/schema/enrolments';
import { invitations } from '../../../db/schema/invitations';
import { prospects } from '../../../db/schema/prospects';
import { resolutions } from '../../../db/schema/resolutions';
import { sends } from '../../../db/schema/sends';
import { signals } from '../../../db/schema/signals';
import { threads } from '../../../db/schema/threads';
import { budgetId } from '../sim/memory-budgets';
import type { MemoryWorld } from '../sim/memory-store';
import type { Rows, Table } from '../sim/tables';
import type { Lane } from './lane';

/** Every table of the send path in one form, whichever store it comes from: what is compared, and nothing else. */
type Row = Record<string, unknown>;
export type Normal = Record<string, string[]>;

/** What of each table is compared. Random ids, texts and moments of bookkeeping are left out. */
const FIELDS = {
  sends: [
    ...['id', 'accountId', 'campaignId', 'enrolmentId', 'stepKey', 'prospectId', 'action', 'origin', 'state'],
    ...['spent', 'attempt', 'budgets', 'kept', 'at', 'deadlineAt', 'dispatchedAt', 'settledAt', 'answer'],
  ],
  budgets: ['id', 'anchor', 'widthMs', 'cap', 'used', 'since'],
  paces: ['accountId', 'action', 'gapMsMin', 'lastAt', 'stoppedUntil', 'stopReason', 'stoppedAt', 'stopsInRow'],
  enrolments: [
    ...['id', 'state', 'reason', 'stepId', 'stepSince', 'action', 'workClass', 'dueAt', 'wakeAt'],
    ...['invitedAt', 'acceptedAt', 'repliedAt', 'active'],
  ],
  prospects: ['id', 'repliedAt', 'optedOutAt', 'stoppedAt'],
  accounts: ['id', 'state', 'pausedAt', 'healthCheckedAt', 'nextSlotAt'],
  campaigns: ['id', 'state'],
  invitations: ['accountId', 'prospectId', 'sendId', 'providerRequestId', 'state', 'sentAt', 'acceptedAt'],
  resolutions: ['accountId', 'prospectId', 'providerUserId', 'degree', 'resolvedAt'],
  signals: ['accountId', 'sendId', 'action', 'kind', 'at', 'hourBefore', 'detail'],
  threads: ['accountId', 'prospectId', 'providerChatId'],
} as const satisfies Record<string, readonly string[]>;
type Compared = keyof typeof FIELDS;

/** The memory store's rows at the end of a schedule. */
export function normalOfMemory(world: MemoryWorld): Normal {
  return normal((table) => [...world.tables.of(table as Table).values()] as Rows[Table][] as unknown as Row[]);
}

/** The database's rows at the end of a schedule. */
export async function normalOfSql({ owner: { orm } }: Lane): Promise<Normal> {
  const rows: Record<Compared, Row[]> = {
    sends: (await orm.select().from(sends)).map((row) => ({ ...row, answer: row.answer?.code ?? null })),
    budgets: (await orm.select().from(budgets)).map((row) => ({ ...row, id: budgetId(row, row.key) })),
    paces: await orm.select().from(actionPaces),
    enrolments: await orm.select().from(enrolments),
    prospects: await orm.select().from(prospects),
    accounts: await orm.select().from(accounts),
    campaigns: await orm.select().from(campaigns),
    invitations: await orm.select().from(invitations),
    resolutions: await orm.select().from(resolutions),
    signals: await orm.select().from(signals),
    threads: await orm.select().from(threads),
  };
  return normal((table) => rows[table]);
}

function normal(rowsOfTable: (table: Compared) => Row[]): Normal {
  return Object.fromEntries(
    (Object.keys(FIELDS) as Compared[]).map((table) => [
      table,
      rowsOfTable(table)
        .map((row) => JSON.stringify(FIELDS[table].map((field) => [field, plain(row[field])])))
        .sort(),
    ]),
  );
}

/** Moments as milliseconds, lists and objects in one order. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(plain).sort();
  if (value !== null && typeof value === 'object')
    return Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, plain(one)]);
  return value ?? null;
}
