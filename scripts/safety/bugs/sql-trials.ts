import { sql } from 'drizzle-orm';
import type { Tx } from '../../../db/client';
import { inWorkspace } from '../../../db/client';
import { dispatchSend, type reserveSend, settleSend, sweepSends } from '../../../db/queries/send-store';
import { putBudget } from '../../../db/queries/sending-days';
import type { Sender, SendWorld } from '../../../db/testing/send-world';
import { createSender, INSTALLATION, mismatches, reserveAs, setClock, WEDNESDAY } from '../../../db/testing/send-world';
import { budgetWindowOf } from '../../../lib/domain/limits/windows';

/** A check of the store's functions: null when they keep their promise, otherwise what was broken. */
export type Trial = (world: SendWorld) => Promise<string | null>;

const HOUR_MS = 3_600_000;
const now = WEDNESDAY;
const NEITHER = { providerRef: null, answer: {}, now } as const;

/** Eight at once for a cap of two: two get a slot, whatever the order, and the counters say so. */
export const lastSlots: Trial = async (world) => {
  const sender = await senderOf(world, { 'reaction.day': 2 }, 8);
  const rows = await Promise.all(sender.enrolments.map((_, n) => reserve(world, sender, n)));
  const got = rows.filter((row) => row.outcome === 'reserved').length;
  return got === 2 ? counters(world) : `${got} got one of 2 slots`;
};

export const nothingAtZero: Trial = async (world) => {
  const sender = await senderOf(world, { 'reaction.day': 0 });
  const { outcome } = await reserve(world, sender, 0);
  return outcome === 'capped' ? null : `a cap of 0 answered ${outcome}`;
};

/** In every budget that it draws on, a send is counted. */
export const countedEverywhere: Trial = async (world) => {
  const sender = await senderOf(world, {});
  await reserve(world, sender, 0, { action: 'invite' });
  return counters(world);
};

export const fullForADay: Trial = async (world) => {
  const sender = await senderOf(world, { 'reaction.day': 1 });
  await reserve(world, sender, 0);
  const late = new Date(now.getTime() + 23.9 * HOUR_MS);
  try {
    await setClock(world, late.getTime());
    const { outcome } = await reserve(world, sender, 1, { now: late, origin: 'typed' });
    return outcome === 'capped' ? null : `a full day answered ${outcome} before 24 hours had passed`;
  } finally {
    await setClock(world, now.getTime());
  }
};

export const onceForAll: Trial = async (world) => {
  const sender = await senderOf(world, {});
  await sent(world, sender);
  const { outcome } = await reserve(world, sender, 0);
  return outcome === 'duplicate' ? null : `a step that was sent answered ${outcome}`;
};

export const givenBackOnce: Trial = async (world) => {
  const sender = await senderOf(world, {});
  await reserve(world, sender, 1);
  const row = await reserve(world, sender, 0);
  await settle(world, row, 'released', 'none');
  return counters(world);
};

export const crashedIsUnknown: Trial = async (world) => {
  const sender = await senderOf(world, {});
  const row = await reserve(world, sender, 0);
  await dispatch(world, row, { deadlineMs: 1 });
  await passed(world, row.sendId);
  const swept = await inWorkspace(world.app, world.workspaceId, (tx) => sweepSends(tx, { limit: 100, now }));
  const became = swept.find(({ send_id }) => send_id === row.sendId)?.became;
  return became === 'unknown' ? null : `a dispatch without an answer became ${became}`;
};

export const fenced: Trial = async (world) => {
  const sender = await senderOf(world, {});
  const row = await reserve(world, sender, 0);
  const { outcome } = await dispatch(world, { ...row, fence: 'of an old holder' });
  return outcome === 'stale' ? null : `an old holder's dispatch answered ${outcome}`;
};

export const leased: Trial = async (world) => {
  const sender = await senderOf(world, {});
  const row = await reserve(world, sender, 0, { leaseMs: 1 });
  await passed(world, row.sendId);
  const { outcome } = await dispatch(world, row);
  return outcome === 'stale' ? null : `a dispatch after its lease answered ${outcome}`;
};

/** A change between the reservation and the call that must hold the call. */
function stoppedBy(what: string, change: (tx: Tx, sender: Sender) => Promise<unknown>): Trial {
  return async (world) => {
    const sender = await senderOf(world, {});
    const row = await reserve(world, sender, 0);
    await inWorkspace(world.owner, world.workspaceId, (tx) => change(tx, sender));
    const { outcome } = await dispatch(world, row);
    return outcome === 'released' ? null : `a dispatch after ${what} answered ${outcome}`;
  };
}

export const stoppedByPause = stoppedBy('the account’s pause', (tx, { accountId }) =>
  tx.execute(sql`update accounts set paused_at = ${now.toISOString()}::timestamptz where id = ${accountId}`),
);
export const stoppedByReply = stoppedBy('a reply', (tx, { enrolments: [first] }) =>
  tx.execute(
    sql`update prospects set replied_at = ${now.toISOString()}::timestamptz where id = ${first?.prospectId ?? ''}`,
  ),
);
export const stoppedByHealth = stoppedBy('an hour without a look at its health', (tx, { accountId }) =>
  tx.execute(
    sql`update accounts set health_checked_at = health_checked_at - interval '1 hour' where id = ${accountId}`,
  ),
);
export const stoppedByCampaign = stoppedBy('the campaign’s pause', (tx, { campaignId }) =>
  tx.execute(sql`update campaigns set state = 'paused' where id = ${campaignId}`),
);
export const stoppedByRamp = stoppedBy('the loss of its ramp row', (tx, { accountId }) =>
  tx.execute(sql`delete from ramp_days where account_id = ${accountId}`),
);

/** An invitation that is accepted between the reservation of its withdrawal and the call is left alone. */
export const answeredIsKept: Trial = async (world) => {
  const sender = await senderOf(world, {});
  const [person] = sender.enrolments;
  const id = `inv_${person?.id}`;
  await world.owner.orm.execute(
    sql`insert into invitations (workspace_id, id, account_id, prospect_id, state, sent_at)
      values (${world.workspaceId}, ${id}, ${sender.accountId}, ${person?.prospectId ?? ''}, 'pending', ${now.toISOString()}::timestamptz)`,
  );
  const enrolment = { id, prospectId: person?.prospectId ?? '' };
  const row = await reserveAs(world, { sender, enrolment, now, action: 'withdraw', stepKey: 'withdraw' });
  await world.owner.orm.execute(sql`update invitations set state = 'accepted' where id = ${id}`);
  const { outcome } = await dispatch(world, row);
  return outcome === 'released' ? null : `a withdrawal after the acceptance answered ${outcome}`;
};

export const settledOnce: Trial = async (world) => {
  const sender = await senderOf(world, {});
  const row = await sent(world, sender);
  const again = await settle(world, row, 'rejected', 'attempt');
  return again ? 'a sent send was settled again' : null;
};

export const attemptsStay: Trial = async (world) => {
  const sender = await senderOf(world, {});
  const row = await reserve(world, sender, 0);
  await dispatch(world, row);
  await settle(world, row, 'rejected', 'attempt');
  const [kept] = await world.owner.orm.execute<{ n: number }>(
    sql`select cardinality(kept)::int as n from sends where id = ${row.sendId}`,
  );
  return kept?.n === 1 ? null : `a refused send keeps ${kept?.n} budgets instead of its attempt`;
};

export const raisedTomorrow: Trial = async (world) => {
  const sender = await senderOf(world, { 'reaction.day': 2 });
  const key = 'reaction.day';
  const change = { accountId: sender.accountId, key, campaignId: '', timeZone: 'Europe/Berlin', cap: 90, now };
  await inWorkspace(world.app, world.workspaceId, (tx) =>
    putBudget(tx, { ...change, ...budgetWindowOf(key), mayRaise: false }),
  );
  const [row] = await world.owner.orm.execute<{ cap: number }>(
    sql`select cap from budgets where account_id = ${sender.accountId} and key = ${key}`,
  );
  return row?.cap === 2 ? null : `a cap of 2 became ${row?.cap} today`;
};

function senderOf(world: SendWorld, caps: Parameters<typeof createSender>[1]['caps'], people = 2): Promise<Sender> {
  return createSender(world, { now, people, caps: caps ?? {} });
}

type Row = Awaited<ReturnType<typeof reserveSend>>;

async function reserve(
  world: SendWorld,
  sender: Sender,
  n: number,
  more: Partial<Parameters<typeof reserveAs>[1]> = {},
): Promise<Row> {
  const enrolment = sender.enrolments[n];
  if (enrolment === undefined) throw new Error('the sender has fewer people');
  return reserveAs(world, { sender, enrolment, now, action: 'reaction', ...more });
}

function dispatch(world: SendWorld, row: Pick<Row, 'sendId' | 'fence'>, { deadlineMs = 60_000 } = {}) {
  const input = { sendId: row.sendId ?? '', fence: row.fence, now, installationId: INSTALLATION, deadlineMs };
  return inWorkspace(world.app, world.workspaceId, (tx) => dispatchSend(tx, input));
}

function settle(world: SendWorld, row: Row, state: 'sent' | 'released' | 'rejected', keep: 'all' | 'none' | 'attempt') {
  const input = { sendId: row.sendId ?? '', fence: row.fence, state, keep, ...NEITHER };
  return inWorkspace(world.app, world.workspaceId, (tx) => settleSend(tx, input));
}

async function sent(world: SendWorld, sender: Sender): Promise<Row> {
  const row = await reserve(world, sender, 0);
  await dispatch(world, row);
  await settle(world, row, 'sent', 'all');
  return row;
}

/** Waits, in the store and by its clock, until the send's deadline is over. */
async function passed(world: SendWorld, sendId: string | null): Promise<void> {
  await world.owner.orm.execute(
    sql`select pg_sleep(greatest(0, extract(epoch from deadline_at - clock_timestamp())) + 0.002) from sends where id = ${sendId}`,
  );
}

async function counters(world: SendWorld): Promise<string | null> {
  const wrong = await mismatches(world);
  return wrong.length === 0 ? null : `${wrong.length} counters differ from their rows`;
}
