import { sql } from 'drizzle-orm';
import { openDatabase } from '../client';
import type { IncidentSender, IncidentWorld } from './incident-world';

/** Breaks a layer for one account and answers what mends it again. */
export type Break = (world: IncidentWorld, sender: IncidentSender) => Promise<() => Promise<unknown>>;

type Statement = ReturnType<typeof sql>;

const run = (world: IncidentWorld, statement: Statement) => world.owner.orm.execute(statement);

/** Changes an account's rows of a table, and puts all of them back as they were. */
export function changed(table: 'budgets' | 'ramp_days' | 'accounts', change: Statement): Break {
  return async (world, sender) => {
    const rows = sql`${sql.raw(table)} where ${sql.raw(table === 'accounts' ? 'id' : 'account_id')} = ${sender.accountId}`;
    const kept = sql.identifier(`kept_${table}_${sender.accountId}`);
    await run(world, sql`create table ${kept} as select * from ${rows}`);
    await run(world, sql`${change} where ${sql.raw(table === 'accounts' ? 'id' : 'account_id')} = ${sender.accountId}`);
    return async () => {
      if (table === 'accounts')
        await run(
          world,
          sql`update accounts a set provider_account_id = k.provider_account_id, health_checked_at = k.health_checked_at from ${kept} k where k.id = a.id`,
        );
      else {
        await run(world, sql`delete from ${rows}`);
        await run(world, sql`insert into ${sql.raw(table)} select * from ${kept}`);
      }
      await run(world, sql`drop table ${kept}`);
    };
  };
}

/** Takes a table away from the role that sends. */
export function closed(table: string): Break {
  return async (world) => {
    await run(world, sql.raw(`revoke select on ${table} from headroom_app`));
    return () => run(world, sql.raw(`grant select on ${table} to headroom_app`));
  };
}

/** Holds a table against every reader, for as long as it takes: each of them waits until its own patience ends. */
export function locked(table: string): Break {
  return async (world) => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let held = () => {};
    const isHeld = new Promise<void>((resolve) => {
      held = resolve;
    });
    const holder = openDatabase(`${world.database.ownerUrl}?idle_in_transaction_session_timeout=0`, 1);
    const done = holder.orm.transaction(async (tx) => {
      await tx.execute(sql.raw(`lock table ${table} in access exclusive mode`));
      held();
      await released;
    });
    await Promise.race([isHeld, done]);
    return async () => {
      release();
      await done;
      await holder.end();
    };
  };
}

/** Lets the installation's lease lapse at a moment of wall time, some minutes ago. */
export function lapsed(minutes: number): Break {
  return async (world) => {
    await run(world, sql`update installations set lease_until = clock_timestamp() - make_interval(mins => ${minutes})`);
    return () => run(world, sql`update installations set lease_until = clock_timestamp() + interval '1 hour'`);
  };
}

/** Takes the installation's lease away altogether. */
export const unleased: Break = async (world) => {
  await run(world, sql`create table kept_installations as select * from installations`);
  await run(world, sql`delete from installations`);
  return async () => {
    await run(world, sql`insert into installations select * from kept_installations`);
    await run(world, sql`drop table kept_installations`);
  };
};

/** The provider's API answers every reading of its own account record in one bad way; its other routes work. */
export function unread(kind: '429' | '500' | 'slow' | 'malformed', delayMs = 0): Break {
  return async (world) => {
    const route = 'GET /v2/accounts/*';
    await world.simulator.call('POST', '/_sim/faults', { route, kind, delayMs, count: 10_000 });
    return () => world.simulator.call('DELETE', '/_sim/faults');
  };
}

/** Rows that no decision of ours can have made are refused by the database too; here they got in another way. */
export async function admitAnyRampDay(world: IncidentWorld): Promise<void> {
  await run(world, sql`alter table ramp_days drop constraint ramp_days_numbers`);
}

/** Leaves one account alone in the installation, so that what is said of all is said of it. */
export async function leaveAlone(world: IncidentWorld, sender: IncidentSender): Promise<void> {
  await run(world, sql`update accounts set state = 'removed' where id <> ${sender.accountId}`);
}
