import { sql } from 'drizzle-orm';
import type { SendWorld } from '../../../db/testing/send-world';
import type { Hunt } from './hunt';
import type { SqlMutant } from './sql-mutants';
import type { Trial } from './sql-trials';

/**
 * Puts the mutant in the place of its function, runs its trial until it fails, and puts the real function back, on which
 * the same trial must pass. Throws when the mutant cannot be planted: a bug that is not there proves nothing.
 */
export async function huntInSql(world: SendWorld, mutant: SqlMutant, triesMax: number): Promise<Hunt> {
  const real = await definitionOf(world, mutant.in);
  const found: Hunt = { name: mutant.name, imitates: mutant.imitates, seedsTaken: null, caughtBy: null };
  await world.owner.orm.execute(sql.raw(mutated(real, mutant)));
  try {
    for (let n = 1; n <= triesMax && found.seedsTaken === null; n += 1) {
      found.caughtBy = await verdictOf(mutant.trial, world);
      if (found.caughtBy !== null) found.seedsTaken = n;
    }
  } finally {
    await world.owner.orm.execute(sql.raw(real));
    await forget(world);
  }
  const sound = await verdictOf(mutant.trial, world);
  if (sound !== null) throw new Error(`the trial of "${mutant.name}" fails without it too: ${sound}`);
  return found;
}

/** The mutant's trial, where an error is a failure as well. */
function verdictOf(trial: Trial, world: SendWorld): Promise<string | null> {
  return trial(world).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `error: ${cause instanceof Error ? cause.message : String(cause)}`;
  });
}

async function definitionOf(world: SendWorld, name: string): Promise<string> {
  const rows = await world.owner.orm.execute<{ definition: string }>(
    sql`select pg_get_functiondef(p.oid) as definition from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'public' and p.proname = ${name}`,
  );
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`there are ${rows.length} functions called ${name}`);
  return row.definition;
}

function mutated(real: string, { name, edits }: SqlMutant): string {
  let text = real;
  for (const { find, put } of edits) {
    const times = text.split(find).length - 1;
    if (times !== 1) throw new Error(`"${name}" is not planted: "${find}" stands ${times} times in its function`);
    text = text.replace(find, () => put);
  }
  return text;
}

/** What the mutant left behind goes, so that the next trial finds a sound ledger; the ledger's own guards would refuse. */
async function forget({ owner }: SendWorld): Promise<void> {
  await owner.orm.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`delete from sends`);
    await tx.execute(sql`delete from budgets`);
  });
}
