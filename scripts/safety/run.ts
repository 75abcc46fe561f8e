import type { SafetyOptions, SafetyPart } from './part';
import type { FinishedPart, SafetyReport } from './report';
import { reportOf } from './report';

const PROGRESS_MS = 10_000;

/** Runs the parts one after the other. A part that throws is a failure of the run; the others run all the same. */
export async function runParts(
  parts: readonly SafetyPart[],
  options: SafetyOptions,
  say: (line: string) => void,
): Promise<SafetyReport> {
  const finished: FinishedPart[] = [];
  for (const part of parts) {
    options.signal.throwIfAborted();
    say(`${part.name}: ${part.proves}`);
    const startedAt = performance.now();
    let shownAt = startedAt;
    let last = '';
    const progress = (line: string) => {
      last = line;
      if (performance.now() - shownAt < PROGRESS_MS) return;
      shownAt = performance.now();
      say(`  ${line}`);
    };
    const result = await part.run(options, progress).catch((error: unknown) => ({
      figures: {},
      details: {},
      failures: [error instanceof Error ? error.message : String(error)],
    }));
    options.signal.throwIfAborted();
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    say(`  ${last === '' ? 'done' : last}; ${seconds} s, ${result.failures.length} failures`);
    finished.push({ part, result, seconds });
  }
  return reportOf(finished, options);
}
