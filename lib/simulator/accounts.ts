import type { Tier } from '@/lib/domain/limits/constants';
import { drawBetween } from '@/lib/domain/pacing/seeded-draw';
import { nextDropOps } from './drops';
import { digits, knownOp, personIdOf, relationKey, tieOf, token } from './identities';
import { drawnSlug, samplePeople } from './people';
import type { Account, AccountStatus } from './records';
import { accountShape } from './shapes';
import type { Simulation } from './simulation';
import { type Op, put } from './store';

export interface NewAccount {
  id: string;
  provider: string;
  name: string;
  tier: Tier;
  country: string | null;
  timeZone?: string | null;
  connections: number;
  ageDays: number;
  acceptance: number | null;
}

/** Operations that make an account with its old connections and a few invitations it has received. */
export function newAccountOps(simulation: Simulation, input: NewAccount, now: Date): { account: Account; ops: Op[] } {
  const slug = `${
    input.name
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z]+/g, '-')
      .replace(/^-|-$/g, '') || 'member'
  }-${token(6, input.id).toLowerCase()}`;
  const account: Account = {
    ...input,
    timeZone: input.timeZone ?? null,
    status: 'running',
    createdAt: now.toISOString(),
    userId: personIdOf(simulation.seed, input.id, slug),
    slug,
    metadata: {},
    credits: { balance: MONTHLY_CREDITS[input.tier], month: monthOf(now) },
    checkpoint: false,
  };
  const ops: Op[] = [put('account', account.id, account)];
  if (account.provider === 'linkedin')
    ops.push(...oldConnectionOps(simulation, account, now), ...receivedOps(simulation, account, now));
  ops.push(...nextDropOps(simulation, account.id, 0, now));
  return { account, ops };
}

/** Operations that change what an account's connection is and tell the endpoints. */
export function setStatusOps(simulation: Simulation, account: Account, status: AccountStatus, now: Date): Op[] {
  const changed: Account = { ...account, status };
  const types = [`account.status.${status === 'restricted' ? 'errored' : status}`];
  if (status === 'restricted') types.push('account.locked');
  if (account.status === 'restricted' && status === 'running') types.push('account.unlocked');
  return [
    put('account', account.id, changed),
    ...types.flatMap((type) =>
      accountEventOps(simulation, changed, type, { timestamp: now.toISOString(), reason: 'provider' }, now),
    ),
  ];
}

/** Operations that tell the endpoints of a sign-in, as the hosted page ends: added or reconnected, then running. */
export function signedInOps(
  simulation: Simulation,
  account: Account,
  state: string | null,
  reconnect: boolean,
  now: Date,
): Op[] {
  const payload = { account: accountShape(account), state: state ?? undefined };
  const later = new Date(now.getTime() + 1);
  return [
    ...accountEventOps(simulation, account, reconnect ? 'account.reconnect' : 'account.add', payload, now),
    ...accountEventOps(simulation, account, 'account.status.running', { timestamp: later.toISOString() }, later),
  ];
}

/** Queues one event about an account. Event ids count up with the ledger of changes, so they differ. */
export function accountEventOps(
  simulation: Simulation,
  account: Account,
  type: string,
  payload: unknown,
  at: Date,
): Op[] {
  const id = `evt_${token(24, simulation.seed, account.id, type, String(at.getTime()), JSON.stringify(payload))}`;
  return simulation.webhooks.ops({ id, at, accountId: account.id, type, payload });
}

/** The account with its InMail credits as of now: refilled on the first of each month, UTC. */
export function withCredits(account: Account, now: Date): Account {
  if (account.credits.month >= monthOf(now)) return account;
  return { ...account, credits: { balance: MONTHLY_CREDITS[account.tier], month: monthOf(now) } };
}

const MONTHLY_CREDITS: Record<Tier, number> = {
  free: 0,
  premium: 5,
  sales_navigator: 50,
  recruiter_lite: 30,
  recruiter: 150,
};
const OLD_CONNECTIONS_MAX = 240;
const RECEIVED = 4;
const DAY_MS = 24 * 3_600_000;

function monthOf(now: Date): string {
  return now.toISOString().slice(0, 7);
}

function oldConnectionOps(simulation: Simulation, account: Account, now: Date): Op[] {
  const drawn = Array.from({ length: Math.min(account.connections, OLD_CONNECTIONS_MAX) }, (_, index) =>
    drawnSlug(`${simulation.seed}|${account.id}|contact|${index}`),
  );
  const first = samplePeople().filter((person) => person.degree === 1);
  return [...first.map((person) => person.slug), ...drawn].map((slug) => {
    const ageMs =
      DAY_MS * drawBetween(`${simulation.seed}|${account.id}|${slug}|since`, 1, Math.max(2, account.ageDays));
    const since = new Date(now.getTime() - ageMs).toISOString();
    return put('relation', relationKey(account.id, slug), { accountId: account.id, slug, since });
  });
}

function receivedOps(simulation: Simulation, account: Account, now: Date): Op[] {
  const ops: Op[] = [];
  for (let index = 0; index < RECEIVED; index += 1) {
    const slug = drawnSlug(`${simulation.seed}|${account.id}|received|${index}`);
    const tie = tieOf(simulation, account, slug);
    if (tie === null) continue;
    const createdAt = new Date(now.getTime() - DAY_MS * (index + 1)).toISOString();
    ops.push(knownOp(account, tie));
    ops.push(
      put('request', digits(simulation.seed, account.id, slug, 'received'), {
        accountId: account.id,
        slug,
        direction: 'received',
        state: 'pending',
        message: index % 2 === 0 ? null : 'Good to meet you at the fair last week.',
        createdAt,
        endedAt: null,
      }),
    );
  }
  return ops;
}
