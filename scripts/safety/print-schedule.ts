import { runSchedule } from './sim/schedule';
import { SOUND } from './sim/schedule-parts';

/** Replays the schedule of a seed and prints what happened in it, a line each; answers whether a promise was broken. */
export async function printSchedule(seed: number): Promise<boolean> {
  const outcome = await runSchedule(seed, SOUND, ({ at, task, what }) =>
    console.log(`${new Date(at).toISOString()}  ${task.padEnd(16)}  ${what}`),
  );
  console.log(
    `\nseed ${seed}: ${outcome.sends} sends, ${outcome.steps} steps, faults ${JSON.stringify(outcome.faults)}`,
  );
  for (const entry of outcome.ledger) {
    const landed = entry.landedAt === null ? 'never landed' : `landed ${new Date(entry.landedAt).toISOString()}`;
    console.log(
      `at the provider: ${new Date(entry.startedAt).toISOString()}  ${entry.accountId} ${entry.action} ${entry.personId} ${entry.text} ${entry.answer}, ${landed}`,
    );
  }
  for (const { promise, what } of outcome.violations) console.log(`BROKEN ${promise}: ${what}`);
  if (outcome.violations.length === 0) console.log('no promise was broken');
  return outcome.violations.length > 0;
}
