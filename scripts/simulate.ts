import { writeFileSync } from 'node:fs';
import { runUntilStopped } from './lifetime.mjs';
import { reportOf } from './simulate/measure/report';
import { readOptions } from './simulate/options';
import { pageOf } from './simulate/page';
import { printReport } from './simulate/print-report';
import { Progress } from './simulate/progress';
import { runPlay } from './simulate/run-play';
import { MESSAGES_EACH } from './simulate/seed-play';

/** `npm run simulate [-- --accounts N --days N --seed S --world standard|harsh --json FILE --html FILE]`. */
async function main(signal: AbortSignal): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const progress = new Progress(process.stderr);
  const played = await runPlay(options, {
    signal,
    onProgress: (share, now) => progress.show(share, now.toISOString().slice(0, 16).replace('T', ' ')),
  });
  progress.end();
  const report = reportOf(options, played.facts, { messagesEach: MESSAGES_EACH, wallSeconds: played.wallSeconds });
  console.log(printReport(report, played.facts));
  if (options.html !== null) writeFileSync(options.html, pageOf(report, played.facts));
  if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
}

await runUntilStopped(main);
