/** What every part is told; a part scales its own work and its floors by `schedules` when the run is a short one. */
export interface SafetyOptions {
  /** Schedules that are to count; 100,000 for the published proof. */
  schedules: number;
  /** The first seed. */
  from: number;
  /** Processes that work at the same time. */
  workers: number;
  signal: AbortSignal;
}

/** The published figures; those of the parts are added up. */
export interface Figures {
  schedules: number;
  violations: number;
  sqlReplays: number;
  killCells: number;
  killCellsPassed: number;
  plantedBugs: number;
  plantedBugsCaught: number;
  /** How often each kind of fault was injected. */
  faults: Record<string, number>;
  /** Writes that reached the provider. */
  sends: number;
}

export interface PartResult {
  figures: Partial<Figures>;
  /** What a reader may want to look into; published under the part's name. */
  details: Record<string, unknown>;
  /** Why the run is red; none when everything this part proves holds. */
  failures: string[];
}

/** A line on how far a part is; shown on stderr now and then. */
export type Progress = (line: string) => void;

/** One proof of `npm run safety`. A part ends every process it starts, also when the signal is given. */
export interface SafetyPart {
  name: string;
  /** What it proves, for people. */
  proves: string;
  /** Mostly waits, for real time-outs: it runs beside the others. */
  waits?: true;
  /** Runs only when it is named: it has figures of its own and would take the whole run past its half hour. */
  apart?: true;
  run(options: SafetyOptions, progress: Progress): Promise<PartResult>;
}

/** The size of the published proof, to which the floors belong. */
export const PUBLISHED_SCHEDULES = 100_000;

/** A floor of the published proof, in proportion to a shorter run. */
export function floorOf(published: number, options: Pick<SafetyOptions, 'schedules'>): number {
  return Math.floor((published * Math.min(options.schedules, PUBLISHED_SCHEDULES)) / PUBLISHED_SCHEDULES);
}
