import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { OnePlay } from './forecast-check/compare';
import { compare, onePlay } from './forecast-check/compare';
import { readOptions } from './forecast-check/options';
import { runUntilStopped } from './lifetime.mjs';

const PLAY_ONE = path.join(import.meta.dirname, 'forecast-check', 'play-one.ts');

/**
 * `npm run forecast:check [-- --plays N --at-once N --people N --json FILE]`: plays a campaign to its end many times with
 * the time machine and holds the forecast of its launch against it. Exit code 1 when it is off by more than a tenth.
 */
async function main(signal: AbortSignal): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const seeds = Array.from({ length: options.plays }, (_, n) => String(n + 1));
  const plays: OnePlay[] = [];
  const lane = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const one = await playOnce(seed, options.people, signal);
      plays.push(one);
      const { forecast } = one;
      console.error(`${plays.length} of ${options.plays}: done on day ${one.lastDay}, forecast ${forecast.lastDay}`);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, lane));
  const report = compare(plays);
  console.log(JSON.stringify(report, null, 2));
  if (options.json !== null) writeFileSync(options.json, `${JSON.stringify({ ...report, each: plays }, null, 2)}\n`);
  if (!report.passed) process.exitCode = 1;
}

/** A child process of its own a play; it ends with us. */
async function playOnce(seed: string, people: number, signal: AbortSignal): Promise<OnePlay> {
  const child = spawn(process.execPath, ['--import', 'tsx', PLAY_ONE, seed, String(people)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (code !== 0) throw new Error(`the play of seed ${seed} ended with ${code}: ${text}`);
  return onePlay.parse(JSON.parse(text));
}

await runUntilStopped(main);
