import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'drizzle-orm';
import { campaignById } from '../../db/queries/campaigns';
import { testContext } from '../../db/testing/service-context';
import { MIN_GAP_MS } from '../../lib/domain/limits/catalogue';
import { nextSlot } from '../../lib/domain/pacing/next-slot';
import { forecastCampaign } from '../../lib/services/campaigns/forecast-campaign';
import { forecastFacts } from '../../lib/services/campaigns/forecast-facts';
import type { ServiceContext } from '../../lib/services/context';
import { withWorkspace } from '../../lib/services/context';
import { median } from '../median';
import { ratio } from './rounds';
import type { BenchServer, Field } from './server';
import { createField, createPeople, NOW } from './server';

const PEOPLE = 1_000;
const ROUNDS = 7;
const HOUR_MS = 3_600_000;

/**
 * `bench -- forecast`: the forecast of a campaign of 1,000 people on one new account, as the API works it out, over the floor
 * that the pacing of as many sends takes by itself: one drawn slot each. The longest time for which the process
 * answered nobody is told too.
 */
export async function benchForecast(server: BenchServer): Promise<Record<string, unknown>> {
  const field = await createField(server, { count: 1, cap: 1_000, tag: 'forecast' });
  await createPeople(server, field, { tag: 'forecast', people: PEOPLE });
  await beginAnew(server, field);
  const ctx = testContext(server.app, { workspaceId: server.workspaceId, userId: server.ownerId, now: NOW });
  const { days, draws } = await forecastCampaign(ctx, { id: field.campaignId });
  const sends = days.reduce((sum, day) => sum + day.total.likely + day.lookUps, 0);
  const rounds: Record<'floorMs' | 'factsMs' | 'forecastMs' | 'coreMs' | 'blockedMs', number[]> = {
    ...{ floorMs: [], factsMs: [], forecastMs: [], coreMs: [], blockedMs: [] },
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.floorMs.push(await timed(async () => drawSlots(sends * draws)));
    rounds.factsMs.push(await timed(() => readFacts(ctx, field)));
    const loop = monitorEventLoopDelay({ resolution: 2 });
    const core = process.cpuUsage();
    loop.enable();
    rounds.forecastMs.push(await timed(() => forecastCampaign(ctx, { id: field.campaignId })));
    loop.disable();
    const used = process.cpuUsage(core);
    rounds.coreMs.push((used.user + used.system) / 1_000);
    rounds.blockedMs.push(loop.max / 1_000_000);
  }
  const report = {
    people: PEOPLE,
    draws,
    sendsADraw: sends,
    overFloor: ratio(median(rounds.forecastMs), median(rounds.floorMs)),
    coreMicrosASend: ratio(median(rounds.coreMs) * 1_000, sends * draws),
    ms: Object.fromEntries(Object.entries(rounds).map(([name, values]) => [name, Math.round(median(values))])),
  };
  console.error(`forecast of ${PEOPLE} people: ${JSON.stringify(report)}`);
  return report;
}

/** Queued people whom the account can look up, and the usual sequence: an invite, a wait and two messages. */
async function beginAnew(server: BenchServer, field: Field): Promise<void> {
  const { owner, workspaceId } = server;
  await owner.orm.execute(sql`update prospects set linkedin_slug = id where id like 'ppl_forecast_%'`);
  await owner.orm.execute(
    sql`update enrolments set state = 'queued', step_id = null, action = null, work_class = null, due_at = null where campaign_id = ${field.campaignId}`,
  );
  await owner.orm.execute(sql`insert into steps (workspace_id, id, campaign_id, branch, position, kind, text, delay_days) values
    (${workspaceId}, 'stp_forecast_1', ${field.campaignId}, 'main', 1, 'wait_accepted', null, null),
    (${workspaceId}, 'stp_forecast_2', ${field.campaignId}, 'main', 2, 'message', 'Hello', null),
    (${workspaceId}, 'stp_forecast_3', ${field.campaignId}, 'main', 3, 'message', 'Hello again', 3)`);
}

async function readFacts(ctx: ServiceContext, field: Field): Promise<void> {
  await withWorkspace(ctx, async (tx) => {
    const campaign = await campaignById(tx, field.campaignId);
    if (campaign === null) throw new Error('the campaign of the bench is gone');
    await forecastFacts(tx, ctx, campaign);
  });
}

function drawSlots(count: number): void {
  const intervals = [{ from: NOW, to: new Date(NOW.getTime() + 8 * HOUR_MS) }];
  for (let index = 0; index < count; index += 1)
    nextSlot({
      now: NOW,
      intervals,
      target: 20,
      done: index % 20,
      minGapMs: MIN_GAP_MS.invite,
      seed: `acc_${index}:2026-03-04:invite`,
    });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
