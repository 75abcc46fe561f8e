import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runUntilStopped } from './lifetime.mjs';
import type { SafetyPart } from './safety/part';
import { PUBLISHED_SCHEDULES } from './safety/part';
import { PARTS } from './safety/parts';
import { printSchedule } from './safety/print-schedule';
import { runParts } from './safety/run';

const OPTIONS = {
  json: { type: 'string' },
  seeds: { type: 'string' },
  from: { type: 'string' },
  seed: { type: 'string' },
  only: { type: 'string' },
  workers: { type: 'string' },
} as const;

/**
 * `npm run safety [-- --json FILE] [--seeds N] [--from SEED] [--only PART,PART] [--workers N]`: the published proof, exit
 * code 1 unless all of it holds. `--seed N` replays one schedule and prints what happened in it. See docs/safety.md.
 */
async function main(signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.seed !== undefined) {
    const broken = await printSchedule(whole('seed', values.seed));
    if (broken) process.exitCode = 1;
    return;
  }
  const options = {
    schedules: whole('seeds', values.seeds ?? String(PUBLISHED_SCHEDULES)),
    from: whole('from', values.from ?? '1'),
    workers: whole('workers', values.workers ?? '2'),
    signal,
  };
  const report = await runParts(partsOf(values.only), options, (line) => console.error(line));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  const { details: _details, ...figures } = report;
  console.log(JSON.stringify(figures, null, 2));
  if (!report.passed) process.exitCode = 1;
}

function partsOf(only: string | undefined): readonly SafetyPart[] {
  if (only === undefined) return PARTS.filter((part) => !part.apart);
  return only.split(',').map((name) => {
    const part = PARTS.find((one) => one.name === name);
    if (part === undefined)
      throw new Error(`There is no part ${name}. There are: ${PARTS.map((one) => one.name).join(', ')}.`);
    return part;
  });
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`--${name} is a whole number from 1, not "${text}".`);
  return Number(text);
}

await runUntilStopped(main);
