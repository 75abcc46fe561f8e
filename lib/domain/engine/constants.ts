/** What a run of the engine is doing, or how it ended. A run that waits for an event sleeps. */
export const RUN_STATES = ['running', 'sleeping', 'failed', 'cancelled', 'completed'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** Whether a run has come to an end; only then it can be retried, and only before that cancelled. */
export function hasEnded(state: RunState): boolean {
  return state !== 'running' && state !== 'sleeping';
}

/** Whether a run may be started anew: it did not do its work, and nobody has started it anew yet. */
export function mayRetry(run: { state: RunState; retriedAs: string | null }): boolean {
  return (run.state === 'failed' || run.state === 'cancelled') && run.retriedAs === null;
}
