import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { benchDue } from './bench/due';
import { benchForecast } from './bench/forecast';
import { benchReserve } from './bench/reserve';
import { benchRunner } from './bench/runner';
import { closeBenchServer, openBenchServer } from './bench/server';
import { benchSimulate } from './bench/simulate';

const BENCHES = {
  reserve: benchReserve,
  due: benchDue,
  runner: benchRunner,
  forecast: benchForecast,
  simulate: benchSimulate,
};
type Name = keyof typeof BENCHES;

/** `npm run bench [-- NAME] [--json FILE]`: each figure is a ratio to a floor that was measured in the same run. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
  const names = positionals.length === 0 ? (Object.keys(BENCHES) as Name[]) : positionals.map(known);
  const server = await openBenchServer();
  const report: Record<string, unknown> = {};
  try {
    for (const name of names) report[name] = await BENCHES[name](server);
  } finally {
    await closeBenchServer(server);
  }
  console.log(JSON.stringify(report, null, 2));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}

function known(name: string): Name {
  if (name in BENCHES) return name as Name;
  throw new Error(`There is no bench ${name}. There are: ${Object.keys(BENCHES).join(', ')}.`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
