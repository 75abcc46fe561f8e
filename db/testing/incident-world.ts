import { eq, sql } from 'drizzle-orm';
import { vi } from 'vitest';
import { z } from 'zod';
import type { BudgetKey } from '../../lib/domain/limits/constants';
import { actionSlots } from '../../lib/domain/pacing/action-slots';
import type { ProviderPort } from '../../lib/providers/port';
import { createUnipileProvider } from '../../lib/providers/unipile/provider';
import type { ServiceContext } from '../../lib/services/context';
import { sendNext } from '../../lib/services/sends/send-next';
import { situationOf } from '../../lib/services/sends/situation';
import type { StoreUnit } from '../../lib/services/sends/store';
import { withUnit } from '../../lib/services/with-unit';
import { LEDGER_LINE, type LedgerLine } from '../../lib/simulator/ledger';
import { samplePeople } from '../../lib/simulator/people';
import { KEY, startTestSimulator, type TestSimulator } from '../../lib/simulator/testing';
import { appDatabase } from '../app-database';
import { accounts } from '../schema/accounts';
import { identities } from '../schema/identities';
import { prospects } from '../schema/prospects';
import { resolutions } from '../schema/resolutions';
import type { Sender, SendWorld } from './send-world';
import { createSender, openSendWorld, WEDNESDAY } from './send-world';
import { testContext } from './service-context';
import { stubSettings } from './stub-settings';

export const WEBHOOK_SECRET_OF_WORLD = 'test-secret-123456';

export interface IncidentPerson {
  id: string;
  prospectId: string;
  slug: string;
  providerUserId: string;
}
export type IncidentSender = Sender & { providerAccountId: string; people: IncidentPerson[] };

/** The send path on its real parts: a migrated database, the production provider adapter and a simulator whose ledger is the oracle. */
export interface IncidentWorld extends SendWorld {
  simulator: TestSimulator;
  /** A context at `now`, with the database's and the simulator's clocks set to it. */
  at(now: Date, change?: Partial<ProviderPort>): Promise<ServiceContext>;
  /** Lines of one account in the simulator's ledger, refused ones too. */
  ledger(sender: IncidentSender): Promise<LedgerLine[]>;
}

export async function openIncidentWorld(): Promise<IncidentWorld> {
  const world = await openSendWorld(WEDNESDAY);
  // Webhooks are stored by the process's own pool.
  stubSettings(world.database.ownerUrl);
  const simulator = await startTestSimulator({ seed: '1' });
  const provider = createUnipileProvider({
    baseUrl: simulator.base(),
    apiKey: KEY,
    webhookSecret: WEBHOOK_SECRET_OF_WORLD,
  });
  return {
    ...world,
    simulator,
    async at(now, change = {}) {
      await world.owner.orm.execute(
        sql`update clock set mode = 'scaled', speed = 1, real_origin = clock_timestamp(), app_origin = ${now.toISOString()}::timestamptz`,
      );
      await simulator.setClock(now.toISOString(), 0);
      const base = testContext(world.app, { workspaceId: world.workspaceId, userId: world.ownerId, now });
      return { ...base, provider: { ...provider, ...change } };
    },
    async ledger(sender) {
      const { body } = await simulator.call('GET', '/_sim/ledger');
      const lines = z.array(LEDGER_LINE).parse(body.items);
      return lines.filter((line) => line.accountId === sender.providerAccountId);
    },
    close: async () => {
      await simulator.stop();
      await appDatabase().end();
      vi.unstubAllEnvs();
      await world.close();
    },
  };
}

/** A sender that exists at the simulator too, with people it has looked up there and whose invite is due. */
export async function createIncidentSender(
  world: IncidentWorld,
  input: { people: number; caps?: Partial<Record<BudgetKey, number>> },
): Promise<IncidentSender> {
  const ctx = await world.at(WEDNESDAY);
  const sender = await createSender(world, { now: WEDNESDAY, ...input });
  const made = await world.simulator.call('POST', '/_sim/accounts', {
    name: 'A test account',
    tier: 'premium',
    country: 'DE',
  });
  const providerAccountId = String(made.body.id);
  await world.owner.orm.update(accounts).set({ providerAccountId }).where(eq(accounts.id, sender.accountId));
  const strangers = samplePeople().filter((person) => person.degree === 2 || person.degree === 3);
  const people: IncidentPerson[] = [];
  for (const [index, enrolment] of sender.enrolments.entries()) {
    const slug = strangers[index]?.slug ?? '';
    const read = await ctx.provider.getProfile(providerAccountId, slug, { fresh: false });
    if (!read.ok) throw new Error(`the simulator does not know ${slug}`);
    const { providerUserId } = read.value;
    await world.owner.orm
      .update(prospects)
      .set({ firstName: 'Ada', fullName: 'Ada Example' })
      .where(eq(prospects.id, enrolment.prospectId));
    await world.owner.orm.insert(resolutions).values({
      workspaceId: world.workspaceId,
      accountId: sender.accountId,
      prospectId: enrolment.prospectId,
      providerUserId,
      degree: 2,
      resolvedAt: WEDNESDAY,
    });
    people.push({ ...enrolment, slug, providerUserId });
  }
  return { ...sender, providerAccountId, people };
}

/** A handle of the person under which somebody may suppress them. */
export async function handleOf(world: IncidentWorld, person: IncidentPerson): Promise<string> {
  const rows = await world.owner.orm.select().from(identities).where(eq(identities.prospectId, person.prospectId));
  const [row] = rows;
  if (row === undefined) throw new Error('a person without a handle');
  return row.value;
}

/** The moment of the account's next slot, as the send path draws it; nothing is sent. */
export async function nextSlotOf(world: IncidentWorld, sender: Sender, from = WEDNESDAY): Promise<Date> {
  const ctx = await world.at(from);
  const wakeAt = await withUnit(ctx, async (unit) => {
    const account = await unit.accountById(sender.accountId);
    const situation = account === null ? null : await situationOf(unit, ctx, account);
    return situation === null ? null : actionSlots(situation.slots).wakeAt;
  });
  if (wakeAt === null) throw new Error('no slot to wait for');
  return wakeAt;
}

/** Works off the rest of the account's day, slot by slot; answers every turn. */
export async function runDay(
  world: IncidentWorld,
  sender: Sender,
  from = WEDNESDAY,
  with_: { until?: Date; wrap?: (ctx: ServiceContext) => ServiceContext } = {},
): Promise<{ at: Date; did: string }[]> {
  const turns: { at: Date; did: string }[] = [];
  let now = from;
  for (let turn = 0; turn < 300; turn += 1) {
    if (with_.until !== undefined && now >= with_.until) return turns;
    const plain = await world.at(now);
    const ctx = with_.wrap?.(plain) ?? plain;
    const next = await sendNext(ctx, { accountId: sender.accountId, later: async () => ctx });
    if (next.kind === 'end') return turns;
    turns.push({ at: now, did: next.did });
    now = next.at > now ? next.at : new Date(now.getTime() + 1_000);
  }
  throw new Error('the day did not end');
}

/** What the send path asks of the ledger, with its answers: a store of the same rows that notes each reservation. */
export function notingAsks() {
  const asks: { at: Date; action: string; outcome: string; reason: string | null }[] = [];
  const wrap = (ctx: ServiceContext): ServiceContext => ({
    ...ctx,
    store: {
      inWorkspace: (workspaceId, work) =>
        ctx.store.inWorkspace(workspaceId, (unit) => work({ ...unit, reserveSend: noting(unit) })),
    },
  });
  const noting = (unit: StoreUnit) => async (input: Parameters<StoreUnit['reserveSend']>[0]) => {
    const row = await unit.reserveSend(input);
    asks.push({ at: input.now, action: input.action, outcome: row.outcome, reason: row.reason });
    return row;
  };
  return { asks, wrap };
}
