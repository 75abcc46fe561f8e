import { draw, drawBetween } from '@/lib/domain/pacing/seeded-draw';
import { configOf } from './config';
import type { Simulation } from './simulation';
import { type Op, put } from './store';

/** Plans the next loss of an account's connection: at random, so often a month on average as the world has it. */
export function nextDropOps(simulation: Simulation, accountId: string, number: number, after: Date): Op[] {
  const { dropsPerMonth } = configOf(simulation);
  if (dropsPerMonth === 0) return [];
  const chance = draw(`${simulation.seed}|${accountId}|drop|${number}`);
  const waitMs = (-Math.log(1 - chance) * MONTH_MS) / dropsPerMonth;
  const at = new Date(after.getTime() + Math.ceil(waitMs)).toISOString();
  const due = { accountId, slug: '', kind: 'drop' as const, at, requestId: null, text: String(number) };
  return [put('due', `drop|${accountId}`, due)];
}

/**
 * What a loss is: a session that has ended, back when its owner signs in after one to six hours; or a security check of
 * LinkedIn's, which its owner finds and answers with a code six hours to two days later.
 */
export function lossOf(
  simulation: Simulation,
  input: { accountId: string; number: string; at: Date },
): { checkpoint: boolean; backAt: Date } {
  const key = `${simulation.seed}|${input.accountId}`;
  const checkpoint = draw(`${key}|checkpoint|${input.number}`) < configOf(simulation).checkpointShare;
  const [least, most] = checkpoint ? [6, 48] : [1, 6];
  const hours = drawBetween(`${key}|back|${input.number}`, least, most);
  return { checkpoint, backAt: new Date(input.at.getTime() + Math.round(hours * HOUR_MS)) };
}

const HOUR_MS = 3_600_000;
const MONTH_MS = 30 * 24 * HOUR_MS;
