import { and, asc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { accounts } from '../schema/accounts';
import { campaigns } from '../schema/campaigns';
import { prospects } from '../schema/prospects';
import { sends } from '../schema/sends';
import { steps } from '../schema/steps';
import { decodeCursor } from './cursor';

/** The step of a send's key; the same as `stepOfKey`. */
const STEP_OF_KEY = sql`case when ${sends.stepKey} like 'resolve:%' then split_part(${sends.stepKey}, ':', 2) else split_part(${sends.stepKey}, '#', 1) end`;

/** Sends that wait for a person's decision, the oldest first, with whom and what they are for; `ownerId` null is everybody's. */
export async function heldSendRows(tx: Tx, input: { ownerId: string | null; limit: number; cursor: string | null }) {
  const after = input.cursor === null ? null : decodeCursor(input.cursor);
  return tx
    .select({ send: sends, account: accounts, campaign: campaigns, prospect: prospects, step: steps })
    .from(sends)
    .innerJoin(accounts, eq(accounts.id, sends.accountId))
    .leftJoin(campaigns, eq(campaigns.id, sends.campaignId))
    .leftJoin(prospects, eq(prospects.id, sends.prospectId))
    .leftJoin(steps, sql`${steps.id} = ${STEP_OF_KEY}`)
    .where(
      and(
        eq(sends.state, 'held'),
        input.ownerId === null ? undefined : eq(accounts.ownerId, input.ownerId),
        after === null
          ? undefined
          : sql`(${sends.at}, ${sends.id}) > (${after.at.toISOString()}::timestamptz, ${after.id})`,
      ),
    )
    .orderBy(asc(sends.at), asc(sends.id))
    .limit(input.limit + 1);
}

/** One row of the ledger as it is now. */
export async function sendRow(tx: Tx, id: string) {
  const [row] = await tx.select().from(sends).where(eq(sends.id, id));
  return row ?? null;
}
