import type { ServiceContext } from '../context';

/** A function of the engine, with its runs in scope and what waits to be done for it. */
export interface EngineFunction {
  id: string;
  /** Names of events, and crons as they are written. */
  triggers: string[];
  /** Runs that have not ended; `sleeping` of them sleep or wait for an event. */
  active: number;
  sleeping: number;
  /** In the last 24 hours of app time. */
  failed: number;
  /** Calls that wait for a place within a limit. */
  parked: number;
  /** App time. */
  oldestDueAt: Date | null;
  /** Wall time. */
  oldestQueuedAt: Date | null;
  /** The next turn of its cron, app time. */
  nextAt: Date | null;
}

export interface EngineFigures {
  /** App time and wall time of this look. */
  appNow: Date | null;
  wallNow: Date;
  functions: EngineFunction[];
  /** App time. */
  oldestEventDueAt: Date | null;
  /** Wall time. */
  syncedAt: Date | null;
  syncProblem: string | null;
}

export interface EngineError {
  name: string;
  message: string;
}

export interface EngineRun {
  id: string;
  functionId: string;
  status: 'Running' | 'Completed' | 'Failed' | 'Cancelled';
  eventName: string | null;
  /** The data of its event; empty when it is too large to be told. */
  data: Record<string, unknown>;
  /** App time, as are the other two. */
  startedAt: Date;
  endedAt: Date | null;
  wakesAt: Date | null;
  error: EngineError | null;
  retryOf: string | null;
  retriedAs: string | null;
}

export interface EngineStep {
  id: string;
  name: string | null;
  op: string;
  status: 'planned' | 'waiting' | 'done';
  /** App time. */
  wakesAt: Date | null;
  /** The event that it waits for. */
  eventName: string | null;
  error: EngineError | null;
}

/** A call of the app that is to be made for a run: now, at a moment of wall time, or when a place is free. */
export interface EngineCall {
  stepId: string;
  dueAt: Date | null;
  underWay: boolean;
  parked: boolean;
}

export interface EngineRunDetail extends EngineRun {
  wallNow: Date;
  steps: EngineStep[];
  calls: EngineCall[];
}

export interface RunFilter {
  status?: EngineRun['status'];
  waiting?: boolean;
  functionId?: string;
  limit: number;
  cursor?: string;
}

/**
 * What a look came to. `elsewhere`: the engine has no window and shows its runs itself. `silent`: nobody answers in time.
 * `refused` gives the engine's reason as a part of a sentence.
 */
export type Seen<T> =
  | { kind: 'seen'; value: T }
  | { kind: 'missing' }
  | { kind: 'refused'; reason: string }
  | { kind: 'elsewhere'; dashboardUrl: string }
  | { kind: 'silent' };

/**
 * The window into the engine. Nothing here throws for what the engine answers or does not. Runs whose event names another
 * workspace are neither shown nor counted; `cancel` and `retry` take any run, so their callers look first.
 */
export interface EngineWindow {
  figures(workspaceId: string): Promise<Seen<EngineFigures>>;
  runs(workspaceId: string, filter: RunFilter): Promise<Seen<{ runs: EngineRun[]; cursor: string | null }>>;
  run(workspaceId: string, id: string): Promise<Seen<EngineRunDetail>>;
  /** Ends a run that has not ended, else `missing`. */
  cancel(id: string): Promise<Seen<null>>;
  /** Starts a run anew and answers the id of the new one. */
  retry(id: string): Promise<Seen<string>>;
}

/** The context of the verbs that look into the engine. */
export interface WindowContext extends ServiceContext {
  engine: EngineWindow;
}
