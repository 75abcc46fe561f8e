import { sql } from 'drizzle-orm';
import type { Database, Tx } from '../../../db/client';
import { inWorkspace, rowsOf } from '../../../db/client';
import { rampDays } from '../../../db/schema/ramp-days';
import { pauseAccount } from '../../../lib/services/accounts/pause-account';
import { pauseCampaign } from '../../../lib/services/campaigns/pause-campaign';
import { putStop } from '../../../lib/services/controls/put-stop';
import { pgStore } from '../../../lib/services/sends/pg-store';
import type { Scheduler } from '../sim/scheduler';
import type { Side } from '../sim/side';
import { INSTALLATION, WORKSPACE } from '../sim/world';
import type { Lane } from './lane';
import { setVirtualTime } from './virtual-clock';

/**
 * A schedule's rows in PostgreSQL, behind the product's own store and its own stopping verbs. Between two transactions
 * the schedule goes on with whom it likes; inside one it may only end it, as the coarse memory store does.
 */
export function sqlSide(lane: Lane, scheduler: Scheduler): Side {
  const stopping = pointed(lane.app, scheduler, { begin: 'stop.begin', commit: 'stop.commit', after: null });
  return {
    store: pgStore(pointed(lane.app, scheduler, { begin: 'begin', commit: 'commit', after: 'committed' })),
    stops: {
      peopleUnderWay: () =>
        inWorkspace(lane.app, WORKSPACE, async (tx) => {
          const rows = await rowsOf<{ id: string | null }>(
            tx,
            sql`select prospect_id as id from sends where state in ('reserved', 'dispatching') order by sends.id`,
          );
          return rows.map((row) => row.id).filter((id) => id !== null);
        }),
      killSwitch: async (ctx, until) =>
        (await putStop({ ...ctx, db: stopping }, { scope: 'workspace', until: new Date(until).toISOString() }))
          .dispatching,
      pause: async (ctx, kind, accountId) => {
        const on = { ...ctx, db: stopping };
        if (accountId === null) return (await pauseCampaign(on, { id: 'cmp' })).dispatching;
        if (kind === 'restricted') return inWorkspace(stopping, WORKSPACE, (tx) => restrict(tx, accountId));
        return (await pauseAccount(on, { id: accountId })).dispatching;
      },
    },
    async openDay({ id: _id, open, ...row }) {
      const openHours = `{${open.map(({ from, to }) => `[${new Date(from).toISOString()},${new Date(to).toISOString()})`).join(',')}}`;
      await lane.owner.orm.insert(rampDays).values({ ...row, openHours });
    },
    async loseLease() {
      await lane.owner.orm.execute(sql`update installations set lease_until = '-infinity' where id = ${INSTALLATION}`);
    },
  };
}

/** As a health check writes what the provider says. */
async function restrict(tx: Tx, accountId: string): Promise<string[]> {
  await tx.execute(sql`update accounts set state = 'restricted' where id = ${accountId}`);
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select id from sends where state = 'dispatching' and account_id = ${accountId}`,
  );
  return rows.map((row) => row.id);
}

/** Thrown into the transaction of a task that was killed in it: PostgreSQL rolls back what a dead client held. */
class Killed extends Error {}

/** The database with the schedule's points around each transaction, and its time within. */
function pointed(
  db: Database,
  scheduler: Scheduler,
  points: { begin: string; commit: string; after: string | null },
): Database {
  const transaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    let kill = () => {};
    const killed = new Promise<never>((_, reject) => {
      kill = () => reject(new Killed());
    });
    killed.catch(() => undefined);
    const survived = scheduler.onDeath(kill);
    try {
      await scheduler.point(points.begin);
      const result = await db.orm.transaction(async (tx) => {
        // Sent with the first statement of the work, before which it takes effect.
        const told = Promise.resolve(tx.execute(setVirtualTime(scheduler.now)));
        const [answer] = await Promise.all([work(tx), told]);
        await Promise.race([scheduler.strike(points.commit), killed]);
        return answer;
      });
      if (points.after !== null) await scheduler.point(points.after);
      survived();
      return result;
    } catch (error) {
      // The dead do not go on.
      if (error instanceof Killed) return new Promise<never>(() => undefined);
      survived();
      throw error;
    }
  };
  const orm = Object.create(db.orm, { transaction: { value: transaction } }) as Database['orm'];
  return { ...db, orm };
}
