import type { Figures, PartResult, SafetyOptions, SafetyPart } from './part';

/** What `npm run safety -- --json FILE` writes: the figures, then what each part has to say about them. */
export interface SafetyReport extends Figures {
  passed: boolean;
  failures: string[];
  options: { schedules: number; from: number; parts: string[] };
  seconds: Record<string, number>;
  details: Record<string, PartResult['details']>;
}

export interface FinishedPart {
  part: SafetyPart;
  result: PartResult;
  seconds: number;
}

/** Adds the figures of the parts up; red as soon as one part has a failure. */
export function reportOf(finished: readonly FinishedPart[], options: SafetyOptions): SafetyReport {
  const figures: Figures = {
    ...{ schedules: 0, violations: 0, sqlReplays: 0, killCells: 0, killCellsPassed: 0 },
    ...{ plantedBugs: 0, plantedBugsCaught: 0, faults: {}, sends: 0 },
  };
  for (const { result } of finished) {
    const { faults = {}, ...counts } = result.figures;
    for (const [name, n] of Object.entries(counts)) figures[name as keyof typeof counts] += n;
    for (const [kind, n] of Object.entries(faults)) figures.faults[kind] = (figures.faults[kind] ?? 0) + n;
  }
  const failures = finished.flatMap(({ part, result }) => result.failures.map((failure) => `${part.name}: ${failure}`));
  return {
    ...figures,
    faults: Object.fromEntries(Object.entries(figures.faults).sort(([a], [b]) => a.localeCompare(b))),
    passed: failures.length === 0 && finished.length > 0,
    failures,
    options: {
      schedules: options.schedules,
      from: options.from,
      parts: finished.map(({ part }) => part.name),
    },
    seconds: Object.fromEntries(finished.map(({ part, seconds }) => [part.name, seconds])),
    details: Object.fromEntries(finished.map(({ part, result }) => [part.name, result.details])),
  };
}
