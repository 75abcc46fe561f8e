import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { actsOf, differencesOf, faultsOf, lostActs } from './chaos/judge';
import { planKills } from './chaos/kill-plan';
import { play } from './chaos/play';
import { demoStart } from './clock.mjs';
import { runUntilStopped } from './lifetime.mjs';
import { Random } from './safety/sim/random';

const OPTIONS = {
  json: { type: 'string' },
  kills: { type: 'string' },
  days: { type: 'string' },
  seed: { type: 'string' },
} as const;
/** Nobody disturbs it: it may go faster. */
const UNDISTURBED_SPEED = 600;
const DISTURBED_SPEED = 100;
/** Five working days of 8.5 hours in a week of seven days. */
const WORKING_SHARE = (5 * 8.5) / (7 * 24);
const SHOWN_EVERY_MS = 15_000;

/**
 * `npm run chaos [-- --kills 200] [--days 7] [--seed N] [--json FILE]`: plays the demo's week undisturbed, then again while
 * web, runner and PostgreSQL die of SIGKILL at random moments, and holds the two against each other: at most one act per
 * person and step, nothing over a cap, every act that is missing open with evidence or planned, no run left standing.
 */
async function main(signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const seed = whole('seed', values.seed ?? '1');
  const days = whole('days', values.days ?? '7');
  const kills = whole('kills', values.kills ?? '200');
  await ensureBuilt({ signal });
  const clockStart = demoStart(new Date());
  const forMs = (days * 86_400_000 * WORKING_SHARE) / DISTURBED_SPEED;
  const common = { clockStart, days };
  const folder = (name: string) => path.resolve('.data', 'chaos', `${process.pid}-${name}`);
  const undisturbed = await play(
    { ...common, name: 'undisturbed', dataDir: folder('undisturbed'), speed: UNDISTURBED_SPEED, kills: [] },
    signal,
    shown(),
  );
  const plan = planKills(new Random(seed), { kills, forMs });
  const disturbed = await play(
    { ...common, name: 'disturbed', dataDir: folder('disturbed'), speed: DISTURBED_SPEED, kills: plan },
    signal,
    shown(),
  );
  const faults = [
    ...faultsOf(undisturbed).map((fault) => `undisturbed: ${fault}`),
    ...faultsOf(disturbed),
    ...lostActs(undisturbed, disturbed),
  ];
  const open = (state: string) => disturbed.sends.filter((send) => send.state === state).length;
  const report = {
    ...{ seed, days, kills: Object.values(disturbed.killed).reduce((sum, n) => sum + n, 0), killed: disturbed.killed },
    acts: { undisturbed: actsOf(undisturbed.lines).length, disturbed: actsOf(disturbed.lines).length },
    ...{ peopleThatDiffer: differencesOf(undisturbed, disturbed), unknown: open('unknown'), held: open('held') },
    ...{ faults, wallSeconds: undisturbed.wallSeconds + disturbed.wallSeconds },
  };
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  console.log(JSON.stringify(report, null, 2));
  if (faults.length > 0 || report.kills < kills) process.exitCode = 1;
}

/** Shows a line now and then, not each. */
function shown(): (line: string) => void {
  let at = 0;
  return (line) => {
    if (performance.now() - at < SHOWN_EVERY_MS) return;
    at = performance.now();
    console.error(line);
  };
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`--${name} is a whole number from 1, not "${text}".`);
  return Number(text);
}

await runUntilStopped(main);
