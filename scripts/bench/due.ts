import { sql } from 'drizzle-orm';
import { inWorkspace, rowsOf } from '../../db/client';
import { pickDue } from '../../db/queries/send-store';
import { workClassOf } from '../../lib/domain/campaigns/constants';
import { interleave, measure, ratio } from './rounds';
import type { BenchServer, Field } from './server';
import { createField, createPeople, NOW } from './server';

const SIZES = [10_000, 100_000, 1_000_000];
const LANES = 8;
const ROUND_MS = 2_000;
const ROUNDS = 5;

/** `bench -- due`: picking an account's next due enrolment among many, over its own floor, a row locked by its key. */
export async function benchDue(server: BenchServer): Promise<Record<string, unknown>> {
  const report: Record<string, unknown> = {};
  const field = await createField(server, { count: 100, cap: 1_000, tag: 'due' });
  let people = 0;
  const overFloor: number[] = [];
  for (const size of SIZES) {
    const tag = `due${size}`;
    await createPeople(server, field, { tag, people: size - people });
    people = size;
    let turn = 0;
    const next = () => field.accountIds[turn++ % field.accountIds.length] ?? '';
    const samples = await interleave(ROUNDS, {
      floor: () => measure(LANES, ROUND_MS, () => lockByKey(server, `enr_${tag}_${1 + (turn++ % 1_000)}`)),
      pick: () => measure(LANES, ROUND_MS, () => pick(server, field, next())),
    });
    overFloor.push(samples.floor.perSecond / samples.pick.perSecond);
    report[`enrolments${size}`] = {
      overFloor: ratio(samples.floor.perSecond, samples.pick.perSecond),
      perSecond: { floor: Math.round(samples.floor.perSecond), pick: Math.round(samples.pick.perSecond) },
    };
    console.error(`due among ${size}: ${JSON.stringify(report[`enrolments${size}`])}`);
  }
  return { ...report, ratioOfLargestToSmallest: ratio(overFloor.at(-1) ?? 0, overFloor[0] ?? 1) };
}

async function lockByKey(server: BenchServer, id: string): Promise<void> {
  await inWorkspace(server.app, server.workspaceId, async (tx) => {
    await rowsOf(tx, sql`select id from enrolments where id = ${id} for update skip locked`);
  });
}

async function pick(server: BenchServer, field: Field, accountId: string): Promise<void> {
  const input = {
    accountId,
    campaignId: field.campaignId,
    workClass: workClassOf('invite'),
    now: NOW,
    parkedActions: [],
    skip: [],
  };
  await inWorkspace(server.app, server.workspaceId, async (tx) => {
    const row = await pickDue(tx, input);
    if (row === null) throw new Error(`account ${accountId} had nothing due`);
  });
}
