import { sql } from 'drizzle-orm';
import { inWorkspace } from '../../../db/client';
import type { ReserveRow } from '../../../db/queries/send-store';
import { dispatchSend, reserveSend, settleSend } from '../../../db/queries/send-store';
import { createRampDay } from '../../../db/testing/account-parts';
import type { Sender, SendWorld } from '../../../db/testing/send-world';
import { createSender, INSTALLATION, mismatches, reserveAs, setClock } from '../../../db/testing/send-world';
import { copyOf, copyWorkspace } from './copies';
import type { Pace } from './lanes';
import { inLanes } from './lanes';
import type { SlotKind } from './slot-kinds';
import { capOf, RACE_AT, SLOT_KINDS } from './slot-kinds';
import { newWorkspace } from './workspace';

/** How many race for one slot. */
const RACERS = 5;

export interface SlotFigures {
  races: number;
  /** Races in which more than one got the slot, or a counter passed its cap. */
  over: number;
  /** Races in which nobody got it. */
  lost: number;
  /** Refusals that named another budget, or another free moment than the arithmetic of the test. */
  misnamed: number;
  /** Counters that differ from their rows, afterwards. */
  mismatches: number;
  /** Races in which a loser had asked before the winner's commit: the ones that prove something. */
  contended: number;
}

/** Races for the last slot of each kind of budget, each in a workspace of its own, a lane of connections for each. */
export async function raceSlots(world: SendWorld, input: { races: number; lanes: number } & Pace) {
  const figures: SlotFigures = { races: 0, over: 0, lost: 0, misnamed: 0, mismatches: 0, contended: 0 };
  const failures: string[] = [];
  for (const [index, kind] of SLOT_KINDS.entries()) {
    const count = Math.floor((input.races * (index + 1)) / SLOT_KINDS.length) - figures.races;
    const field = await fieldOf(world, kind, count);
    await inLanes(
      input,
      { count, lanes: input.lanes, everyMs: RECLOCK_MS, reset: () => setClock(world, at()) },
      async (n) => {
        const raced = await raceOnce(world, field, n);
        const wrong = judge(field, raced);
        figures.races += 1;
        if (raced.rows.filter((row) => row.outcome === 'reserved').length > 1) figures.over += 1;
        if (raced.rows.every((row) => row.outcome !== 'reserved')) figures.lost += 1;
        figures.misnamed += wrong.length;
        figures.contended += raced.contended ? 1 : 0;
        failures.push(...wrong.map((what) => `${kind.name}, race ${n}: ${what}`));
      },
    );
    figures.over += await overshot(world, kind);
  }
  figures.mismatches = (await mismatches(world)).length;
  return { figures, failures };
}

const at = () => RACE_AT.getTime();
/** The gates refuse a clock that is a minute off. */
const RECLOCK_MS = 20_000;

interface Field {
  kind: SlotKind;
  workspaceId: string;
  sender: Sender;
  /** When each send that is still counted was made. */
  counted: number[];
}

/** A workspace whose budget has one slot left, by sends that the functions of the database booked, and its copies. */
async function fieldOf(world: SendWorld, kind: SlotKind, count: number): Promise<Field> {
  const inNew = await newWorkspace(world);
  const [first = RACE_AT.toISOString()] = kind.before;
  const campaign = kind.key.startsWith('campaign.');
  const sender = await createSender(inNew, {
    now: new Date(first),
    people: kind.before.length + RACERS,
    caps: campaign ? {} : { [kind.key]: capOf(kind) },
    ...(campaign ? { campaignCap: capOf(kind) } : {}),
  });
  for (const [n, moment] of kind.before.entries())
    await sendBefore(inNew, { sender, kind, person: RACERS + n, now: new Date(moment) });
  await openDay(inNew, sender, RACE_AT);
  await copyWorkspace(world.owner, inNew.workspaceId, count);
  const counted = kind.before.slice(kind.gone).map((moment) => Date.parse(moment));
  return { kind, workspaceId: inNew.workspaceId, sender, counted };
}

async function sendBefore(
  world: SendWorld,
  input: { sender: Sender; kind: SlotKind; person: number; now: Date },
): Promise<void> {
  const { sender, kind, now } = input;
  const enrolment = sender.enrolments[input.person];
  const [action] = kind.actions;
  if (enrolment === undefined || action === undefined) throw new Error('a race without people');
  await openDay(world, sender, now);
  await setClock(world, now.getTime());
  const row = await reserveAs(world, { sender, enrolment, now, action });
  if (row.sendId === null) throw new Error(`before a race: ${row.outcome} ${row.reason}`);
  const send = { sendId: row.sendId, fence: row.fence, now };
  await inWorkspace(world.app, world.workspaceId, async (tx) => {
    await dispatchSend(tx, { ...send, installationId: INSTALLATION, deadlineMs: 60_000 });
    await settleSend(tx, { ...send, state: 'sent', keep: 'all', providerRef: null, answer: { code: 'accepted' } });
  });
}

/** The ramp's row of a day, once. */
async function openDay(world: SendWorld, sender: Sender, now: Date): Promise<void> {
  const options = { workspaceId: world.workspaceId, ownerId: world.ownerId, timeZone: 'Europe/Berlin' };
  await inWorkspace(world.owner, world.workspaceId, async (tx) => {
    await tx.execute(sql`delete from ramp_days where account_id = ${sender.accountId}`);
    await createRampDay(tx, { ...options, id: sender.accountId, now });
  });
}

interface Raced {
  rows: ReserveRow[];
  /** When the winner's send was stamped. */
  wonAt: number;
  contended: boolean;
}

/** All racers have their transaction open before the first asks. */
async function raceOnce(world: SendWorld, field: Field, n: number): Promise<Raced> {
  let waiting = RACERS;
  let start = () => {};
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  const asked: number[] = [];
  let wonBy = Number.POSITIVE_INFINITY;
  const rows = await Promise.all(
    Array.from({ length: RACERS }, async (_, racer) => {
      const row = await inWorkspace(world.app, copyOf(field.workspaceId, n), async (tx) => {
        waiting -= 1;
        if (waiting === 0) start();
        await started;
        asked.push(performance.now());
        return reserveSend(tx, attemptOf(field, n, racer));
      });
      if (row.outcome === 'reserved') wonBy = Math.min(wonBy, performance.now());
      return row;
    }),
  );
  const winner = rows.find((row) => row.outcome === 'reserved');
  return {
    rows,
    wonAt: winner?.reservedAt?.getTime() ?? 0,
    contended: asked.filter((moment) => moment < wonBy).length > 1,
  };
}

function attemptOf(field: Field, n: number, racer: number): Parameters<typeof reserveSend>[1] {
  const { sender, kind } = field;
  const enrolment = sender.enrolments[racer];
  const action = kind.actions[racer % kind.actions.length];
  if (enrolment === undefined || action === undefined) throw new Error('a race without people');
  return {
    accountId: copyOf(sender.accountId, n),
    campaignId: copyOf(sender.campaignId, n),
    enrolmentId: copyOf(enrolment.id, n),
    stepKey: copyOf(sender.stepId, n),
    prospectId: copyOf(enrolment.prospectId, n),
    action,
    variant: 'plain',
    origin: 'engine',
    now: RACE_AT,
    installationId: INSTALLATION,
    leaseMs: 3_600_000,
  };
}

/** One got it; the others were told which budget is full, how full, and when the oldest counted send leaves it. */
function judge(field: Field, raced: Raced): string[] {
  const { kind } = field;
  const freeAt = Math.min(...field.counted, raced.wonAt) + kind.widthMs;
  const cap = capOf(kind);
  return raced.rows.flatMap((row) => {
    if (row.outcome === 'reserved') return [];
    const said = `${row.outcome} by ${row.reason}, ${row.used} of ${row.cap}, free at ${row.freeAt?.toISOString()}`;
    const right =
      row.outcome === 'capped' &&
      row.reason === kind.key &&
      row.cap === cap &&
      row.used === cap &&
      row.freeAt?.getTime() === freeAt;
    return right ? [] : [`${said}, not at ${new Date(freeAt).toISOString()}`];
  });
}

/** Counters above their cap, and accounts of which the rows say more than the cap, however the counters stand. */
async function overshot(world: SendWorld, kind: SlotKind): Promise<number> {
  const since = new Date(RACE_AT.getTime() - kind.widthMs).toISOString();
  const [row] = await world.owner.orm.execute<{ n: number }>(
    sql`select count(*)::int as n from budgets b where b.key = ${kind.key} and (b.used > b.cap or b.cap < (select count(*) from sends s
      where s.account_id = b.account_id and b.key = any (s.kept) and s.at > ${since}::timestamptz and (b.campaign_id = '' or s.campaign_id = b.campaign_id)))`,
  );
  return row?.n ?? 0;
}
