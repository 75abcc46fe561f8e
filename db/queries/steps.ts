import { asc, eq } from 'drizzle-orm';
import type { Tx } from '../client';
import { steps } from '../schema/steps';

export type StepRow = typeof steps.$inferSelect;

/** The steps of a campaign: main line first, each branch in its order. */
export async function stepRowsOf(tx: Tx, campaignId: string): Promise<StepRow[]> {
  return tx
    .select()
    .from(steps)
    .where(eq(steps.campaignId, campaignId))
    .orderBy(asc(steps.branch), asc(steps.position));
}

/** Replaces the steps of a campaign in one go. */
export async function replaceSteps(tx: Tx, campaignId: string, rows: (typeof steps.$inferInsert)[]): Promise<void> {
  await tx.delete(steps).where(eq(steps.campaignId, campaignId));
  if (rows.length > 0) await tx.insert(steps).values(rows);
}

/** One step; null when it was deleted. */
export async function stepById(tx: Tx, id: string): Promise<StepRow | null> {
  const [row] = await tx.select().from(steps).where(eq(steps.id, id));
  return row ?? null;
}
