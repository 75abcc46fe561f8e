import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { parseLedger } from '../../lib/simulator/ledger';
import { runUntilStopped } from '../lifetime.mjs';
import { launchPlay } from '../simulate/launch-play';
import { isSend } from '../simulate/measure/facts';
import { localTime } from '../simulate/measure/local-time';
import { play } from '../simulate/play';
import type { PlayedAccount } from '../simulate/scenario';
import { drawScenario, START } from '../simulate/scenario';
import type { PlayedStep } from '../simulate/seed-play';
import { seedPlay } from '../simulate/seed-play';
import type { Stack } from '../simulate/stack';
import { startStack } from '../simulate/stack';
import type { OnePlay } from './compare';

const DAY_MS = 86_400_000;
const DAYS_MOST = 60;

/** Short waits, so that a campaign ends within days and not months. */
const STEPS: PlayedStep[] = [
  { kind: 'invite' },
  { kind: 'wait_accepted', timeoutDays: 3 },
  { kind: 'message', text: 'Hi {{first_name|there}}, thanks for connecting.' },
  { kind: 'delay', delayDays: 1 },
  { kind: 'message', text: 'Hi {{first_name|there}}, may I send you two pages?' },
];

/**
 * `play-one.ts SEED PEOPLE`: forecasts a campaign of one account at its launch, then plays it to its end, and prints both as
 * one line of JSON. A process plays once, because a stack's settings are the process's.
 */
async function main(signal: AbortSignal): Promise<void> {
  const [seed = '', people = ''] = process.argv.slice(2);
  const [account] = drawScenario({ seed, accounts: 1, days: DAYS_MOST });
  if (account === undefined) throw new Error('the scenario has no account');
  const sender = { ...account, invited: account.invited.slice(0, Number(people)), inmailed: [] };
  // No connection is lost and no news is late: the forecast does not suppose either.
  const stack = await startStack({ start: START, seed, world: 'standard' });
  try {
    await stack.simulator.configure({ lateWebhooks: 0, doubleWebhooks: 0, dropsPerMonth: 0 });
    const seeded = await seedPlay(stack, [sender], STEPS);
    const forecast = await forecastAt(seeded);
    await launchPlay(seeded);
    await playToEnd(stack, signal);
    console.log(JSON.stringify({ seed, ...outcomeOf(stack, sender), forecast } satisfies OnePlay));
  } finally {
    await stack.stop();
  }
}

async function forecastAt(seeded: { workspaceId: string; campaignIds: string[] }): Promise<OnePlay['forecast']> {
  const { makeContext } = await import('../../lib/services/make-context');
  const { providerFromSettings } = await import('../../lib/providers/unipile/from-settings');
  const { forecastCampaign } = await import('../../lib/services/campaigns/forecast-campaign');
  const actor = { kind: 'system', job: 'forecast-check', workspaceId: seeded.workspaceId } as const;
  const ctx = await makeContext({ actor, provider: providerFromSettings() });
  const { finish, sendsADay } = await forecastCampaign(ctx, { id: seeded.campaignIds[0] ?? '' });
  if (finish.likely === null) throw new Error('the forecast has no end');
  return { lastDay: dayNumber(finish.likely), sendsADay: sendsADay.likely };
}

/** Until everybody has ended, as the forecast has it: who accepts later than that comes back, and is not waited for. */
async function playToEnd(stack: Stack, signal: AbortSignal): Promise<void> {
  for (let day = 1; day <= DAYS_MOST; day += 1) {
    const until = new Date(START.getTime() + day * DAY_MS);
    await play(stack, { until, onMoment: async () => signal.throwIfAborted() });
    const [row] = await stack.owner.orm.execute<{ left: number }>(
      sql`select count(*)::int as left from enrolments where active or state = 'queued'`,
    );
    if (row?.left === 0) return;
  }
  throw new Error(`the campaign has not ended after ${DAYS_MOST} days`);
}

function outcomeOf(stack: Stack, account: PlayedAccount): Pick<OnePlay, 'sentOn' | 'lastDay'> {
  const sends = parseLedger(readFileSync(stack.ledgerFile, 'utf8')).filter(isSend);
  const sentOn = sends.map((line) => localTime(new Date(line.at), account.timeZone).date);
  return { sentOn, lastDay: Math.max(...sentOn.map(dayNumber)) };
}

/** 1 for the day of the launch. */
function dayNumber(date: string): number {
  return 1 + Math.ceil((Date.parse(date) - START.getTime()) / DAY_MS);
}

await runUntilStopped(main);
