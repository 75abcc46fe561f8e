import type { Progress, SafetyOptions, SafetyPart } from './part';
import type { FinishedPart, SafetyReport } from './report';
import { reportOf } from './report';

const PROGRESS_MS = 10_000;
type Say = (line: string) => void;

/**
 * Runs the parts one after the other, and those that mostly wait beside them. A part that throws is a failure of the run;
 * the others run all the same.
 */
export async function runParts(parts: readonly SafetyPart[], options: SafetyOptions, say: Say): Promise<SafetyReport> {
  const beside = new Map(parts.filter((part) => part.waits).map((part) => [part, runPart(part, options, say)]));
  const finished: FinishedPart[] = [];
  for (const part of parts) if (!part.waits) finished.push(await runPart(part, options, say));
  for (const running of beside.values()) finished.push(await running);
  options.signal.throwIfAborted();
  const inOrder = finished.toSorted((a, b) => parts.indexOf(a.part) - parts.indexOf(b.part));
  return reportOf(inOrder, options);
}

async function runPart(part: SafetyPart, options: SafetyOptions, say: Say): Promise<FinishedPart> {
  say(`${part.name}: ${part.proves}`);
  const startedAt = performance.now();
  let shownAt = startedAt;
  let last = 'done';
  const progress: Progress = (line) => {
    last = line;
    if (performance.now() - shownAt < PROGRESS_MS) return;
    shownAt = performance.now();
    say(`  ${part.name}: ${line}`);
  };
  const result = await resultOf(part, options, progress);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  say(`  ${part.name}: ${last}; ${seconds} s, ${result.failures.length} failures`);
  return { part, result, seconds };
}

async function resultOf(part: SafetyPart, options: SafetyOptions, progress: Progress): Promise<FinishedPart['result']> {
  try {
    options.signal.throwIfAborted();
    return await part.run(options, progress);
  } catch (error) {
    return { figures: {}, details: {}, failures: [error instanceof Error ? error.message : String(error)] };
  }
}
