export function runUntilStopped(work: (signal: AbortSignal) => Promise<void>): Promise<never>;
export function stopRequested(signal: AbortSignal): Promise<void>;
