import type { Tier } from '../../lib/domain/limits/constants';
import { drawWhole } from '../../lib/domain/pacing/seeded-draw';
import { drawnSlug } from '../../lib/simulator/people';
import type { SimulatedAccount } from '../seed/simulator-control';

export interface PlayedAccount {
  id: string;
  timeZone: string;
  simulated: SimulatedAccount;
  /** Slugs of the people it will invite, and of those it will write an InMail to. */
  invited: string[];
  inmailed: string[];
}

/** A Monday in the small hours of every zone that is played: all of them begin with a whole week. */
export const START = new Date('2026-03-02T03:00:00.000Z');

/**
 * The accounts of a play and their people, all of it drawn from the seed: new and settled accounts on free and paid plans,
 * in three zones, each with more people than it could invite in the time.
 */
export function drawScenario(input: { seed: string; accounts: number; days: number }): PlayedAccount[] {
  const { seed, days } = input;
  return Array.from({ length: input.accounts }, (_, index) => {
    const number = String(index + 1).padStart(2, '0');
    const simulated = drawAccount(seed, index, number);
    const people = (kind: string, count: number) =>
      Array.from(
        { length: count },
        (_unused, n) => `${drawnSlug(`${seed}|${number}|${kind}|${n}`)}-${kind}${number}${n}`,
      );
    return {
      id: `acc_${seed}_${number}`,
      timeZone: ZONES[index % ZONES.length] ?? 'Europe/Berlin',
      simulated,
      invited: people('i', Math.ceil(days * INVITES_A_DAY)),
      inmailed: simulated.tier === 'free' ? [] : people('m', Math.ceil(days * INMAILS_A_DAY)),
    };
  });
}

/** Where the played accounts work. */
export const ZONES = ['Europe/Berlin', 'Europe/London', 'America/New_York'];
const COUNTRIES: Record<string, string> = { 'Europe/Berlin': 'DE', 'Europe/London': 'GB', 'America/New_York': 'US' };
const TIERS: Tier[] = ['sales_navigator', 'premium', 'sales_navigator', 'recruiter_lite', 'free'];
/** More than the smoothed week lets through, people without a connection to anybody included. */
const INVITES_A_DAY = 32;
const INMAILS_A_DAY = 2;

function drawAccount(seed: string, index: number, number: string): SimulatedAccount {
  const settled = index % 2 === 0;
  const key = `${seed}|account|${number}`;
  return {
    id: `acc_sim_${seed}_${number}`,
    name: `Sender ${number}`,
    tier: TIERS[index % TIERS.length] ?? 'premium',
    country: COUNTRIES[ZONES[index % ZONES.length] ?? ''] ?? 'DE',
    timeZone: ZONES[index % ZONES.length] ?? 'Europe/Berlin',
    connections: settled ? drawWhole(`${key}|connections`, 300, 900) : drawWhole(`${key}|connections`, 40, 140),
    ageDays: settled ? drawWhole(`${key}|age`, 400, 3_000) : drawWhole(`${key}|age`, 20, 80),
    acceptance: null,
  };
}
