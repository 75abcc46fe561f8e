/** How a long run is watched and given up. */
export interface Pace {
  signal: AbortSignal;
  progress: (line: string) => void;
}

/**
 * Works off 1…count, `lanes` at a time. Before the first and every `everyMs` after, all lanes stand still for `reset`: the
 * database's clock is put back, because the gates refuse one that is a minute off.
 */
export async function inLanes(
  pace: Pace,
  input: { count: number; lanes: number; everyMs: number; reset: () => Promise<void> },
  work: (n: number) => Promise<void>,
): Promise<void> {
  let next = 1;
  while (next <= input.count) {
    await input.reset();
    const until = performance.now() + input.everyMs;
    const lane = async () => {
      while (next <= input.count && performance.now() < until) {
        pace.signal.throwIfAborted();
        const n = next;
        next += 1;
        await work(n);
      }
    };
    await Promise.all(Array.from({ length: input.lanes }, lane));
    pace.progress(`${Math.min(next - 1, input.count)} of ${input.count} races`);
  }
}
