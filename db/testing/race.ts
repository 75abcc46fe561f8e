import type postgres from 'postgres';
import type { Sender } from './send-world';
import { INSTALLATION, openRacers, openSendWorld, WEDNESDAY } from './send-world';

export type Racers = ReturnType<typeof openRacers>;

const CONNECTIONS = 64;

/** A send world with 64 racing connections; `now` is the same for all who race in one test and follows its clock. */
export async function openRaceWorld() {
  const world = await openSendWorld(WEDNESDAY);
  const startedMs = performance.now();
  const racers = openRacers(world, CONNECTIONS);
  let moment = WEDNESDAY;
  return {
    world,
    racers,
    now: () => moment,
    /** Brings `now` up to the world's clock, between two tests. */
    tick() {
      moment = new Date(WEDNESDAY.getTime() + Math.round(performance.now() - startedMs));
    },
    async close() {
      await racers.end();
      await world.close();
    },
  };
}

export interface Attempt {
  sender: Sender;
  enrolmentId: string;
  prospectId: string;
  action: string;
  stepKey: string;
  sendId: string;
}

/** One reservation inside a transaction of the racers. */
export async function reserveIn(
  tx: postgres.TransactionSql,
  a: Attempt,
  now: Date,
): Promise<{ outcome: string; send_id: string }> {
  const [row] = await tx<{ outcome: string; send_id: string }[]>`
    select outcome, send_id from send_reserve(${a.sendId}, ${a.sender.accountId}, ${a.sender.campaignId}, ${a.enrolmentId}, ${a.stepKey}, ${a.prospectId},
      ${a.action}, 'plain', 'engine', ${`fence of ${a.sendId}`}, ${now}, ${INSTALLATION}, 60000)`;
  if (!row) throw new Error('send_reserve returned no row');
  return row;
}

/** Runs every job on the racing connections; answers the outcomes and the codes of whatever failed. */
export async function race<T>(
  racers: Racers,
  jobs: ((tx: postgres.TransactionSql) => Promise<T>)[],
): Promise<{ done: T[]; failed: string[] }> {
  const settled = await Promise.allSettled(jobs.map((job) => racers.run(job)));
  const done: T[] = [];
  const failed: string[] = [];
  for (const result of settled) {
    if (result.status === 'fulfilled') done.push(result.value as T);
    else failed.push(String(result.reason?.code ?? result.reason));
  }
  return { done, failed };
}

/** How often a value is among others. */
export const count = <T>(items: T[], wanted: T) => items.filter((item) => item === wanted).length;
let serial = 0;
/** A step of the sender's person at this place, under a send id of its own. */
export function attempt(sender: Sender, index: number, action: string): Attempt {
  const person = sender.enrolments[index % sender.enrolments.length];
  if (!person) throw new Error('a sender without people');
  serial += 1;
  return {
    sender,
    enrolmentId: person.id,
    prospectId: person.prospectId,
    action,
    stepKey: sender.stepId,
    sendId: `s${serial}`,
  };
}

/** What a counter says and what its rows come to. */
export async function usedOf(racers: Racers, accountId: string, key: string): Promise<{ used: number; rows: number }> {
  const [row] = await racers.run(
    (tx) => tx<{ used: number; rows: number }[]>`
    select b.used, (select count(*)::int from sends s where s.account_id = b.account_id and b.key = any (s.kept)) as rows
    from budgets b where b.account_id = ${accountId} and b.key = ${key} and b.campaign_id = ''`,
  );
  if (!row) throw new Error(`no budget ${key}`);
  return row;
}
